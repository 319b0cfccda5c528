-- What analysts may read: the schema caselog_analysis, with views that stay as they are documented while the tables behind
-- them change. They show the live generation of what is counted, say nothing of a child but its identifier, and hold neither
-- names nor free text.

SET LOCAL ROLE caselog_owner;

-- Which authorities a role sees, by a role that it is a member of: '*' is all of them. To narrow it, delete the row of
-- caselog_analyst and name each role with its authorities.
CREATE TABLE caselog.analyst_scope (
    member    text NOT NULL,
    authority text NOT NULL,
    PRIMARY KEY (member, authority)
);
INSERT INTO caselog.analyst_scope VALUES ('caselog_analyst', '*'), ('caselog_reader', '*'), ('caselog_owner', '*');

RESET ROLE;
CREATE SCHEMA caselog_analysis AUTHORIZATION caselog_owner;
SET LOCAL ROLE caselog_owner;

COMMENT ON SCHEMA caselog_analysis IS
    'Views for analysts. Each row names the authority; a view shows the rows of the authorities that the reader may see.';

-- The views before this schema told the whole content of entries; analysts no longer read those.
REVOKE ALL ON ALL TABLES IN SCHEMA caselog FROM caselog_analyst;
REVOKE USAGE ON SCHEMA caselog FROM caselog_analyst;

-- A view is read with its owner's rights, and current_user in it is who reads. Materialised: asked once, not for each row.
CREATE VIEW caselog.visible_authority AS
WITH visible AS MATERIALIZED (
    SELECT authority.authority
    FROM caselog.authority
    WHERE EXISTS (
        SELECT FROM caselog.analyst_scope AS scope
        JOIN pg_catalog.pg_roles AS role ON role.rolname = scope.member
        WHERE scope.authority IN ('*', authority.authority)
          AND pg_catalog.pg_has_role(current_user, role.oid, 'MEMBER'))
)
SELECT authority FROM visible;

CREATE VIEW caselog.visible_generation AS
WITH visible AS MATERIALIZED (
    SELECT authority, name, generation, position, stopped_at
    FROM caselog.projection
    JOIN caselog.visible_authority USING (authority)
    WHERE state = 'live'
)
SELECT authority, name, generation, position, stopped_at FROM visible;

CREATE VIEW caselog_analysis.read_models WITH (security_barrier) AS
SELECT authority, name, position, stopped_at
FROM caselog.visible_generation;
COMMENT ON VIEW caselog_analysis.read_models IS
    'How far what the views show has read the log: cases and items (model cases), facts and recording lags (facts), clocks.';
COMMENT ON COLUMN caselog_analysis.read_models.position IS 'The last position of the log that the rows reflect.';
COMMENT ON COLUMN caselog_analysis.read_models.stopped_at IS 'Since when it does not go on; null where it does.';

CREATE VIEW caselog_analysis.cases WITH (security_barrier) AS
SELECT kept.authority, kept.child, kept.position, date_trunc('month', kept.birth_date)::date AS born_in, kept.is_unborn,
       kept.is_open, kept.opened_on, kept.closed_on, kept.team, kept.worker, kept.allocated_on, kept.weight,
       kept.unallocated_since, kept.awaits_transfer_since, kept.transfer_to, kept.awaits_closure_since, kept.risk_level,
       kept.risk_assessed_on, kept.last_reviewed_on, kept.section47_since, kept.protection_plan_since,
       kept.protection_category, kept.looked_after_since, kept.missing_since, kept.last_visit_on, kept.last_seen_on,
       kept.last_seen_alone_on, kept.last_supervised_on, kept.last_oversight_on, kept.last_activity_on,
       string_to_array(nullif(kept.gaps, ''), E'\n') AS gaps, kept.open_items
FROM caselog.case_row AS kept
JOIN caselog.visible_generation AS live USING (authority, generation)
WHERE live.name = 'cases';
COMMENT ON VIEW caselog_analysis.cases IS
    'One row for each child: where the case stands by the record alone. A record merged into another has no row.';
