-- The tables that views over many cases are counted from. All of them can be built again from the log: a new generation is
-- made beside the live one, and takes its place by the change of one row.

SET LOCAL ROLE caselog_owner;

DROP VIEW caselog.clocks;
DROP TABLE caselog.clock, caselog.clock_worker, caselog.projection;

-- How far each generation of each read model has read the log, and by what it was made (definition: a digest). The rows of
-- a batch and this position commit together. A model that cannot go on says where, when and why. A new generation is
-- filled child by child, then built up to the live one's position, whose place it takes; the old one's rows are then removed.
CREATE TABLE caselog.projection (
    authority       text        NOT NULL,
    name            text        NOT NULL,
    generation      integer     NOT NULL CHECK (generation >= 1),
    state           text        NOT NULL CHECK (state IN ('filling', 'building', 'live', 'old')),
    definition      text        NOT NULL,
    position        bigint      NOT NULL CHECK (position >= 0),
    stopped_at      timestamptz,
    stopped_because text,
    PRIMARY KEY (authority, name, generation)
);
CREATE UNIQUE INDEX projection_live ON caselog.projection (authority, name) WHERE state = 'live';

-- The generation that readers see.
CREATE FUNCTION caselog.live(of_authority text, of_name text) RETURNS integer LANGUAGE sql STABLE
RETURN (SELECT generation FROM caselog.projection
        WHERE authority = of_authority AND name = of_name AND state = 'live');

-- One row for each clock.
CREATE TABLE caselog.clock (
    authority    text        NOT NULL,
    generation   integer     NOT NULL,
    child        text        NOT NULL,
    clock_id     text        NOT NULL,
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
    detail       bytea       NOT NULL,
    PRIMARY KEY (authority, generation, child, clock_id)
);
CREATE INDEX clock_team ON caselog.clock (authority, generation, team) WHERE state = 'open';

-- When the alert of which clock has to be looked at next, of the live generation of clocks. A clock that fell away is looked
-- at once more, so that its alert is closed.
CREATE TABLE caselog.clock_look (
    authority text        NOT NULL,
    child     text        NOT NULL,
    clock_id  text        NOT NULL,
    look_at   timestamptz NOT NULL,
    PRIMARY KEY (authority, child, clock_id)
);
CREATE INDEX clock_look_at ON caselog.clock_look (authority, look_at);

-- About which workers the clocks of a child asked: when something is recorded of a worker, they are looked at again.
CREATE TABLE caselog.clock_worker (
    authority  text    NOT NULL,
    generation integer NOT NULL,
    child      text    NOT NULL,
    worker     text    NOT NULL,
    PRIMARY KEY (authority, generation, child, worker)
);
CREATE INDEX clock_worker_worker ON caselog.clock_worker (authority, generation, worker);

-- Where each case stands.
CREATE TABLE caselog.case_row (
    authority            text    NOT NULL,
    generation           integer NOT NULL,
    child                text    NOT NULL,
    position             bigint  NOT NULL,
    birth_date           date,
    is_unborn            boolean NOT NULL,
    is_open              boolean NOT NULL,
    opened_on            date,
    closed_on            date,
    team                 text,
    worker               text,
    allocated_on         date,
    weight               integer NOT NULL,
    unallocated_since    date,
    awaits_transfer_since date,
    transfer_to          text,
    awaits_closure_since date,
    risk_level           text,
    risk_assessed_on     date,
    last_reviewed_on     date,
    section47_since      date,
    protection_plan_since date,
    protection_category  text,
    looked_after_since   date,
    missing_since        date,
    last_visit_on        date,
    last_seen_on         date,
    last_seen_alone_on   date,
    last_supervised_on   date,
    last_oversight_on    date,
    last_activity_on     date,
    gaps                 text    NOT NULL,
    open_items           integer NOT NULL,
    PRIMARY KEY (authority, generation, child)
);
CREATE INDEX case_row_team ON caselog.case_row (authority, generation, team) WHERE is_open;
CREATE INDEX case_row_worker ON caselog.case_row (authority, generation, worker) WHERE is_open;

-- Decisions, actions and protective actions, with what became of them.
CREATE TABLE caselog.case_item (
    authority      text    NOT NULL,
    generation     integer NOT NULL,
    child          text    NOT NULL,
    kind           text    NOT NULL,
    reference      text    NOT NULL,
    what           text    NOT NULL,
    set_by         text,
    set_on         date    NOT NULL,
    set_by_event   uuid    NOT NULL,
    position       bigint  NOT NULL,
    worker         text,
    who            text,
    due            date,
    state          text    NOT NULL,
    ended_on       date,
    ended_by_event uuid,
    lacks          text    NOT NULL,
    PRIMARY KEY (authority, generation, child, kind, reference)
);

-- What began, and perhaps ended, in each child's record, and is counted by indicators.
CREATE TABLE caselog.counted_fact (
    authority    text    NOT NULL,
    generation   integer NOT NULL,
    child        text    NOT NULL,
    kind         text    NOT NULL,
    reference    text    NOT NULL,
    variant      text,
    team         text,
    worker       text,
    locality     text,
    began_on     date    NOT NULL,
    began_with   uuid    NOT NULL,
    position     bigint  NOT NULL,
    ended_on     date,
    ended_with   uuid,
    due          date,
    working_days integer,
    outcome      text,
    previous_on  date,
    PRIMARY KEY (authority, generation, child, kind, reference)
);
CREATE INDEX counted_fact_began ON caselog.counted_fact (authority, generation, kind, began_on);
CREATE INDEX counted_fact_ended ON caselog.counted_fact (authority, generation, kind, ended_on);

-- How long after the event each worker recorded, by month of recording: counts of entries by bands of days.
CREATE TABLE caselog.recording_lag (
    authority  text     NOT NULL,
    generation integer  NOT NULL,
    child      text     NOT NULL,
    worker     text     NOT NULL,
    month      date     NOT NULL,
    same_day   integer  NOT NULL,
    day_1      integer  NOT NULL,
    days_2_3   integer  NOT NULL,
    days_4_7   integer  NOT NULL,
    days_8_28  integer  NOT NULL,
    days_29_up integer  NOT NULL,
    longest    integer  NOT NULL,
    PRIMARY KEY (authority, generation, child, worker, month)
);
CREATE INDEX recording_lag_month ON caselog.recording_lag (authority, generation, month);

GRANT SELECT, INSERT, UPDATE, DELETE ON
    caselog.projection, caselog.clock, caselog.clock_look, caselog.clock_worker, caselog.case_row, caselog.case_item,
    caselog.counted_fact, caselog.recording_lag TO caselogd;
GRANT SELECT ON
    caselog.projection, caselog.clock, caselog.case_row, caselog.case_item, caselog.counted_fact, caselog.recording_lag
    TO caselog_reader;

-- For analysts: the clocks as they stand.
CREATE VIEW caselog.clocks AS
SELECT authority, clock_id, child, rule, state, team, worker, day_zero, due, warn_from, due_from, overdue_from,
       severe_from, migrated, convert_from(detail, 'UTF8')::jsonb AS detail
FROM caselog.clock
WHERE generation = caselog.live(authority, 'clocks');

GRANT SELECT ON caselog.clocks TO caselog_reader, caselog_analyst;

RESET ROLE;
