import CaseRecord
import Foundation
import StrictJSON
import Testing
import Timescales

/// Compares every clock of every rule with `Oracle/clocks.py`, which was written from the rulebook's article and knows
/// nothing of the engine, over random histories that `Oracle/histories.py` makes from the rules' own patterns.
@Suite struct DifferentialTests {
    /// What is compared of a clock.
    static let fields = [
        "id", "startedBy", "dayZero", "due", "overdueFrom", "warnFrom", "severeFrom", "state", "endedOn", "endedBy",
        "awaitsSince",
    ]

    @Test func everyClockAgreesWithTheOracle() throws {
        let comparison = try Comparison(seed: 20_110_506)
        var covered: [String: Int] = [:]
        var clocks: [String: Int] = [:]
        var differences: [String: [String]] = [:]
        for (line, expected) in zip(comparison.histories, comparison.expected) {
            let history = try DifferentialHistory(line)
            let ours = Clocks.of(
                history: history.events, child: History.child, rulebook: comparison.rulebook, workers: history.workers)
            let found = Dictionary(ours.map { ($0.id, Self.essence($0)) }) { $1 }
            if found.count != ours.count {
                let twice = Dictionary(grouping: ours, by: \.id).filter { $1.count > 1 }.keys.sorted()
                differences["twice", default: []].append("\(twice)\n\n\(line.text())")
            }
            var theirs: [String: [String]] = [:]
            for clock in expected.arrayValue ?? [] {
                let essence = Self.fields.map { clock[$0]?.stringValue ?? "-" }
                theirs[essence[0]] = essence
                clocks[String(essence[0].prefix { $0 != "/" }), default: 0] += 1
                for name in clock["covers"]?.arrayValue ?? [] { covered[name.stringValue ?? "", default: 0] += 1 }
            }
            for id in Set(found.keys).union(theirs.keys).sorted() where found[id] != theirs[id] {
                differences[String(id.prefix { $0 != "/" }), default: []].append(
                    "engine \(found[id] ?? ["none"])\noracle \(theirs[id] ?? ["none"])\n\(line.text())")
            }
        }
        for (rule, all) in differences.sorted(by: { $0.key < $1.key }) {
            Issue.record("\(rule): \(all.count) clocks differ, the first:\n\(Self.fields)\n\(all[0])")
        }
        #expect(comparison.histories.count >= 500)
        #expect(comparison.rulebook.rules.filter { clocks[$0.id.rawValue, default: 0] < 20 }.map(\.id.rawValue) == [])
        let missing = comparison.rulebook.rules.flatMap { rule in
            let stops = rule.stop.indices.map { "\(rule.id) stop \($0)" }
            let cancels = rule.cancel.enumerated().flatMap { group in
                group.element.on.indices.map { "\(rule.id) cancel \(group.offset).\($0)" }
            }
            return (stops + cancels).filter { covered[$0] == nil }
        }
        #expect(missing == [], "patterns that ended no clock")
    }

    static func essence(_ clock: Clock) -> [String] {
        let end = clock.state.end
        let optional: [String?] = [
            clock.stages.warnFrom?.description, clock.stages.severeFrom?.description, clock.state.name,
            end?.day.description, end?.by.id.uuidString.lowercased(), clock.awaitsAuthorisationSince?.description,
        ]
        return [
            clock.id, clock.startedBy.id.uuidString.lowercased(), clock.dayZero.description, clock.due.description,
            clock.deadline.overdueFrom.description,
        ] + optional.map { $0 ?? "-" }
    }
}

/// Histories and what the oracle says of them.
private struct Comparison {
    let rulebook: Rulebook
    let histories: [JSONValue]
    let expected: [JSONValue]

    init(seed: Int) throws {
        let own = try #require(Bundle.module.resourceURL).appendingPathComponent("Oracle/authority.yaml")
        rulebook = try Rulebook.standard().adding(String(contentsOf: own, encoding: .utf8), named: "authority.yaml")
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let types = folder.appendingPathComponent("types.json")
        try Data(EventCatalogue.current.json.text().utf8).write(to: types)
        let resources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Sources/Timescales/Resources").standardizedFileURL
        let rules = ["national.yaml", "practice.yaml"].map { resources.appendingPathComponent($0).path } + [own.path]
        let lines = try OracleTests.ask("histories.py", [types.path, String(seed)] + rules)
        let answers = try OracleTests.ask("clocks.py", rules, lines.joined(separator: "\n") + "\n")
        try #require(lines.count == answers.count, "the oracle has to answer for each history")
        histories = try lines.map { try JSONValue(parsing: $0.utf8) }
        expected = try answers.map { try JSONValue(parsing: $0.utf8) }
    }
}

/// A history as `histories.py` writes it.
private struct DifferentialHistory {
    let events: [RecordedEvent]
    let workers: WorkerFacts

    init(_ line: JSONValue) throws {
        let context = RecordingContext(
            authority: AuthorityCode("926")!, recordedBy: WorkerID("jo")!, now: Instant("2033-01-01T00:00:00Z")!)
        events = try (line["events"]?.arrayValue ?? []).map { event in
            var object = try #require(event.objectValue)
            let position = try #require(event["position"]?.integerValue)
            object["position"] = nil
            object["children"] = ["N1001"]
            let draft: CaseEvent
            do { draft = try EventDraft.reading(.object(object), in: context).event } catch {
                Issue.record("not a well-formed event: \(error) \(event.text())")
                throw error
            }
            return RecordedEvent(
                position: position, recordedAt: context.now, versions: [position], hash: [],
                typeVersion: Swift.type(of: draft.data).version, event: draft)
        }
        let known = line["workers"]
        workers = WorkerFacts(
            isRegistered: { Self.holds(known?[$0.description]?["registered"], on: $1) },
            isNewlyQualified: { Self.holds(known?[$0.description]?["newlyQualified"], on: $1) })
    }

    private static func holds(_ days: JSONValue?, on day: CivilDate) -> Bool? {
        guard let days = days?.arrayValue?.compactMap({ $0.stringValue.flatMap { CivilDate($0) } }), days.count == 2
        else { return nil }
        return days[0] <= day && day <= days[1]
    }
}
