import CaseRecord
import Foundation
import StrictJSON
import TestHistory
import Testing

/// Random workforces, compared with an oracle that goes through the days one by one and through the whole log on each.
@Suite struct WorkforceOracleTests {
    static let workers = ["w1", "w2", "w3"].map { WorkerID($0)! }
    static let teams = ["t1", "t2", "t3"].map { TeamID($0)! }
    static let first = CivilDate("2011-01-01")!
    static let days = 60

    @Test(arguments: 0..<80)
    func theFoldSaysWhatTheDaysSay(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let log = try Self.log(&random)
        for count in [log.events.count, log.events.count / 2] {
            let moment = Log.time(Int64(count))
            let workforce = Workforce(log.events, knownAt: moment)
            var oracle = DayByDay(log.events.filter { $0.recordedAt <= moment })
            for offset in 0..<Self.days {
                let date = Self.first.adding(days: offset)
                oracle.live(through: date)
                for worker in Self.workers {
                    let said = workforce.worker(worker, on: date).map(Self.text) ?? Self.unknown
                    #expect(said == oracle.text(of: worker), "seed \(seed), \(worker) on \(date), \(count)")
                    #expect(workforce.isRegistered(worker, on: date) == oracle.isRegistered(worker))
                }
                for team in Self.teams {
                    let said = workforce.team(team, on: date).map(Self.text) ?? "-"
                    #expect(said == oracle.text(of: team), "seed \(seed), \(team) on \(date), \(count)")
                }
            }
        }
    }

    @Test(arguments: 0..<40)
    func theOrderOfRecordingDoesNotMatter(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) + 500)
        // Without changes of entries, which come after what they change, and with no two things at one moment.
        let log = try Self.log(&random, changesEntries: false, sameMoments: false)
        let shuffled = log.events.shuffled(using: &random).enumerated().map { index, recorded in
            RecordedEvent(
                position: Int64(index + 1), recordedAt: Log.time(Int64(index + 1)), versions: [], hash: [],
                typeVersion: 1, event: recorded.event)
        }
        let (one, other) = (Workforce(log.events), Workforce(shuffled))
        for offset in 0..<Self.days {
            let date = Self.first.adding(days: offset)
            for worker in Self.workers { #expect(one.worker(worker, on: date) == other.worker(worker, on: date)) }
            for team in Self.teams { #expect(one.team(team, on: date) == other.team(team, on: date)) }
        }
    }

    // MARK: - Texts that are compared

    static let unknown = "out - - - - - - - - -"

    static func text(_ worker: Worker) -> String {
        [
            worker.isInPost ? "in" : "out", worker.name ?? "-", worker.role?.rawValue ?? "-", worker.team?.text ?? "-",
            worker.manager?.text ?? "-", worker.area ?? "-", worker.fullTimeEquivalent?.description ?? "-",
            worker.available?.description ?? "-", worker.newlyQualified?.from.description ?? "-",
            worker.qualification?.status.rawValue ?? "-",
        ].joined(separator: " ")
    }

    static func text(_ team: Team) -> String {
        [
            team.isOpen ? "open" : "shut", team.area ?? "-", team.manager?.text ?? "-",
            team.members.map(\.id.text).joined(separator: "+"), team.predecessors.map(\.text).joined(separator: "+"),
            team.successors.map(\.text).joined(separator: "+"),
        ].joined(separator: " ")
    }

    // MARK: - Random logs

    static func log(
        _ random: inout SeededGenerator, changesEntries: Bool = true, sameMoments: Bool = true
    ) throws -> Log {
        var log = Log()
        for step in 0..<Int.random(in: 5...40, using: &random) {
            let date = first.adding(days: .random(in: 0..<days, using: &random)).description
            let moment = sameMoments ? date : "\(date)T12:\(step / 10)\(step % 10):00Z"
            func worker() -> JSONValue { workers.randomElement(using: &random)!.field }
            func team() -> JSONValue { teams.randomElement(using: &random)!.field }
            func someDay() -> CivilDate { first.adding(days: .random(in: 0..<days, using: &random)) }
            // Where the order of recording must not matter, no two periods begin on one day.
            func period() -> JSONObject {
                let from = sameMoments ? someDay() : first.adding(days: step)
                var period: JSONObject = ["from": from.field]
                if Bool.random(using: &random) {
                    period["until"] = from.adding(days: .random(in: 0..<20, using: &random)).field
                }
                return period
            }
            switch Int.random(in: 0..<(changesEntries ? 14 : 11), using: &random) {
            case 0..<5:
                var data: JSONObject = ["worker": worker(), "name": .string("n\(step)")]
                if Bool.random(using: &random) { data["team"] = team() }
                if Bool.random(using: &random) { data["manager"] = worker() }
                if Bool.random(using: &random) { data["role"] = "student" }
                if Bool.random(using: &random) {
                    data["fullTimeEquivalent"] = .number(Double(Int.random(in: 1...99, using: &random)) / 100)
                }
                if Int.random(in: 0..<3, using: &random) == 0 { data["newlyQualified"] = .object(period()) }
                if Bool.random(using: &random) {
                    var said = period()
                    said["status"] = Qualification.Status.allCases.randomElement(using: &random)!.field
                    if sameMoments, Bool.random(using: &random) { said["from"] = nil }
                    // An end before the day of the event would be before the beginning that it implies.
                    if said["from"] == nil { said["until"] = nil }
                    data["qualification"] = .object(said)
                }
                try log.add(
                    Bool.random(using: &random) ? "worker.registered" : "worker.changed", [], on: moment, .object(data))
            case 5: try log.add("worker.left", [], on: moment, ["worker": worker()])
            case 6:
                var data = period()
                data["worker"] = worker()
                try log.add("absence.recorded", [], on: moment, .object(data))
            case 7..<9:
                var data: JSONObject = ["team": team(), "name": .string("n\(step)")]
                if Bool.random(using: &random) { data["area"] = .string("a\(step)") }
                if Bool.random(using: &random) { data["manager"] = worker() }
                try log.add(
                    Bool.random(using: &random) ? "team.registered" : "team.changed", [], on: moment, .object(data))
            case 9: try log.add("team.closed", [], on: moment, ["team": team()])
            case 10:
                try log.add("team.reorganised", [], on: moment, ["from": [team()], "into": [team()]])
            default:
                guard let entry = log.events.randomElement(using: &random) else { continue }
                let id = entry.event.id.field
                if Bool.random(using: &random) {
                    try log.strike(id, in: [])
                } else {
                    try log.correct(id, of: entry.event.type.name, in: [], ["occurredAt": .string(date)])
                }
            }
        }
        return log
    }
}

