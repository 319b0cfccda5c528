-- An alert can be about a worker, too: a caseload over the cap has a worker and no child.

SET LOCAL ROLE caselog_owner;

ALTER TABLE caselog.alert ALTER COLUMN child DROP NOT NULL;

-- What caseloads were last looked at: the generation of cases and the position up to which it had read the log, the day, since
-- who works for the authority and how much can change with it, and when that was.
CREATE TABLE caselog.caseload_look (
    authority  text        NOT NULL,
    generation integer     NOT NULL,
    position   bigint      NOT NULL,
    day        date        NOT NULL,
    looked_at  timestamptz NOT NULL,
    PRIMARY KEY (authority)
);

GRANT SELECT, INSERT, UPDATE ON caselog.caseload_look TO caselogd;

RESET ROLE;
