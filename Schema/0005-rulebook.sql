-- Clocks by the rulebook: limits in hours, days, weeks and months beside working days, so a stage begins at a moment and
-- not only at a day. Clocks can be built again from the log at any time: they are, by the first start of the daemon.

SET LOCAL ROLE caselog_owner;

-- What a projection's rows were made by, as the rulebook and the calendar of the clocks: made by another, they are built
-- again.
ALTER TABLE caselog.projection ADD COLUMN definition text NOT NULL DEFAULT '';

DROP VIEW caselog.clocks;
DROP TABLE caselog.clock;

-- One row for each clock. evaluate_at is when its alert has to be looked at next; NULL: never again.
CREATE TABLE caselog.clock (
    authority    text        NOT NULL,
    clock_id     text        NOT NULL,
    child        text        NOT NULL,
    rule         text        NOT NULL,
    state        text        NOT NULL CHECK (state IN ('open', 'met', 'late', 'cancelled', 'cannot-be-told')),
    alerting     boolean     NOT NULL,
    team         text,
    worker       text,
    day_zero     date        NOT NULL,
    due          date        NOT NULL,
    warn_from    timestamptz,
    due_from     timestamptz,
    overdue_from timestamptz NOT NULL,
    severe_from  timestamptz,
    migrated     boolean     NOT NULL,
    known_at     timestamptz NOT NULL,
    evaluate_at  timestamptz,
    detail       bytea       NOT NULL,
    PRIMARY KEY (authority, clock_id)
);
CREATE INDEX clock_evaluate ON caselog.clock (authority, evaluate_at) WHERE evaluate_at IS NOT NULL;
CREATE INDEX clock_child ON caselog.clock (authority, child);

DELETE FROM caselog.projection WHERE name = 'clocks';

-- About which workers the clocks of a child asked: when something is recorded of a worker, they are looked at again.
CREATE TABLE caselog.clock_worker (
    authority text NOT NULL,
    worker    text NOT NULL,
    child     text NOT NULL,
    PRIMARY KEY (authority, worker, child)
);
CREATE INDEX clock_worker_child ON caselog.clock_worker (authority, child);

GRANT SELECT, INSERT, UPDATE, DELETE ON caselog.clock, caselog.clock_worker TO caselogd;

-- For analysts: the clocks as they stand.
CREATE VIEW caselog.clocks AS
SELECT authority, clock_id, child, rule, state, team, worker, day_zero, due, warn_from, due_from, overdue_from,
       severe_from, migrated, convert_from(detail, 'UTF8')::jsonb AS detail
FROM caselog.clock;

GRANT SELECT ON caselog.clocks TO caselog_reader, caselog_analyst;

RESET ROLE;