COMMENT ON COLUMN caselog_analysis.cases.child IS 'The authority''s identifier of the child.';
COMMENT ON COLUMN caselog_analysis.cases.position IS 'The last position of the log that the record has an entry from.';
COMMENT ON COLUMN caselog_analysis.cases.born_in IS 'The first day of the month of birth, or of the expected birth.';
COMMENT ON COLUMN caselog_analysis.cases.is_open IS 'Whether an episode is open.';
COMMENT ON COLUMN caselog_analysis.cases.team IS 'The team that has the case, or had it last.';
COMMENT ON COLUMN caselog_analysis.cases.worker IS 'The allocated worker; null while there is none.';
COMMENT ON COLUMN caselog_analysis.cases.weight IS 'What the case counts for in a caseload.';
COMMENT ON COLUMN caselog_analysis.cases.gaps IS 'What the record lacks, each by its name; null where nothing.';
COMMENT ON COLUMN caselog_analysis.cases.open_items IS 'How many decisions, actions and protective actions are open.';

CREATE VIEW caselog_analysis.open_cases WITH (security_barrier) AS
SELECT * FROM caselog_analysis.cases WHERE is_open;
COMMENT ON VIEW caselog_analysis.open_cases IS 'The cases with an open episode; columns as in cases.';

CREATE VIEW caselog_analysis.items WITH (security_barrier) AS
SELECT kept.authority, kept.child, kept.kind, kept.reference, kept.set_by, kept.set_on, kept.set_by_event, kept.position,
       kept.worker, kept.due, kept.state, kept.ended_on, kept.ended_by_event, kept.lacks = '' AS is_specific,
       string_to_array(nullif(kept.lacks, ''), E'\n') AS lacks
FROM caselog.case_item AS kept
JOIN caselog.case_row USING (authority, generation, child)
JOIN caselog.visible_generation AS live USING (authority, generation)
WHERE live.name = 'cases';
COMMENT ON VIEW caselog_analysis.items IS
    'One row for each decision, action and protective action: who set it, who is to act by when, and what became of '
    'it. What a record merged into another holds shows there.';
COMMENT ON COLUMN caselog_analysis.items.set_by_event IS 'The event that set it; with position its place in the log.';
COMMENT ON COLUMN caselog_analysis.items.lacks IS 'What it lacks to be specific: who, due, success-test, or vague words.';

CREATE VIEW caselog_analysis.facts WITH (security_barrier) AS
SELECT kept.authority, kept.child, kept.kind, kept.reference, kept.variant, kept.team, kept.worker,
       kept.locality AS area, kept.began_on, kept.began_with, kept.position, kept.ended_on, kept.ended_with, kept.due,
       kept.working_days, kept.outcome, kept.previous_on
FROM caselog.counted_fact AS kept
JOIN caselog.visible_generation AS live USING (authority, generation)
WHERE live.name = 'facts';
COMMENT ON VIEW caselog_analysis.facts IS
    'One row for each contact, referral, assessment, enquiry, conference, plan, review, visit, decision and the like: what '
    'indicators count. The words of variant and outcome are said for each kind in the product''s documentation.';
COMMENT ON COLUMN caselog_analysis.facts.began_with IS 'The event with which it began; position is its place in the log.';
COMMENT ON COLUMN caselog_analysis.facts.area IS 'The locality of the contact or referral that it belongs to.';
COMMENT ON COLUMN caselog_analysis.facts.due IS 'The last day of its limit, where it has one.';
COMMENT ON COLUMN caselog_analysis.facts.working_days IS
    'How long it took, the first day not counted; null where it has not ended, is not counted so, or a day is not known.';

CREATE VIEW caselog_analysis.clocks WITH (security_barrier) AS
SELECT kept.authority, kept.clock_id, kept.child, kept.rule, kept.state, NOT kept.alerting AS is_measure, kept.team,
       kept.worker, kept.day_zero, kept.due, kept.warn_from, kept.due_from, kept.overdue_from, kept.severe_from,
       kept.migrated
FROM caselog.clock AS kept
JOIN caselog.visible_generation AS live USING (authority, generation)
WHERE live.name = 'clocks';
COMMENT ON VIEW caselog_analysis.clocks IS
    'One row for each clock of a timescale, running or ended; state is open, met, late, cancelled or cannot-be-told.';
COMMENT ON COLUMN caselog_analysis.clocks.rule IS 'The rule that it runs by; GET /v1/rules says what each says.';
COMMENT ON COLUMN caselog_analysis.clocks.is_measure IS 'Whether nobody is alerted by it.';
COMMENT ON COLUMN caselog_analysis.clocks.migrated IS 'Whether it was opened by migrated history.';