/// The slow way: state is changed day by day by what happened on the day, and what has a time of its own is looked for
/// among everything said. It reads the events' JSON and shares no code with the fold.
private struct DayByDay {
    private struct Person {
        var inPost = false
        var everSaid = false
        var facts: [String: String] = [:]
    }
    private struct Group {
        var open = false
        var everSaid = false
        var facts: [String: String] = [:]
        var before = ""
        var after = ""
    }
    private let said: [JSONObject]
    private var lived: CivilDate?
    private var people: [String: Person] = [:]
    private var groups: [String: Group] = [:]

    init(_ events: [RecordedEvent]) {
        // Settled from the end: a change counts unless something later that counts struck it out.
        var struck: Set<JSONValue> = []
        var moved: [JSONValue: JSONValue] = [:]
        var standing: [(position: Int64, event: JSONObject)] = []
        let known = Dictionary(uniqueKeysWithValues: events.map { ($0.event.id.field, $0) })
        for recorded in events.reversed() {
            var event = recorded.event.json
            let id = recorded.event.id.field
            if struck.contains(id) { continue }
            if let day = moved[id] { event["occurredAt"] = day }
            let data = event["data"]
            let target = data?["entry"]
            let isEarlier = target.flatMap { known[$0] }.map { $0.position < recorded.position } ?? false
            switch recorded.event.type.name {
            case "entry.struck-out": if isEarlier, let target { struck.insert(target) }
            case "entry.corrected":
                // A correction of a correction moves when the correction happened, which changes nothing here.
                if isEarlier, let target, moved[target] == nil { moved[target] = data?["occurredAt"] }
            default: standing.append((recorded.position, event))
            }
        }
        said = standing.sorted { one, other in
            let (first, second) = (one.event["occurredAt"]!.stringValue!, other.event["occurredAt"]!.stringValue!)
            return first == second ? one.position < other.position : first < second
        }.map(\.event)
    }

    private func date(_ event: JSONObject) -> CivilDate {
        CivilDate(String(event["occurredAt"]!.stringValue!.prefix(10)))!
    }

    mutating func live(through today: CivilDate) {
        for event in said where date(event) == today { happen(event) }
        lived = today
    }

