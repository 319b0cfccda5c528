-- Who may read a record, for lists; and who read which.

SET LOCAL ROLE caselog_owner;

-- What restricts a record and to whom it is opened; empty for most.
ALTER TABLE caselog.case_row ADD COLUMN guarding text NOT NULL DEFAULT '';
CREATE INDEX case_row_guarded ON caselog.case_row (authority, generation, child) WHERE guarding <> '';

-- The rows are made again from the log before the daemon serves: nobody is shown a restricted record meanwhile.
DELETE FROM caselog.projection WHERE name = 'cases';
TRUNCATE caselog.case_row, caselog.case_item;

-- The head of each authority's access log: how long it is, and the right edge of the Merkle tree over it (RFC 6962).
CREATE TABLE caselog.access_head (
    authority   text   PRIMARY KEY,
    last_number bigint NOT NULL DEFAULT 0,
    frontier    bytea  NOT NULL DEFAULT ''
) WITH (fillfactor = 10);

-- One row for each answer that told of records, and each that was refused. content holds the canonical bytes (RFC 8785) of
-- what is said; leaf_hash is their hash in the tree. The other columns are for searching.
CREATE TABLE caselog.access_entry (
    authority text        NOT NULL,
    number    bigint      NOT NULL,
    at        timestamptz NOT NULL,
    worker    text        NOT NULL,
    content   bytea       NOT NULL,
    leaf_hash bytea       NOT NULL,
    PRIMARY KEY (authority, number)
) PARTITION BY HASH (authority);
CREATE INDEX access_entry_worker ON caselog.access_entry (authority, worker, number);

-- Which entries tell of which child's record.
CREATE TABLE caselog.access_child (
    authority text   NOT NULL,
    child     text   NOT NULL,
    number    bigint NOT NULL,
    PRIMARY KEY (authority, child, number)
) PARTITION BY HASH (authority);

DO $$
DECLARE
    parent text;
    part int;
BEGIN
    FOREACH parent IN ARRAY ARRAY['access_entry', 'access_child'] LOOP
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
GRANT SELECT, INSERT, UPDATE ON caselog.access_head TO caselogd;
GRANT SELECT ON caselog.access_head TO caselog_reader;

RESET ROLE;
