-- How long each record is to be kept; and a daemon that owns nothing.

-- At its start a daemon looks whether the schema is the one that it knows. Where it works as a role that is a member of
-- caselogd and no more, somebody else migrates.
GRANT SELECT ON public.caselog_migration TO caselogd, caselog_reader;

SET LOCAL ROLE caselog_owner;

-- What decides how long the record is kept; empty in rows of the generation before, which is made again beside them.
ALTER TABLE caselog.case_row ADD COLUMN retention text NOT NULL DEFAULT '';

RESET ROLE;
