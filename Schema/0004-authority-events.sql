-- Entries that stand in no child's record (workers, teams, findings, the rulebook), and approximate dates.

SET LOCAL ROLE caselog_owner;

-- Such entries are few among the log's millions, and are read in order.
CREATE INDEX event_of_authority ON caselog.event (authority, position) WHERE cardinality(versions) = 0;

COMMENT ON COLUMN caselog.event.occurred_precision IS 'exact, day, month, year or approx';
COMMENT ON COLUMN caselog.event.versions IS
    'The entry''s place in each child''s record, in the order of its children; empty where it stands in none.';

RESET ROLE;