CREATE VIEW caselog_analysis.overdue_clocks WITH (security_barrier) AS
SELECT *, severe_from IS NOT NULL AND severe_from <= now() AS is_severe
FROM caselog_analysis.clocks
WHERE state = 'open' AND NOT is_measure AND overdue_from <= now();
COMMENT ON VIEW caselog_analysis.overdue_clocks IS 'The clocks that run and are past their limit now, measures aside.';

CREATE VIEW caselog_analysis.alerts WITH (security_barrier) AS
SELECT kept.authority, kept.alert_id, kept.clock_id, kept.child, kept.rule, kept.team, kept.worker, kept.due, kept.stage,
       kept.migrated, kept.opened_at, kept.changed_at
FROM caselog.alert AS kept
JOIN caselog.visible_authority USING (authority);
COMMENT ON VIEW caselog_analysis.alerts IS 'One row for each alert that was ever raised, with the stage it has now.';

CREATE VIEW caselog_analysis.alert_steps WITH (security_barrier) AS
SELECT kept.authority, kept.alert_id, kept.number, kept.stage, kept.fell_at, kept.raised_at, kept.told
FROM caselog.alert_transition AS kept
JOIN caselog.visible_authority USING (authority);
COMMENT ON VIEW caselog_analysis.alert_steps IS
    'One row for each step of an alert: when the stage fell due, when it was raised, and how it was told.';

CREATE VIEW caselog_analysis.recording_lags WITH (security_barrier) AS
SELECT kept.authority, kept.child, kept.worker, kept.month, kept.same_day, kept.day_1, kept.days_2_3, kept.days_4_7,
       kept.days_8_28, kept.days_29_up, kept.longest
FROM caselog.recording_lag AS kept
JOIN caselog.visible_generation AS live USING (authority, generation)
WHERE live.name = 'facts';
COMMENT ON VIEW caselog_analysis.recording_lags IS
    'How many entries each worker recorded of each child in a month, by the days since they happened; without migrated ones.';

CREATE VIEW caselog_analysis.events WITH (security_barrier) AS
SELECT kept.authority, kept.position, kept.event_id, kept.type, kept.type_version, kept.occurred_at,
       kept.occurred_precision, kept.recorded_at, kept.recorded_by, kept.submitted_by,
       cardinality(kept.versions) AS children
FROM caselog.event AS kept
JOIN caselog.visible_authority USING (authority);
COMMENT ON VIEW caselog_analysis.events IS 'The log, one row an event, without what it says.';
COMMENT ON COLUMN caselog_analysis.events.children IS 'How many children''s records it stands in.';

CREATE VIEW caselog_analysis.entries WITH (security_barrier) AS
SELECT entry.authority, entry.child, entry.version, entry.position, event.event_id, event.type, event.occurred_at,
       event.occurred_precision, event.recorded_at, event.recorded_by
FROM caselog.child_event AS entry
JOIN caselog.event AS event USING (authority, position)
JOIN caselog.visible_authority USING (authority);
COMMENT ON VIEW caselog_analysis.entries IS 'Each child''s record, one row an entry, without what it says.';

-- The indicators, in the terms of facts: those of GET /v1/indicators, which also says their definitions and sources. A test
-- compares the two. Which facts belong to a period:
--   began         what began in it
--   ended         what ended in it
--   ended-or-due  what ended in it, and what was due by its last day and had not ended by then
CREATE FUNCTION caselog_analysis.indicator_facts(first_day date, last_day date)
RETURNS TABLE (
    authority text, indicator text, unit text, child text, kind text, reference text, team text, area text,
    began_with uuid, log_position bigint, is_met boolean)
