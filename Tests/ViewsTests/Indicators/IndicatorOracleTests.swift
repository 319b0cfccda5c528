import CaseRecord
import DemonstrationCounty
import Foundation
import StrictJSON
import TestHistory
import TestOracle
import Testing
import Timescales
import Views

/// Compares indicators with `Oracle/indicators.py`, which counts the events themselves with numpy's working days and knows
/// nothing of facts or clocks.
@Suite struct IndicatorOracleTests {
    static func ask(_ questions: JSONValue) throws -> [JSONValue] {
        let oracle = try PythonOracle("indicators.py", in: .module, packages: "numpy and holidays")
        return try oracle.ask([], questions.bytes()).split(separator: UInt8(ascii: "\n")).map {
            try JSONValue(parsing: Array($0))
        }
    }

    static func name(_ fact: CountedFact) -> String { "\(fact.child) \(fact.reference)" }

    /// Compares every indicator that the oracle knows in each period; says how much the oracle counted of each.
    static func compare(
        _ children: [String: [RecordedEvent]], _ facts: [CountedFact], _ periods: [(String, String)]
    ) throws -> [String: Int] {
        var histories = JSONObject()
        for (child, events) in children.sorted(by: { $0.key < $1.key }) {
            histories[child] = .array(events.map { .object($0.json) })
        }
        let answers = try ask([
            "children": .object(histories),
            "periods": .array(periods.map { .array([.string($0.0), .string($0.1)]) }),
        ])
        var counted: [String: Int] = [:]
        for answer in answers {
            let id = try #require(answer["indicator"]?.stringValue)
            let (from, to) = (answer["from"]?.stringValue ?? "", answer["to"]?.stringValue ?? "")
            let indicator = try #require(Indicator.named(id))
            let figure = IndicatorFigure(
                indicator, of: facts, during: CivilDate(from)!...CivilDate(to)!, by: .team)
            func theirs(_ part: String) -> [String] { (answer[part]?.arrayValue ?? []).compactMap(\.stringValue) }
            for (part, ours) in [("numerator", figure.numerator), ("denominator", figure.denominator)] {
                let (ours, theirs) = (ours.map(name).sorted(), theirs(part).sorted())
                let (only, missing) = (Set(ours).subtracting(theirs), Set(theirs).subtracting(ours))
                #expect(ours == theirs, "\(id) \(from) \(to) \(part): only ours \(only), only theirs \(missing)")
            }
            var teams = JSONObject()
            for group in figure.groups where group.ratio.denominator > 0 {
                teams[group.name ?? "-"] = [
                    .integer(Int64(group.ratio.numerator)), .integer(Int64(group.ratio.denominator)),
                ]
            }
            let members = { (object: JSONValue?) in
                (object?.objectValue?.members ?? []).map { "\($0.name) \($0.value.text())" }.sorted()
            }
            #expect(members(.object(teams)) == members(answer["teams"]), "\(id) \(from) \(to) by team")
            counted[id, default: 0] += theirs("denominator").count
        }
        return counted
    }

    @Test(arguments: [20_110_506, 7])
    func figuresOfRandomHistoriesAgree(seed: UInt64) throws {
        let histories = try RandomHistories(seed: seed, children: 100)
        var children: [String: [RecordedEvent]] = [:]
        for event in histories.log.events { children[event.event.children[0].text, default: []].append(event) }
        let rulebook = try Rulebook.national()
        let facts = histories.children.flatMap { child in
            let record = EffectiveRecord(of: ChildID(child)!, history: children[child] ?? [])
            return CountedFact.all(
                in: record, clocks: Clocks.of(record, rulebook: rulebook), calendars: CalendarHistory())
        }
        let counted = try Self.compare(
            children, facts,
            [
                ("2009-09-01", "2010-03-31"), ("2010-03-01", "2010-05-31"), ("2010-04-01", "2011-03-31"),
                ("2011-04-01", "2011-06-30"), ("2012-04-01", "2013-06-30"), ("2018-04-01", "2020-03-31"),
                ("2023-06-01", "2023-12-31"), ("2000-01-01", "2030-12-31"),
            ])
        #expect(counted.count == 15)
        for (id, count) in counted { #expect(count >= 40, "\(id) counted only \(count)") }
    }

    @Test func figuresOfTheDemonstrationCountyAgree() throws {
        // Of a record that contradicts itself (closed before it was referred) there is no one right count.
        let log = CountyLog(children: 40).consistent
        let children = Dictionary(
            uniqueKeysWithValues: log.histories.map { ($0.key.text, $0.value) })
        #expect(children.count > 30)
        let counted = try Self.compare(
            children.mapValues { $0.map(\.onItsDay) }, log.facts(try .national()),
            [("2025-04-01", "2026-03-31"), ("2026-07-01", "2026-09-30"), ("2011-04-01", "2011-06-30")])
        #expect(counted["referral-decisions"] ?? 0 > 10)
    }
}

extension RecordedEvent {
    /// The same as if only the day had been recorded; the oracle knows no times.
    fileprivate var onItsDay: RecordedEvent {
        RecordedEvent(
            position: position, recordedAt: recordedAt, versions: versions, hash: hash, typeVersion: typeVersion,
            event: CaseEvent(
                id: event.id, authority: event.authority, children: event.children,
                occurredAt: .day(event.occurredAt.firstDay), recordedBy: event.recordedBy, data: event.data))
    }
}
