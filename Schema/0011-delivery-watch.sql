-- What is wrong with single deliveries is told, too, and not only what is wrong with a receiver.

SET LOCAL ROLE caselog_owner;

-- failure_told_at: when others heard that this delivery is stuck while its receiver takes the rest.
ALTER TABLE caselog.delivery ADD COLUMN failure_told_at timestamptz;
CREATE INDEX delivery_stuck ON caselog.delivery (authority, receiver, first_tried_at)
    WHERE state = 'waiting' AND failure_told_at IS NULL AND first_tried_at IS NOT NULL;

-- stuck_told_at, lost_told_at: when others last heard that deliveries to it are stuck, and that some were given up.
ALTER TABLE caselog.receiver
    ADD COLUMN stuck_told_at timestamptz,
    ADD COLUMN lost_told_at timestamptz;

-- One that is tried again is told again when it is stuck again.
GRANT UPDATE (failure_told_at) ON caselog.delivery TO caselogd;

RESET ROLE;