LANGUAGE sql STABLE AS $$
    WITH fact AS MATERIALIZED (
        SELECT *, coalesce(facts.ended_on <= last_day, FALSE) AS has_ended,
               coalesce(facts.outcome IN ('fell-away', 'not-pursued', 'cannot-be-told'), FALSE) AS does_not_count,
               facts.ended_on IS NULL AND coalesce(facts.outcome IN ('no-further-action', 'accepted'), FALSE) AS is_undated
        FROM caselog_analysis.facts
        WHERE facts.began_on <= last_day AND (facts.began_on >= first_day OR facts.ended_on IS NULL
                                              OR facts.ended_on >= first_day)
    ),
    placed AS (
        SELECT *, fact.began_on BETWEEN first_day AND last_day AS began,
               fact.has_ended AND fact.ended_on >= first_day AND NOT fact.does_not_count AS ended,
               fact.has_ended AND fact.ended_on >= first_day AND NOT fact.does_not_count AND fact.due IS NOT NULL
               OR NOT fact.has_ended AND fact.due <= last_day
                  AND NOT (fact.is_undated OR fact.ended_on IS NULL AND fact.does_not_count) AS ended_or_due,
               fact.has_ended AND fact.ended_on <= fact.due AS in_time
        FROM fact
    )
    SELECT f.authority, i.id, i.unit, f.child, f.kind, f.reference, f.team, f.area, f.began_with, f.position,
           coalesce(CASE i.id
               WHEN 'contacts-decided' THEN f.in_time
               WHEN 'contacts-to-referral' THEN f.outcome = 'new-referral'
               WHEN 'referral-decisions' THEN f.in_time
               WHEN 're-referrals' THEN f.previous_on >= f.began_on - interval '12 months'
               WHEN 'ni68' THEN f.variant = 'initial'
               WHEN 'referrals-assessed' THEN f.variant IS NOT NULL
               WHEN 'ni59' THEN f.working_days <= CASE WHEN f.ended_on <= DATE '2010-03-31' THEN 7 ELSE 10 END
               WHEN 'ni60' THEN f.working_days <= 35
               WHEN 'assessments-45' THEN f.working_days <= 45
               WHEN 'assessments-in-time' THEN f.in_time
               WHEN 'core-per-100-initial' THEN f.variant = 'core'
               WHEN 'assessment-child-view' THEN f.outcome = 'child-view'
               WHEN 'core-per-section47' THEN f.variant = 'with-core-assessment'
               WHEN 'section47-conference' THEN f.outcome = 'conference-held'
               WHEN 'conferences-15' THEN f.working_days <= 15
               WHEN 'cp-reviews' THEN f.outcome = 'held' AND f.in_time
               WHEN 'repeat-plans' THEN f.outcome = 'repeat'
               WHEN 'repeat-plans-2y' THEN f.previous_on >= f.began_on - interval '24 months'
               WHEN 'care-reviews' THEN f.outcome = 'held' AND f.in_time
               WHEN 'visits-seen' THEN f.outcome IN ('seen', 'seen-alone')
               WHEN 'visits-seen-alone' THEN f.outcome = 'seen-alone'
               WHEN 'decisions-specific' THEN f.outcome = 'specific'
               WHEN 'early-help-started' THEN TRUE
               WHEN 'early-help-needs-met' THEN f.outcome = 'needs-met'
               WHEN 'audits-good' THEN f.outcome IN ('good', 'outstanding')
               WHEN 'supervisions' THEN TRUE
           END, FALSE)
    FROM placed AS f
    JOIN (VALUES
        ('contacts-decided', 'percent', 'contact', 'ended-or-due'),
        ('contacts-to-referral', 'percent', 'contact', 'ended'),
        ('referral-decisions', 'percent', 'referral', 'ended-or-due'),
        ('re-referrals', 'percent', 'referral', 'began'),
        ('ni68', 'percent', 'referral', 'began'),
        ('referrals-assessed', 'percent', 'referral', 'began'),
        ('ni59', 'percent', 'assessment', 'ended'),
        ('ni60', 'percent', 'assessment', 'ended'),
        ('assessments-45', 'percent', 'assessment', 'ended'),
        ('assessments-in-time', 'percent', 'assessment', 'ended-or-due'),
        ('core-per-100-initial', 'per-hundred', 'assessment', 'began'),
        ('assessment-child-view', 'percent', 'assessment', 'ended'),
        ('core-per-section47', 'percent', 'section47', 'began'),
        ('section47-conference', 'percent', 'section47', 'ended'),
        ('conferences-15', 'percent', 'conference', 'ended'),
        ('cp-reviews', 'percent', 'cp-review', 'ended-or-due'),
        ('repeat-plans', 'percent', 'cp-plan', 'began'),
        ('repeat-plans-2y', 'percent', 'cp-plan', 'began'),
        ('care-reviews', 'percent', 'care-review', 'ended-or-due'),
        ('visits-seen', 'percent', 'visit', 'began'),
        ('visits-seen-alone', 'percent', 'visit', 'began'),
        ('decisions-specific', 'percent', 'decision', 'began'),
        ('early-help-started', 'number', 'early-help', 'began'),
        ('early-help-needs-met', 'percent', 'early-help', 'ended'),
        ('audits-good', 'percent', 'audit', 'began'),
        ('supervisions', 'number', 'supervision', 'began')
    ) AS i (id, unit, kind, basis) ON i.kind = f.kind
    WHERE CASE i.basis WHEN 'began' THEN f.began WHEN 'ended' THEN f.ended ELSE f.ended_or_due END
      AND CASE i.id
          WHEN 'ni59' THEN f.variant = 'initial' AND f.working_days >= 0
          WHEN 'ni60' THEN f.variant = 'core' AND f.working_days >= 0
          WHEN 'assessments-45' THEN f.variant IN ('single', 'pre-birth') AND f.working_days >= 0
          WHEN 'core-per-100-initial' THEN f.variant IN ('initial', 'core')
          WHEN 'core-per-section47' THEN f.began_on < DATE '2013-04-15'
          WHEN 'conferences-15' THEN f.variant = 'initial' AND f.working_days >= 0
          WHEN 'visits-seen' THEN f.outcome IS NOT NULL
          WHEN 'visits-seen-alone' THEN f.outcome IS NOT NULL
          WHEN 'supervisions' THEN f.variant IS DISTINCT FROM 'personal'
          ELSE TRUE
          END
