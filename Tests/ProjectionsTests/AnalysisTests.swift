import CaseRecord
import Foundation
import Ledger
import PostgresClient
import TestHistory
import TestSupport
import Testing
import Timescales
import Views

@testable import Projections

/// The views for analysts in a real database: what they say is what the daemon says, and they say no more.
@Suite struct AnalysisTests {
    static func day(_ text: String) -> CivilDate { CivilDate(text)! }

    static func analyst(
        _ database: String, role: String = "caselog_analyst", _ body: (PostgresConnection) async throws -> Void
    ) async throws {
        let connection = try await PostgresConnection.connect(
            PostgresConfiguration(connectionString: database, role: role), logger: TestDatabase.quietLogger)
        try await body(connection)
        await connection.close()
    }

    static func texts(_ sql: String, over connection: PostgresConnection) async throws -> [String] {
        try await connection.query(Statement(name: "analysis_\(sql.hashValue.magnitude)", sql: sql), []) {
            try $0.decode(0, as: String?.self) ?? "-"
        }
    }

    /// Any facts, with all the words that indicators look for.
    static func randomFacts(_ count: Int, seed: UInt64) -> [CountedFact] {
        var random = SeededGenerator(seed: seed)
        func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &random)] }
        func day(_ from: CivilDate, _ days: ClosedRange<Int>) -> CivilDate {
            from.adding(days: Int.random(in: days, using: &random))
        }
        let variants: [CountedFact.Kind: [String?]] = [
            .referral: [nil, "initial", "core", "single"], .assessment: ["initial", "core", "single", "pre-birth"],
            .section47: [nil, "with-core-assessment"], .conference: ["initial", "review", "transfer-in"],
            .supervision: ["case", "personal", "group"],
        ]
        let outcomes: [CountedFact.Kind: [String?]] = [
            .contact: [nil, "new-referral", "advice"], .decision: ["specific", "vague"],
            .referral: [nil, "initial-assessment", "no-further-action", "accepted", "fell-away"],
            .assessment: [nil, "child-view", "no-child-view", "not-pursued", "fell-away"],
            .section47: [nil, "conference-held", "not-substantiated", "fell-away"],
            .conference: [nil, "plan", "fell-away"], .protectionPlan: ["first", "repeat"],
            .protectionReview: [nil, "held", "held", "fell-away", "fell-away-late", "cannot-be-told"],
            .careReview: [nil, "held", "held", "fell-away", "fell-away-late", "cannot-be-told"],
            .visit: [nil, "seen", "seen-alone", "not-seen"], .earlyHelp: [nil, "needs-met", "moved"],
            .audit: ["good", "outstanding", "inadequate"],
        ]
        return (1...count).map { number in
            let kind = pick(CountedFact.Kind.allCases)
            let began = pick([
                day(Self.day("2009-12-01"), 0...160), day(Self.day("2013-01-01"), 0...160),
                day(Self.day("2024-01-01"), 0...120),
            ])
            let ended: CivilDate? = pick([nil, day(began, -3...90), day(began, 0...40)])
            return CountedFact(
                child: ChildID("C\(number)")!, kind: kind, reference: "X-\(number)",
                variant: pick(variants[kind] ?? [nil]),
                team: pick([nil, TeamID("north")!, TeamID("south")!]), beganOn: began,
                beganWith: .random(using: &random),
                position: Int64(number), endedOn: ended, endedWith: ended.map { _ in .random(using: &random) },
                due: pick([nil, day(began, 1...60), day(began, 1...30), ended]),
                workingDays: ended == nil ? nil : pick([nil, -1, 0, 7, 8, 10, 11, 15, 16, 35, 36, 45, 46]),
                outcome: pick(outcomes[kind] ?? [nil]),
                previousOn: pick([
                    nil, began, began.adding(months: -12), began.adding(months: -12).adding(days: -1),
                    began.adding(months: -24), began.adding(months: -24).adding(days: -1),
                ]))
        }
    }

    @Test func everyIndicatorIsTheSameInSQL() async throws {
        try await RunningLedger.with { running in
            let facts = Self.randomFacts(6000, seed: 20_110_506)
            let generation = Generation(authority: RunningLedger.authority.text, number: 7)
            try await running.pool.withConnection { connection in
                try await connection.simple(
                    """
                    INSERT INTO caselog.projection (authority, name, generation, state, definition, position)
                    VALUES ('926', 'facts', 7, 'live', 'x', 1), ('926', 'facts', 8, 'building', 'x', 1)
                    """)
                try await CountedFact.table.add(facts, to: generation, over: connection)
                // What is not live yet is not to be seen.
                let next = Generation(authority: RunningLedger.authority.text, number: 8)
                try await CountedFact.table.add(Array(facts.prefix(500)), to: next, over: connection)
            }
            try await Self.analyst(running.database) { connection in
                var compared: Set<String> = []
                for (from, to) in [
                    ("2010-01-01", "2010-04-30"), ("2010-03-31", "2010-04-01"), ("2013-02-01", "2013-05-31"),
                    ("2024-01-01", "2024-12-31"), ("2000-01-01", "2030-12-31"),
                ] {
                    let theirs = try await Self.texts(
                        """
                        SELECT concat_ws(' ', indicator, team, numerator, denominator, coalesce(value, -1))
                        FROM caselog_analysis.indicators('\(from)', '\(to)') WHERE denominator > 0 OR numerator > 0
                        """, over: connection)
                    var ours: [String] = []
                    for indicator in Indicator.all {
                        let figure = IndicatorFigure(
                            indicator, of: facts, during: Self.day(from)...Self.day(to), by: .team)
                        for group in figure.groups where group.ratio.numerator + group.ratio.denominator > 0 {
                            let value = group.ratio.value(indicator.unit) ?? -1
                            let number = indicator.unit == .number ? "\(Int(value))" : value < 0 ? "-1" : "\(value)"
                            ours.append(
                                [
                                    indicator.id, group.name, "\(group.ratio.numerator)", "\(group.ratio.denominator)",
                                    number,
                                ].compactMap { $0 }.joined(separator: " "))
                            compared.insert(indicator.id)
                        }
                        let counted = try await Self.texts(
                            """
                            SELECT child || ' ' || is_met FROM caselog_analysis.indicator_facts('\(from)', '\(to)')
                            WHERE indicator = '\(indicator.id)' ORDER BY log_position
                            """, over: connection)
                        let met = Set(figure.numerator)
                        let expected = Set(figure.numerator).union(figure.denominator)
                            .sorted { $0.position < $1.position }.map { "\($0.child) \(met.contains($0))" }
                        #expect(counted == expected, "\(indicator.id) \(from) \(to)")
                    }
                    #expect(theirs.sorted() == ours.sorted(), "\(from) \(to)")
                }
                #expect(compared == Set(Indicator.all.map(\.id)))
            }
        }
    }

    @Test func casesClocksAndLagsAreThoseOfTheDaemonWithoutAWordOfAChild() async throws {
        let drafts = try RandomHistory.drafts(seed: 4)
        try await RunningLedger.with { running in
            _ = try await running.ledger.append(drafts, submittedBy: "t")
            let projector = try ProjectorTests.projector(running)
            try await projector.round()
            let now = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6))
            try await Self.analyst(running.database) { connection in
                try await CaseTables.read(of: RunningLedger.authority, pool: running.pool) { tables in
                    let open = try await tables.rows(.all, openOnly: true).map(\.child.text)
                    #expect(!open.isEmpty)
                    #expect(
                        try await Self.texts(
                            "SELECT child FROM caselog_analysis.open_cases ORDER BY child COLLATE \"C\"",
                            over: connection)
                            == open)
                    let overdue = try await tables.openClocks(.all)
                        .filter { !$0.isMeasure && $0.stages.overdueFrom <= now }.map(\.id)
                    #expect(!overdue.isEmpty)
                    #expect(
                        try await Self.texts(
                            "SELECT clock_id FROM caselog_analysis.overdue_clocks ORDER BY 1", over: connection
                        ).sorted()
                            == overdue.sorted())
                    let items = try await tables.items(.all, openOnly: false)
                    #expect(
                        try await Self.texts("SELECT count(*)::text FROM caselog_analysis.items", over: connection)
                            == ["\(items.count)"])
                    #expect(
                        try await Self.texts(
                            "SELECT DISTINCT position::text FROM caselog_analysis.read_models", over: connection)
                            == ["\(tables.position)"])
                }
                #expect(
                    try await Self.texts("SELECT count(*)::text FROM caselog_analysis.events", over: connection)
                        == ["\(drafts.count)"])
                // Nothing that was said of a child is in any view.
                let words = Set(drafts.flatMap { Self.words(of: $0.event) }.filter { $0.contains(" ") })
                #expect(words.count > 10)
                var shown = ""
                for view in try await Self.views(over: connection) {
                    shown += try await Self.texts(
                        "SELECT coalesce(string_agg(shown::text, ' '), '') FROM caselog_analysis.\(view) AS shown",
                        over: connection
                    ).joined()
                }
                #expect(shown.count > 10_000)
                #expect(words.sorted().prefix(60).filter { shown.contains($0) } == [])
            }
        }
    }

    /// Names and free text of an event.
    private static func words(of event: CaseEvent) -> [String] {
        switch event.data {
        case let data as NoteRecorded: [data.text]
        case let data as ReferralReceived: [data.concern].compactMap { $0 }
        case let data as DecisionMade: [data.what, data.rationale].compactMap { $0 }
        case let data as AssessmentCompleted: [data.analysis, data.childViews].compactMap { $0 }
        default: [event.summary].compactMap { $0 }
        }
    }

    private static func views(over connection: PostgresConnection) async throws -> [String] {
        try await texts(
            "SELECT viewname::text FROM pg_views WHERE schemaname = 'caselog_analysis' ORDER BY 1", over: connection)
    }

    @Test func everyViewSaysWhatItIsAndNobodyWritesThere() async throws {
        let database = try await TestDatabase.migrated()
        try await Self.analyst(database) { connection in
            let views = try await Self.views(over: connection)
            #expect(views.count >= 13)
            let silent = try await Self.texts(
                """
                SELECT relname::text FROM pg_class WHERE relnamespace = 'caselog_analysis'::regnamespace
                    AND relkind = 'v' AND obj_description(oid, 'pg_class') IS NULL
                UNION ALL
                SELECT proname::text FROM pg_proc WHERE pronamespace = 'caselog_analysis'::regnamespace
                    AND obj_description(oid, 'pg_proc') IS NULL
                """, over: connection)
            #expect(silent == [])
            for view in views { try await connection.simple("SELECT * FROM caselog_analysis.\(view)") }
            for sql in [
                "UPDATE caselog_analysis.cases SET weight = 2", "DELETE FROM caselog_analysis.facts",
                "INSERT INTO caselog_analysis.alerts DEFAULT VALUES", "CREATE VIEW caselog_analysis.mine AS SELECT 1",
                "SELECT * FROM caselog.case_row", "SELECT * FROM caselog.child_entries",
                "SELECT * FROM caselog.visible_authority", "INSERT INTO caselog.analyst_scope VALUES ('x', '*')",
            ] {
                let error = await #expect(throws: PostgresError.self, "\(sql)") { try await connection.simple(sql) }
                #expect(["42501", "55000"].contains(error?.sqlState), "\(sql): \(error?.sqlState ?? "")")
            }
        }
    }

    @Test func aRoleSeesOnlyItsAuthorities() async throws {
        let database = try await TestDatabase.migrated()
        // Roles belong to the whole server.
        let role = "analyst_\(UInt32.random(in: 0 ... .max))"
        let owner = try await PostgresConnection.connect(
            PostgresConfiguration(connectionString: database), logger: TestDatabase.quietLogger)
        try await owner.simple("INSERT INTO caselog.authority (authority) VALUES ('926'), ('927')")
        try await owner.simple(
            """
            INSERT INTO caselog.projection (authority, name, generation, state, definition, position)
            VALUES ('926', 'facts', 1, 'live', 'x', 1), ('927', 'facts', 1, 'live', 'x', 1)
            """)
        try await owner.simple("CREATE ROLE \(role) NOLOGIN")
        try await owner.simple("GRANT caselog_analyst TO \(role)")
        func seen() async throws -> [String] {
            var seen: [String] = []
            try await Self.analyst(database, role: role) { connection in
                seen = try await Self.texts(
                    "SELECT authority FROM caselog_analysis.read_models ORDER BY 1", over: connection)
            }
            return seen
        }
        #expect(try await seen() == ["926", "927"])
        try await owner.simple("DELETE FROM caselog.analyst_scope WHERE member = 'caselog_analyst'")
        #expect(try await seen() == [])
        try await owner.simple("INSERT INTO caselog.analyst_scope VALUES ('\(role)', '927')")
        #expect(try await seen() == ["927"])
        try await owner.simple("DROP ROLE \(role)")
        await owner.close()
    }
}
