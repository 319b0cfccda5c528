-- The ledger: one append-only log per authority, and each child's place in it.

SET LOCAL ROLE caselog_owner;

-- These tables have no CHECK constraints: PostgreSQL reads them anew for every statement, which is a tenth of an append,
-- and what they could say is covered by each entry's hash, which `caselog verify` checks.

-- The head of each authority's log. Every append moves it by compare-and-set, which keeps positions gapless, orders
-- commits, and shuts out a daemon whose turn (epoch) is over. frontier is the right edge of the Merkle tree over the
-- log (RFC 6962): one 32-byte hash for each one-bit of last_position, largest subtree first.
-- The holder's turn ends when its session is gone or when it has not renewed the lease in time.
CREATE TABLE caselog.authority (
    authority        text        PRIMARY KEY,
    epoch            bigint      NOT NULL DEFAULT 0,
    last_position    bigint      NOT NULL DEFAULT 0,
    last_recorded_at timestamptz NOT NULL DEFAULT '-infinity',
    frontier         bytea       NOT NULL DEFAULT '',
    holder           text,
    lease_until      timestamptz NOT NULL DEFAULT '-infinity'
) WITH (fillfactor = 10);
GRANT SELECT, INSERT, UPDATE ON caselog.authority TO caselogd;
GRANT SELECT ON caselog.authority TO caselog_reader;

-- content holds the event's canonical bytes (RFC 8785). leaf_hash covers every other column of the row: what exactly is
-- hashed is said by format. The columns beside content are for searching.
CREATE TABLE caselog.event (
    authority          text        NOT NULL,
    position           bigint      NOT NULL,
    event_id           uuid        NOT NULL,
    type               text        NOT NULL,
    type_version       smallint    NOT NULL,
    format             smallint    NOT NULL,
    occurred_at        timestamptz NOT NULL,
    occurred_precision text        NOT NULL,  -- exact, day, month or year
    recorded_at        timestamptz NOT NULL,
    recorded_by        text        NOT NULL,
    submitted_by       text        NOT NULL,
    versions           bigint[]    NOT NULL,
    content            bytea       NOT NULL,
    leaf_hash          bytea       NOT NULL,
    PRIMARY KEY (authority, position),
    UNIQUE (authority, event_id)
) PARTITION BY HASH (authority);

-- Where each event stands in each child's record.
CREATE TABLE caselog.child_event (
    authority text   NOT NULL,
    child     text   NOT NULL,
    version   bigint NOT NULL,
    position  bigint NOT NULL,
    PRIMARY KEY (authority, child, version)
) PARTITION BY HASH (authority);

-- Every eighth level of the Merkle tree, written as its subtrees fill up, so that a proof reads a few hundred hashes and
-- not the whole log. Leaves (level 0) stand with their events.
CREATE TABLE caselog.tree_node (
    authority text     NOT NULL,
    level     smallint NOT NULL CHECK (level > 0 AND level % 8 = 0),
    index     bigint   NOT NULL CHECK (index >= 0),
    hash      bytea    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (authority, level, index)
) PARTITION BY HASH (authority);

-- The signed checkpoints of the tree (C2SP tlog-checkpoint): what the log said of itself, and when.
CREATE TABLE caselog.checkpoint (
    authority text        NOT NULL,
    size      bigint      NOT NULL CHECK (size >= 0),
    signed_at timestamptz NOT NULL,
    note      text        NOT NULL,
    PRIMARY KEY (authority, size)
) PARTITION BY HASH (authority);

-- Moves the head for a batch that is written by COPY, which cannot be part of the statement that does so.
CREATE FUNCTION caselog.move_head(
    of_authority text, of_epoch bigint, from_position bigint, to_position bigint, new_frontier bytea,
    recorded_at timestamptz, lease_seconds double precision
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE caselog.authority
    SET last_position = to_position, frontier = new_frontier, last_recorded_at = recorded_at,
        lease_until = clock_timestamp() + make_interval(secs => lease_seconds)
    WHERE authority = of_authority AND epoch = of_epoch AND last_position = from_position;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'caselog: the head of the log is not where the writer left it' USING ERRCODE = 'CL001';
    END IF;
END
$$;

CREATE FUNCTION caselog.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'caselog: % on % is not allowed: the log is append-only; a correction is another event',
        TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;

DO $$
DECLARE
    parent text;
    part int;
BEGIN
    FOREACH parent IN ARRAY ARRAY['event', 'child_event', 'tree_node', 'checkpoint'] LOOP
        FOR part IN 0..3 LOOP
            EXECUTE format(
                'CREATE TABLE caselog.%I PARTITION OF caselog.%I FOR VALUES WITH (MODULUS 4, REMAINDER %s)',
                parent || '_' || part, parent, part);
            EXECUTE format(
                'CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON caselog.%I
                 FOR EACH STATEMENT EXECUTE FUNCTION caselog.refuse_change()', parent || '_' || part);
        END LOOP;
        EXECUTE format(
            'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON caselog.%I
             FOR EACH ROW EXECUTE FUNCTION caselog.refuse_change()', parent);
        EXECUTE format(
            'CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON caselog.%I
             FOR EACH STATEMENT EXECUTE FUNCTION caselog.refuse_change()', parent);
        EXECUTE format('GRANT SELECT, INSERT ON caselog.%I TO caselogd', parent);
        EXECUTE format('GRANT SELECT ON caselog.%I TO caselog_reader', parent);
    END LOOP;
END
$$;

-- For analysts: the log with its content decoded.
CREATE VIEW caselog.events AS
SELECT authority, position, event_id, type, type_version, occurred_at, occurred_precision, recorded_at, recorded_by, submitted_by,
       convert_from(content, 'UTF8')::jsonb AS content
FROM caselog.event;

-- For analysts: each child's record, one row an entry.
CREATE VIEW caselog.child_entries AS
SELECT entry.authority, entry.child, entry.version, entry.position, event.type, event.occurred_at, event.recorded_at,
       event.recorded_by, convert_from(event.content, 'UTF8')::jsonb AS content
FROM caselog.child_event AS entry
JOIN caselog.event AS event USING (authority, position);

GRANT SELECT ON caselog.events, caselog.child_entries TO caselog_reader, caselog_analyst;

RESET ROLE;
