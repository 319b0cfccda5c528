-- Notices: what people are to hear, written by the daemon in the transaction that raises it (the outbox). A process and role
-- of its own, caselog_notifier, makes a delivery of each notice for each receiver and hands it over.
--
--   caselog_notifier  reads notices, adds those about itself, and keeps receivers and deliveries; it sees no record

DO $$
BEGIN
    BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'caselog_notifier') THEN
            CREATE ROLE caselog_notifier NOLOGIN;
        END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;
    END;
    IF NOT pg_has_role(current_user, 'caselog_notifier', 'MEMBER') THEN
        GRANT caselog_notifier TO CURRENT_USER;
    END IF;
END
$$;

-- It has to tell whether the schema is the one that it knows.
GRANT SELECT ON public.caselog_migration TO caselog_notifier;

SET LOCAL ROLE caselog_owner;

GRANT USAGE ON SCHEMA caselog TO caselog_notifier;

-- number is gapless for each authority and grows in the order of the commits. A receiver is handed the notices of one thread
-- in the order of their numbers. payload is a JSON object without any child's name. spread_at: since when there is a delivery
-- for each receiver.
CREATE TABLE caselog.notice (
    authority  text        NOT NULL,
    notice_id  uuid        NOT NULL,
    number     bigint      NOT NULL CHECK (number >= 1),
    kind       text        NOT NULL
        CHECK (kind IN ('alerts', 'history', 'digest', 'heartbeat', 'delivery-failure', 'test')),
    recipient  text,
    team       text,
    worker     text,
    severity   smallint    NOT NULL CHECK (severity BETWEEN 1 AND 3),
    thread     text        NOT NULL,
    alerts     uuid[]      NOT NULL,
    payload    bytea       NOT NULL,
    created_at timestamptz NOT NULL,
    spread_at  timestamptz,
    PRIMARY KEY (authority, notice_id),
    UNIQUE (authority, number)
);
CREATE INDEX notice_not_spread ON caselog.notice (authority, number) WHERE spread_at IS NULL;

-- The hooks and webhooks that there are. gone_at: since when it is configured no more. obstacle: why nothing can be handed to
-- it, until that changes. disabled_at: since when it wants nothing more. failing_since and failures: since the last success.
-- retry_at: before then nothing is handed to it. failure_told_at: when others heard that it fails.
CREATE TABLE caselog.receiver (
    authority         text        NOT NULL,
    name              text        NOT NULL,
    kind              text        NOT NULL CHECK (kind IN ('hook', 'webhook')),
    since             timestamptz NOT NULL,
    gone_at           timestamptz,
    obstacle          text,
    disabled_at       timestamptz,
    failing_since     timestamptz,
    failures          integer     NOT NULL DEFAULT 0,
    retry_at          timestamptz,
    failure_told_at   timestamptz,
    last_delivered_at timestamptz,
    last_error        text,
    PRIMARY KEY (authority, name)
);

-- While history is imported its one notice waits: each addition puts it off. At most one row for each authority.
CREATE TABLE caselog.history_notice (
    authority text        NOT NULL,
    begun_at  timestamptz NOT NULL,
    ready_at  timestamptz NOT NULL,
    PRIMARY KEY (authority)
);

-- What waited in the outbox before there were notices goes on as notices.
INSERT INTO caselog.history_notice
SELECT authority, min(created_at), max(next_attempt_at)
FROM caselog.delivery
WHERE state = 'waiting' AND kind = 'history-notice'
GROUP BY authority;
INSERT INTO caselog.notice (authority, notice_id, number, kind, severity, thread, alerts, payload, created_at)
SELECT authority, gen_random_uuid(), row_number() OVER (PARTITION BY authority ORDER BY created_at, alert_id, step),
       'alerts', 2, 'alert/' || alert_id, ARRAY[alert_id],
       convert_to(jsonb_build_object('alerts', jsonb_build_array(
           (document->'alert') || jsonb_build_object(
               'stage', document->'stage', 'step', document->'number', 'fellAt', document->'fellAt',
               'raisedAt', document->'raisedAt', 'explanation', document->'explanation')))::text, 'UTF8'),
       created_at
FROM (SELECT DISTINCT ON (authority, alert_id, number) authority, alert_id, number AS step, created_at,
             convert_from(payload, 'UTF8')::jsonb AS document
      FROM caselog.delivery
      WHERE state = 'waiting' AND kind = 'alert'
      ORDER BY authority, alert_id, number, created_at) AS waiting;
DROP TABLE caselog.delivery;

