-- Who may do what. None of these roles can log in by itself: grant it to the role that does.
--
--   caselog_owner    owns the tables; only migrations work as it
--   caselogd         the daemon: adds to the log and never changes it, keeps clocks and alerts
--   caselog_reader   reads the tables as they are: replicas, audits, copies
--   caselog_analyst  reads the documented views, and nothing else

-- Roles belong to the whole cluster, so another database of it may have made them already, even just now.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['caselog_owner', 'caselogd', 'caselog_reader', 'caselog_analyst'] LOOP
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
                EXECUTE format('CREATE ROLE %I NOLOGIN', name);
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
        IF NOT pg_has_role(current_user, name, 'MEMBER') THEN
            EXECUTE format('GRANT %I TO CURRENT_USER', name);
        END IF;
    END LOOP;
    EXECUTE format('CREATE SCHEMA caselog AUTHORIZATION caselog_owner');
END
$$;

GRANT USAGE ON SCHEMA caselog TO caselogd, caselog_reader, caselog_analyst;
