-- The clocks that the events imply, the alerts that they raise, and what is to be handed to hooks.
-- Clocks and alerts can be dropped and built again from the log; deliveries are an operational record.

SET LOCAL ROLE caselog_owner;

-- How far each projection has read the log. Its rows and this position commit together.
CREATE TABLE caselog.projection (
    authority text   NOT NULL,
    name      text   NOT NULL,
    position  bigint NOT NULL CHECK (position >= 0),
    PRIMARY KEY (authority, name)
);

-- One row for each statutory clock. evaluate_at is when its alert has to be looked at next; NULL: never again.
CREATE TABLE caselog.clock (
    authority   text        NOT NULL,
    clock_id    text        NOT NULL,
    child       text        NOT NULL,
    rule        text        NOT NULL,
    state       text        NOT NULL CHECK (state IN ('open', 'met', 'late', 'cancelled', 'cannot-be-told')),
    alerting    boolean     NOT NULL,
    team        text,
    worker      text,
    day_zero    date        NOT NULL,
    due         date        NOT NULL,
    warn_from   date,
    severe_from date        NOT NULL,
    migrated    boolean     NOT NULL,
    known_at    timestamptz NOT NULL,
    evaluate_at timestamptz,
    detail      bytea       NOT NULL,
    PRIMARY KEY (authority, clock_id)
);
CREATE INDEX clock_evaluate ON caselog.clock (authority, evaluate_at) WHERE evaluate_at IS NOT NULL;
CREATE INDEX clock_child ON caselog.clock (authority, child);

-- The alert of a clock that neared, reached or passed its due day; never deleted.
CREATE TABLE caselog.alert (
    authority  text        NOT NULL,
    alert_id   uuid        NOT NULL,
    clock_id   text        NOT NULL,
    child      text        NOT NULL,
    rule       text        NOT NULL,
    team       text,
    worker     text,
    due        date        NOT NULL,
    stage      text        NOT NULL
        CHECK (stage IN ('due-soon', 'due', 'overdue', 'severely-overdue', 'resolved', 'cancelled')),
    migrated   boolean     NOT NULL,
    opened_at  timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    detail     bytea       NOT NULL,
    PRIMARY KEY (authority, alert_id),
    UNIQUE (authority, clock_id)
);
CREATE INDEX alert_open ON caselog.alert (authority, team, due) WHERE stage NOT IN ('resolved', 'cancelled');
CREATE INDEX alert_child ON caselog.alert (authority, child);

-- Every step of an alert: when it fell due, and when it was raised.
CREATE TABLE caselog.alert_transition (
    authority  text        NOT NULL,
    alert_id   uuid        NOT NULL,
    number     integer     NOT NULL CHECK (number >= 1),
    stage      text        NOT NULL,
    fell_at    timestamptz NOT NULL,
    raised_at  timestamptz NOT NULL,
    told       text        NOT NULL CHECK (told IN ('each', 'in-one-notice', 'superseded')),
    PRIMARY KEY (authority, alert_id, number)
);

-- The outbox: what each hook has to be handed, until it took it.
CREATE TABLE caselog.delivery (
    authority       text        NOT NULL,
    delivery_id     uuid        NOT NULL,
    hook            text        NOT NULL,
    kind            text        NOT NULL CHECK (kind IN ('alert', 'history-notice')),
    alert_id        uuid,
    number          integer,
    payload         bytea,
    state           text        NOT NULL CHECK (state IN ('waiting', 'delivered', 'refused')),
    attempts        integer     NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL,
    created_at      timestamptz NOT NULL,
    finished_at     timestamptz,
    last_error      text,
    PRIMARY KEY (authority, delivery_id),
    CHECK ((kind = 'alert') = (alert_id IS NOT NULL AND number IS NOT NULL AND payload IS NOT NULL))
);
CREATE INDEX delivery_waiting ON caselog.delivery (authority, next_attempt_at) WHERE state = 'waiting';
CREATE INDEX delivery_alert ON caselog.delivery (authority, alert_id, hook, number);

GRANT SELECT, INSERT, UPDATE ON caselog.projection, caselog.alert, caselog.delivery TO caselogd;
GRANT SELECT, INSERT, UPDATE, DELETE ON caselog.clock TO caselogd;
GRANT SELECT, INSERT ON caselog.alert_transition TO caselogd;

-- For analysts: the clocks and the alerts as they stand.
CREATE VIEW caselog.clocks AS
SELECT authority, clock_id, child, rule, state, team, worker, day_zero, due, warn_from, severe_from, migrated,
       convert_from(detail, 'UTF8')::jsonb AS detail
FROM caselog.clock;

CREATE VIEW caselog.alerts AS
SELECT authority, alert_id, clock_id, child, rule, team, worker, due, stage, migrated, opened_at, changed_at
FROM caselog.alert;

GRANT SELECT ON caselog.clocks, caselog.alerts TO caselog_reader, caselog_analyst;

RESET ROLE;