    private mutating func happen(_ event: JSONObject) {
        let type = event["type"]!.stringValue!
        let data = event["data"]!.objectValue!
        if let name = data["worker"]?.stringValue, type.hasPrefix("worker.") {
            var person = people[name] ?? Person()
            if type == "worker.left" {
                person.inPost = false
                person.everSaid = true
                person.facts = person.facts.filter { $0.key == "name" }
            } else {
                if type == "worker.registered" || !person.everSaid { person.inPost = true }
                person.everSaid = true
                for key in ["name", "team", "manager", "role"] {
                    if let text = data[key]?.stringValue { person.facts[key] = text }
                }
                if case .number(let share)? = data["fullTimeEquivalent"] {
                    person.facts["share"] = String(format: "%.2f", share)
                }
            }
            people[name] = person
        } else if type == "team.reorganised" {
            let (old, new) = (data["from"]!.arrayValue![0].stringValue!, data["into"]!.arrayValue![0].stringValue!)
            if old != new {
                groups[old, default: Group()].open = false
                groups[old]?.everSaid = true
                groups[old]?.after = new
            }
            groups[new, default: Group()].open = true
            groups[new]?.everSaid = true
            groups[new]?.before = old
            groups[new]?.after = ""
        } else if let name = data["team"]?.stringValue, type.hasPrefix("team.") {
            var group = groups[name] ?? Group()
            if type == "team.registered" || (type == "team.changed" && !group.everSaid) { group.open = true }
            if type == "team.registered" || type == "team.closed" { group.after = "" }
            if type == "team.closed" { group.open = false }
            group.everSaid = true
            for key in ["area", "manager"] { if let text = data[key]?.stringValue { group.facts[key] = text } }
            groups[name] = group
        }
    }

    /// What was said under that name with a time of its own: for each first day what was said last.
    private func periods(_ worker: String, _ find: (JSONObject) -> JSONObject?) -> [(from: CivilDate, said: JSONObject)]
    {
        var found: [(from: CivilDate, said: JSONObject)] = []
        for event in said {
            guard let data = event["data"]?.objectValue, data["worker"]?.stringValue == worker, let period = find(event)
            else { continue }
            let from = period["from"]?.stringValue.flatMap { CivilDate($0) } ?? date(event)
            found.removeAll { $0.from == from }
            found.append((from, period))
        }
        return found.sorted { $0.from < $1.from }
    }

    private func isOn(_ period: (from: CivilDate, said: JSONObject)) -> Bool {
        guard let lived else { return false }
        let until = period.said["until"]?.stringValue.flatMap { CivilDate($0) }
        return period.from <= lived && (until == nil || lived <= until!)
    }

    private func status(_ worker: String) -> String? {
        var stack: [String?] = []
        for period in periods(worker, { $0["data"]?["qualification"]?.objectValue }) where period.from <= lived! {
            let status = period.said["status"]!.stringValue!
            if isOn(period) {
                stack.append(status)
            } else if status.hasPrefix("registered") {
                stack.append(nil)
            }
        }
        return stack.last ?? nil
    }

    func isRegistered(_ worker: WorkerID) -> Bool { status(worker.text)?.hasPrefix("registered") ?? false }

    func text(of worker: WorkerID) -> String {
        let person = people[worker.text] ?? Person()
        let team = person.facts["team"].flatMap { groups[$0] }
        let boss = person.facts["manager"] ?? team?.facts["manager"].flatMap { $0 == worker.text ? nil : $0 }
        let isAway = periods(worker.text) { $0["type"] == "absence.recorded" ? $0["data"]?.objectValue : nil }
            .contains(where: isOn)
        let share = person.inPost ? person.facts["share"] : nil
        let new = periods(worker.text) { $0["data"]?["newlyQualified"]?.objectValue }.last(where: isOn)
        return [
            person.inPost ? "in" : "out", person.facts["name"] ?? "-", person.facts["role"] ?? "-",
            person.facts["team"] ?? "-", boss ?? "-", team?.facts["area"] ?? "-", share ?? "-",
            person.inPost && isAway ? "0.00" : share ?? "-", new?.from.description ?? "-", status(worker.text) ?? "-",
        ].joined(separator: " ")
    }

    func text(of team: TeamID) -> String {
        let isNamed = said.contains { event in
            let data = event["data"]
            return data?["team"]?.stringValue == team.text
                || [data?["from"], data?["into"]].contains { $0?.arrayValue?.contains(team.field) ?? false }
        }
        guard isNamed else { return "-" }
        let group = groups[team.text] ?? Group()
        let members = people.filter { $0.value.inPost && $0.value.facts["team"] == team.text }.keys.sorted()
        return [
            group.open ? "open" : "shut", group.facts["area"] ?? "-", group.facts["manager"] ?? "-",
            members.joined(separator: "+"), group.before, group.after,
        ].joined(separator: " ")
    }
}