$$;
COMMENT ON FUNCTION caselog_analysis.indicator_facts(date, date) IS
    'The facts that each indicator counts in a period: the denominator, and by is_met the numerator. Of unit per-hundred the '
    'denominator has only those that are not met.';

CREATE FUNCTION caselog_analysis.indicators(first_day date, last_day date)
RETURNS TABLE (
    authority text, indicator text, unit text, team text, numerator bigint, denominator bigint, value numeric)
LANGUAGE sql STABLE AS $$
    SELECT counted.authority, counted.indicator, counted.unit, counted.team, counted.numerator, counted.denominator,
           CASE WHEN counted.unit = 'number' THEN counted.denominator
                ELSE round(100.0 * counted.numerator / nullif(counted.denominator, 0), 1) END
    FROM (
        SELECT f.authority, f.indicator, f.unit, f.team, count(*) FILTER (WHERE f.is_met) AS numerator,
               count(*) FILTER (WHERE NOT (f.is_met AND f.unit = 'per-hundred')) AS denominator
        FROM caselog_analysis.indicator_facts(first_day, last_day) AS f
        GROUP BY f.authority, f.indicator, f.unit, f.team
    ) AS counted
$$;
COMMENT ON FUNCTION caselog_analysis.indicators(date, date) IS
    'Each indicator of a period by team; add up numerators and denominators for all teams. Null is what has no team.';

CREATE FUNCTION caselog_analysis.indicators_by_month(first_day date, last_day date)
RETURNS TABLE (
    month date, authority text, indicator text, unit text, team text, numerator bigint, denominator bigint,
    value numeric)
LANGUAGE sql STABLE AS $$
    SELECT months.first_day::date, i.authority, i.indicator, i.unit, i.team, i.numerator, i.denominator, i.value
    FROM generate_series(
        date_trunc('month', indicators_by_month.first_day::timestamp), indicators_by_month.last_day::timestamp,
        interval '1 month') AS months (first_day)
    CROSS JOIN LATERAL caselog_analysis.indicators(
        months.first_day::date, (months.first_day + interval '1 month' - interval '1 day')::date) AS i
$$;
COMMENT ON FUNCTION caselog_analysis.indicators_by_month(date, date) IS
    'Each indicator by team for each whole month from that of the first day to that of the last.';

CREATE VIEW caselog_analysis.indicators_last_year WITH (security_barrier) AS
SELECT *
FROM caselog_analysis.indicators_by_month(
    (date_trunc('month', now() AT TIME ZONE 'Europe/London') - interval '12 months')::date,
    (now() AT TIME ZONE 'Europe/London')::date);
COMMENT ON VIEW caselog_analysis.indicators_last_year IS
    'Each indicator by team and month: the twelve months before this one, and this one so far.';

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA caselog_analysis FROM PUBLIC;
GRANT USAGE ON SCHEMA caselog_analysis TO caselog_analyst, caselog_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA caselog_analysis TO caselog_analyst, caselog_reader;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA caselog_analysis TO caselog_analyst, caselog_reader;

RESET ROLE;
