-- What people do about alerts, and who is told of them when. All of it but alert_told can be made again from the log and the
-- clocks; alert_told says what people have heard.

SET LOCAL ROLE caselog_owner;

-- severity: of the stage, or of the last one before the end. told_at: when anybody was last told since it was opened;
-- climb_at: when its climb is looked at; NULL: not while a telling of it waits, and not before something changes.
ALTER TABLE caselog.alert
    ADD COLUMN severity smallint CHECK (severity BETWEEN 1 AND 3),
    ADD COLUMN stage_fell_at timestamptz,
    ADD COLUMN told_at timestamptz,
    ADD COLUMN climb_at timestamptz;
UPDATE caselog.alert
SET severity = coalesce((convert_from(detail, 'UTF8')::jsonb->'rule'->'severity'->>stage)::smallint, 2),
    stage_fell_at = coalesce(
        (SELECT max(step.fell_at) FROM caselog.alert_transition AS step
         WHERE step.authority = alert.authority AND step.alert_id = alert.alert_id), changed_at);
ALTER TABLE caselog.alert ALTER COLUMN severity SET NOT NULL, ALTER COLUMN stage_fell_at SET NOT NULL;
CREATE INDEX alert_climb ON caselog.alert (authority, climb_at) WHERE climb_at IS NOT NULL;
CREATE INDEX alert_rule ON caselog.alert (authority, rule);

-- A step is a stage that the alert reached, or that more people were told because nobody acknowledged it.
ALTER TABLE caselog.alert_transition
    ADD COLUMN kind text NOT NULL DEFAULT 'stage' CHECK (kind IN ('stage', 'climbed', 'repeated')),
    ADD COLUMN recipients text[];

-- Who is still to be told of an alert. ready_at: when, unless others of the same thread are told earlier; held: something
-- that people did keeps it back until then, whatever happens to its thread.
CREATE TABLE caselog.alert_telling (
    authority text        NOT NULL,
    alert_id  uuid        NOT NULL,
    recipient text        NOT NULL,
    reason    text        NOT NULL CHECK (reason IN ('stage', 'climbed', 'repeated', 'over')),
    stage     text        NOT NULL,
    severity  smallint    NOT NULL CHECK (severity BETWEEN 1 AND 3),
    thread    text        NOT NULL,
    number    integer     NOT NULL,
    fell_at   timestamptz NOT NULL,
    raised_at timestamptz NOT NULL,
    ready_at  timestamptz NOT NULL,
    held      boolean     NOT NULL DEFAULT false,
    PRIMARY KEY (authority, alert_id, recipient)
);
CREATE INDEX alert_telling_ready ON caselog.alert_telling (authority, ready_at);
CREATE INDEX alert_telling_thread ON caselog.alert_telling (authority, thread) WHERE NOT held;

-- Who was told of an alert, and by which notice; never deleted.
CREATE TABLE caselog.alert_told (
    authority text        NOT NULL,
    alert_id  uuid        NOT NULL,
    told_at   timestamptz NOT NULL,
    recipient text        NOT NULL,
    team      text,
    worker    text,
    reason    text        NOT NULL,
    stage     text        NOT NULL,
    notice_id uuid,
    PRIMARY KEY (authority, alert_id, told_at, recipient)
);
-- Of alerts before there were recipients, everybody heard who listened; a manager hears that they are over.
INSERT INTO caselog.alert_told (authority, alert_id, told_at, recipient, team, reason, stage)
SELECT DISTINCT ON (step.authority, step.alert_id) step.authority, step.alert_id, step.raised_at, 'team-manager', alert.team,
       'stage', step.stage
FROM caselog.alert_transition AS step
JOIN caselog.alert AS alert USING (authority, alert_id)
WHERE step.told = 'each' AND alert.stage NOT IN ('resolved', 'cancelled')
ORDER BY step.authority, step.alert_id, step.number DESC;

-- How far the log was read for what people did about alerts. What follows from it commits with this position.
CREATE TABLE caselog.alert_log (
    authority text   NOT NULL,
    position  bigint NOT NULL CHECK (position >= 0),
    PRIMARY KEY (authority)
);

-- Every entry of the log that says what people did about alerts, and everything that corrects or strikes one out, with the
-- entry that it is about in the end (root).
CREATE TABLE caselog.alert_entry (
    authority text   NOT NULL,
    event_id  uuid   NOT NULL,
    root      uuid   NOT NULL,
    position  bigint NOT NULL,
    PRIMARY KEY (authority, event_id)
);
CREATE INDEX alert_entry_root ON caselog.alert_entry (authority, root);

-- Acknowledgements and dismissals as they now stand, whether there is such an alert or not. struck_out: it should not have
-- been said and has no effect; it stays.
CREATE TABLE caselog.alert_handling (
    authority  text        NOT NULL,
    alert_id   uuid        NOT NULL,
    event_id   uuid        NOT NULL,
    kind       text        NOT NULL CHECK (kind IN ('acknowledged', 'dismissed')),
    position   bigint      NOT NULL,
    at         timestamptz NOT NULL,
    by         text        NOT NULL,
    words      text,
    struck_out boolean     NOT NULL,
    PRIMARY KEY (authority, alert_id, event_id)
);
CREATE UNIQUE INDEX alert_handling_event ON caselog.alert_handling (authority, event_id);

-- Silences as they now stand, one row for each event; of one silence the last that was not struck out counts.
CREATE TABLE caselog.alert_silence (
    authority  text        NOT NULL,
    silence    text        NOT NULL,
    event_id   uuid        NOT NULL,
    position   bigint      NOT NULL,
    at         timestamptz NOT NULL,
    until      timestamptz NOT NULL,
    by         text        NOT NULL,
    reason     text        NOT NULL,
    alert_id   uuid,
    rule       text,
    team       text,
    struck_out boolean     NOT NULL,
    PRIMARY KEY (authority, silence, event_id)
);
CREATE UNIQUE INDEX alert_silence_event ON caselog.alert_silence (authority, event_id);
CREATE INDEX alert_silence_until ON caselog.alert_silence (authority, until);

GRANT SELECT, INSERT, UPDATE, DELETE ON caselog.alert_telling TO caselogd;
GRANT SELECT, INSERT ON caselog.alert_told, caselog.alert_entry TO caselogd;
GRANT SELECT, INSERT, UPDATE ON caselog.alert_log TO caselogd;
-- A correction can move what it says to another alert or silence.
GRANT SELECT, INSERT, UPDATE, DELETE ON caselog.alert_handling, caselog.alert_silence TO caselogd;
GRANT SELECT ON
    caselog.alert_telling, caselog.alert_told, caselog.alert_handling, caselog.alert_silence TO caselog_reader;

RESET ROLE;