-- One row for each notice and receiver. Waiting it is tried again at next_attempt_at, and nobody else tries it before
-- leased_until; dead it stays until somebody has it tried again.
CREATE TABLE caselog.delivery (
    authority       text        NOT NULL,
    delivery_id     uuid        NOT NULL,
    notice_id       uuid        NOT NULL,
    number          bigint      NOT NULL,
    receiver        text        NOT NULL,
    thread          text        NOT NULL,
    state           text        NOT NULL CHECK (state IN ('waiting', 'delivered', 'dead')),
    attempts        integer     NOT NULL DEFAULT 0,
    first_tried_at  timestamptz,
    next_attempt_at timestamptz NOT NULL,
    leased_until    timestamptz,
    created_at      timestamptz NOT NULL,
    finished_at     timestamptz,
    last_error      text,
    PRIMARY KEY (authority, delivery_id),
    FOREIGN KEY (authority, notice_id) REFERENCES caselog.notice (authority, notice_id),
    FOREIGN KEY (authority, receiver) REFERENCES caselog.receiver (authority, name)
);
CREATE INDEX delivery_due ON caselog.delivery (authority, receiver, next_attempt_at, number) WHERE state = 'waiting';
CREATE UNIQUE INDEX delivery_order ON caselog.delivery (authority, receiver, thread, number) WHERE state = 'waiting';
CREATE INDEX delivery_leased ON caselog.delivery (authority, receiver, leased_until)
    WHERE state = 'waiting' AND leased_until IS NOT NULL;
CREATE INDEX delivery_dead ON caselog.delivery (authority, number) WHERE state = 'dead';
CREATE INDEX delivery_notice ON caselog.delivery (authority, notice_id);

-- Adds notices and gives them their numbers; who adds first commits first. One element of each array makes a notice;
-- alerts are the ids of one notice, divided by commas. The hint wakes the notifier, which looks by itself anyway.
CREATE FUNCTION caselog.add_notices(
    of_authority text, ids uuid[], kinds text[], recipients text[], teams text[], workers text[], severities smallint[],
    threads text[], alert_lists text[], payloads bytea[], at timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('caselog.notice/' || of_authority, 0));
    INSERT INTO caselog.notice (authority, notice_id, number, kind, recipient, team, worker, severity, thread, alerts,
                                payload, created_at)
    SELECT of_authority, added.id, last.number + added.place, added.kind, added.recipient, added.team, added.worker,
           added.severity, added.thread, string_to_array(added.alerts, ',')::uuid[], added.payload, at
    FROM (SELECT coalesce(max(number), 0) AS number FROM caselog.notice WHERE authority = of_authority) AS last,
         unnest(ids, kinds, recipients, teams, workers, severities, threads, alert_lists, payloads) WITH ORDINALITY
             AS added (id, kind, recipient, team, worker, severity, thread, alerts, payload, place);
    PERFORM pg_notify('caselog_notice', of_authority);
END
$$;
REVOKE EXECUTE ON FUNCTION caselog.add_notices FROM PUBLIC;
GRANT EXECUTE ON FUNCTION caselog.add_notices TO caselogd, caselog_notifier;

GRANT SELECT, INSERT ON caselog.notice TO caselogd;
GRANT SELECT, INSERT, UPDATE, DELETE ON caselog.history_notice TO caselogd;
GRANT SELECT ON caselog.receiver TO caselogd;
-- To have dead ones tried again.
GRANT SELECT, UPDATE (state, attempts, first_tried_at, next_attempt_at, finished_at) ON caselog.delivery TO caselogd;

GRANT SELECT, INSERT, UPDATE (spread_at) ON caselog.notice TO caselog_notifier;
GRANT SELECT, INSERT, UPDATE ON caselog.receiver, caselog.delivery TO caselog_notifier;

GRANT SELECT ON caselog.notice, caselog.receiver, caselog.delivery TO caselog_reader;

-- The notifier adds notices of its own kinds and no others.
ALTER TABLE caselog.notice ENABLE ROW LEVEL SECURITY;
CREATE POLICY notice_read ON caselog.notice FOR SELECT USING (TRUE);
CREATE POLICY notice_of_daemon ON caselog.notice FOR INSERT TO caselogd WITH CHECK (TRUE);
CREATE POLICY notice_of_notifier ON caselog.notice FOR INSERT TO caselog_notifier
    WITH CHECK (kind IN ('heartbeat', 'delivery-failure', 'test'));
CREATE POLICY notice_spread ON caselog.notice FOR UPDATE TO caselog_notifier USING (TRUE);

RESET ROLE;
