import CaseRecord
import StrictJSON
import TestHistory

/// Random histories of children, thin and untidy in the ways that the indicators have to cope with: links that are not
/// named, work without an end, ends before beginnings, cases closed on the way.
struct RandomHistories {
    private var random: SeededGenerator
    private(set) var log = Log()
    private(set) var children: [String] = []
    private var number = 0

    init(seed: UInt64, children count: Int) throws {
        random = SeededGenerator(seed: seed)
        for child in 1...count {
            children.append("C\(1000 + child)")
            try tell(children[child - 1])
        }
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 1...100, using: &random) <= percent }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: 0..<values.count, using: &random)]
    }

    private mutating func name(_ letter: String) -> JSONValue {
        number += 1
        return .string("\(letter)-\(number)")
    }

    private mutating func day(after day: CivilDate, _ days: ClosedRange<Int>) -> CivilDate {
        day.adding(days: Int.random(in: days, using: &random))
    }

    private mutating func add(_ type: String, _ child: String, _ day: CivilDate, _ data: JSONObject) throws {
        try log.add(type, [child], on: day.description, .object(data))
    }

    private mutating func tell(_ child: String) throws {
        // Around the changes of limit: 2010 (seven or ten working days), 2013 (no more core assessments).
        let first = pick(["2009-09-01", "2010-02-01", "2011-03-01", "2012-12-01", "2018-11-01", "2023-06-01"])
        var start = day(after: CivilDate(first)!, 0...200)
        var planIsOpen = false
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let referral = name("R")
            var data: JSONObject = ["referral": referral]
            if chance(80) { data["team"] = .string(pick(["north", "south", "west"])) }
            try add("referral.received", child, start, data)
            if chance(85) {
                try add(
                    "referral.decided", child, day(after: start, 0...4),
                    [
                        "referral": referral,
                        "outcome": .string(pick(["initial-assessment", "single-assessment", "advice"])),
                    ])
            }
            if chance(40) {
                try add(
                    "case.allocated", child, day(after: start, 0...10),
                    ["worker": "amy", "team": .string(pick(["north", "south", "west"]))])
            }
            try assess(child, referral, start)
            // A case is not closed while there is a plan, and there is one plan at a time.
            let plan = planIsOpen ? nil : try protect(child, referral, start)
            let hasPlan = plan != nil
            planIsOpen = plan == .open || planIsOpen
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                var visit: JSONObject = ["visit": name("V"), "purpose": "assessment"]
                if chance(80) { visit["seen"] = .bool(chance(80)) }
                if visit["seen"] == true { visit["seenAlone"] = .bool(chance(50)) }
                try add("visit.made", child, day(after: start, 0...60), visit)
            }
            if !planIsOpen, chance(50) {
                var closure: JSONObject = ["reason": "RC1"]
                if chance(60) { closure["referral"] = referral }
                try add("case.closed", child, day(after: start, hasPlan ? 206...209 : 20...200), closure)
            }
            start = day(after: start, 210...500)
        }
    }

    private mutating func assess(_ child: String, _ referral: JSONValue, _ start: CivilDate) throws {
        let isOld = start < CivilDate("2013-04-15")!
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let assessment = name("A")
            let began = day(after: start, 0...20)
            var data: JSONObject = [
                "assessment": assessment, "kind": .string(isOld ? pick(["initial", "initial", "core"]) : "single"),
            ]
            if chance(70) { data["referral"] = referral }
            try add("assessment.started", child, began, data)
            if chance(50) {
                var completed: JSONObject = ["assessment": assessment]
                if chance(50) { completed["childViews"] = "Wants to stay." }
                try add("assessment.completed", child, day(after: began, 3...20), completed)
            }
            if chance(20) {
                try add("child-view.recorded", child, began, ["assessment": assessment, "words": "Stay."])
            }
            switch Int.random(in: 1...100, using: &random) {
            case ...60: try authorise(child, assessment, day(after: began, 0...25))
            case ...80: try authorise(child, assessment, day(after: began, 26...90))
            // Ended before it began.
            case ...83: try authorise(child, assessment, day(after: began, -30 ... -21))
            case ...88:
                try add(
                    "assessment.not-pursued", child, day(after: began, 1...20),
                    ["assessment": assessment, "kind": data["kind"] ?? "initial", "reason": "Moved away."])
            default: break
            }
        }
    }

    private mutating func authorise(_ child: String, _ assessment: JSONValue, _ day: CivilDate) throws {
        try add("assessment.authorised", child, day, ["assessment": assessment])
    }

    private enum Plan {
        case open
        case ended
    }

    /// What became of the child protection plan, if one was made.
    private mutating func protect(_ child: String, _ referral: JSONValue, _ start: CivilDate) throws -> Plan? {
        guard chance(50) else { return nil }
        let (enquiry, discussion) = (name("S"), name("D"))
        let began = day(after: start, 0...10)
        let isDiscussed = chance(80)
        if isDiscussed {
            var data: JSONObject = ["strategyDiscussion": discussion, "initiatesSection47": true, "section47": enquiry]
            if chance(50) { data["referral"] = referral }
            try add("strategy-discussion.held", child, began, data)
        }
        if !isDiscussed || chance(80) {
            try add("section47.started", child, day(after: began, 0...2), ["section47": enquiry])
        }
        if chance(20) {
            try add(
                "strategy-discussion.held", child, day(after: began, 3...8),
                ["strategyDiscussion": name("D"), "initiatesSection47": false, "section47": enquiry])
        }
        if start < CivilDate("2013-04-15")!, chance(40) {
            let assessment = name("A")
            try add(
                "assessment.started", child, day(after: began, 0...3),
                ["assessment": assessment, "kind": "core", "section47": enquiry])
            if chance(80) { try authorise(child, assessment, day(after: began, 30...70)) }
        }
        let isConference = chance(60)
        if chance(85) {
            try add(
                "section47.concluded", child, day(after: began, 5...15),
                ["section47": enquiry, "outcome": isConference ? "conference" : "not-substantiated"])
        }
        guard isConference, chance(90) else { return nil }
        let held = day(after: began, 14...35)
        try add("conference.held", child, held, ["conference": name("K"), "kind": "initial", "section47": enquiry])
        guard chance(80) else { return nil }
        let plan = name("P")
        var data: JSONObject = ["plan": plan, "category": "NEG"]
        if chance(10) { data["previousPlans"] = 1 }
        try add("cp-plan.started", child, held, data)
        var last = held
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            last = day(after: last, last == held ? 60...110 : 30...40)
            try add("conference.held", child, last, ["conference": name("K"), "kind": "review", "plan": plan])
        }
        guard chance(80) else { return .open }
        try add("cp-plan.ended", child, min(day(after: last, 1...60), start.adding(days: 205)), ["plan": plan])
        return .ended
    }
}
