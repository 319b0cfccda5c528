-- A clock's row keeps what lists and alerts say of it; the days counted are shown from the log, where they are asked for.

SET LOCAL ROLE caselog_owner;

DROP VIEW caselog.clocks;

-- The rows are made again from the log before the daemon serves.
DELETE FROM caselog.projection WHERE name = 'clocks';
TRUNCATE caselog.clock, caselog.clock_worker;

ALTER TABLE caselog.clock
    DROP COLUMN detail,
    ADD COLUMN edition  text NOT NULL,
    ADD COLUMN ended_on date,
    ADD COLUMN sentence text NOT NULL,
    ADD COLUMN remarks  text NOT NULL;

-- For analysts: the clocks as they stand. `edition`: the source of the limit; `ended_on`: when it was met, late or cancelled;
-- `sentence` and `remarks`: why it is due when it is, and what else has to be known, a remark a line.
CREATE VIEW caselog.clocks AS
SELECT authority, clock_id, child, rule, edition, state, team, worker, day_zero, due, warn_from, due_from, overdue_from,
       severe_from, ended_on, migrated, sentence, remarks
FROM caselog.clock
WHERE generation = caselog.live(authority, 'clocks');

GRANT SELECT ON caselog.clocks TO caselog_reader;

RESET ROLE;
