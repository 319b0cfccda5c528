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

-- The planner knows nothing of rows that were written a moment ago: a generation of which it thinks that it has three rows it
-- reads whole for each child. Only an owner may gather statistics.
CREATE FUNCTION caselog.gather_statistics() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    ANALYZE caselog.clock, caselog.clock_worker, caselog.case_row, caselog.case_item, caselog.counted_fact,
        caselog.recording_lag;
END $$;
REVOKE ALL ON FUNCTION caselog.gather_statistics() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION caselog.gather_statistics() TO caselogd;

RESET ROLE;
