-- Distributes the tables of caselog on Citus by the authority, all rows of one authority on one node:
--
--     psql -d caselog -f distribute.sql
--
-- as a superuser on the coordinator, after the schema was applied and then the extension and the worker nodes were added, in
-- this order: the schema is applied as a role that cannot log in, and Citus would try to do the same on its workers.
--
-- What follows works only for who asks the tables; caselogd itself does not run on a coordinator (README.md, Growing).

\set ON_ERROR_STOP on
BEGIN;
-- The triggers that refuse changes look at nothing but the statement.
SET LOCAL citus.enable_unsafe_triggers = on;
SELECT create_distributed_table('caselog.authority', 'authority', colocate_with => 'none');
-- Those that others refer to come first.
SELECT create_distributed_table(format('caselog.%I', relname), 'authority', colocate_with => 'caselog.authority')
FROM (
    SELECT relname FROM pg_class
    WHERE relnamespace = 'caselog'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
      AND relname NOT IN ('authority', 'analyst_scope')
    ORDER BY relname NOT IN ('projection', 'notice', 'receiver'), relname
) AS tables;
COMMIT;
