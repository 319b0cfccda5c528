-- Lists say a child's name beside the identifier.

SET LOCAL ROLE caselog_owner;

-- NULL too in rows of the generation before, which is made again beside them. Views for analysts do not show it.
ALTER TABLE caselog.case_row ADD COLUMN name text;

RESET ROLE;
