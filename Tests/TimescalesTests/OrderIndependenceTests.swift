import CaseRecord
import StrictJSON
import Testing
import Timescales

/// What is recorded late must come out as if it had been recorded in time.
@Suite struct OrderIndependenceTests {
    @Test(arguments: 0..<150)
    func theOrderOfRecordingDoesNotMatter(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let history = try Self.history(&random)
        let expected = Self.essence(Clocks.of(history: history.events, child: History.child, rulebook: nationalRules))
        #expect(!expected.isEmpty)
        for _ in 0..<4 {
            let order = history.events.indices.shuffled(using: &random)
            let found = Self.essence(
                Clocks.of(history: history.recorded(in: order), child: History.child, rulebook: nationalRules))
            #expect(found == expected, "seed \(seed), order \(order)")
            // Nor does the order in which the events are handed over.
            let handedOver = Clocks.of(
                history: history.events.shuffled(using: &random), child: History.child, rulebook: nationalRules)
            #expect(Self.essence(handedOver) == expected)
        }
    }

    static func essence(_ clocks: [Clock]) -> [String] {
        clocks.map { clock in
            let end = clock.state.end.map { "\($0.day) \($0.by.id)" } ?? ""
            let awaits = clock.awaitsAuthorisationSince.map { "\($0)" } ?? ""
            let start = "\(clock.id) \(clock.startedBy.id) \(clock.dayZero) \(clock.due)"
            return "\(start) \(clock.state.name) \(end) \(awaits)"
        }
    }

    /// A history without sense, around one of two changes of edition, in which no name is given twice.
    static func history(_ random: inout SeededGenerator) throws -> History {
        let first = [day("2013-03-01"), day("2010-02-25"), day("2011-03-30")].randomElement(using: &random)!
        // In half of the histories much falls on the same day.
        let span = [6, 80].randomElement(using: &random)!
        func when() -> String {
            let date = first.adding(days: Int.random(in: 0..<span, using: &random))
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<6: return date.description
            case 6..<9: return "\(date)T\(Int.random(in: 10...22, using: &random)):15:00Z"
            default: return String(date.description.prefix(7))
            }
        }
        func maybe(_ object: inout JSONObject, _ name: String, _ values: [String]) {
            if Bool.random(using: &random), let value = values.randomElement(using: &random) {
                object[name] = .string(value)
            }
        }
        var history = try History([])
        let referrals = ["R-1", "R-2", "R-3"]
        let enquiries = ["S-1", "S-2"]
        for referral in referrals { try history.add("referral.received", when(), ["referral": .string(referral)]) }
        for enquiry in enquiries where Bool.random(using: &random) {
            var data = JSONObject()
            data["section47"] = .string(enquiry)
            maybe(&data, "strategyDiscussion", ["D-0", "D-1", "D-2"])
            maybe(&data, "referral", referrals)
            try history.add("section47.started", when(), .object(data))
        }
        for index in 0..<Int.random(in: 0...4, using: &random) {
            var data = JSONObject()
            data["strategyDiscussion"] = .string("D-\(index)")
            data["initiatesSection47"] = .bool(Bool.random(using: &random))
            maybe(&data, "section47", enquiries)
            maybe(&data, "referral", referrals)
            try history.add("strategy-discussion.held", when(), .object(data))
        }
        for index in 0..<Int.random(in: 0...6, using: &random) {
            var data = JSONObject()
            data["assessment"] = .string("A-\(index)")
            data["kind"] = .string(["initial", "core", "single"].randomElement(using: &random)!)
            maybe(&data, "referral", referrals)
            maybe(&data, "section47", enquiries)
            try history.add("assessment.started", when(), .object(data))
        }
        for _ in 0..<Int.random(in: 0...8, using: &random) {
            let assessment = JSONValue.string("A-\(Int.random(in: 0...6, using: &random))")
            let type = ["assessment.authorised", "assessment.completed"].randomElement(using: &random)!
            try history.add(type, when(), ["assessment": assessment])
        }
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let outcome = ["initial-assessment", "advice", "no-further-action"].randomElement(using: &random)!
            let referral = referrals.randomElement(using: &random)!
            try history.add(
                "referral.decided", when(), ["referral": .string(referral), "outcome": .string(outcome)])
        }
        for index in 0..<Int.random(in: 0...3, using: &random) {
            var data = JSONObject()
            data["conference"] = .string("K-\(index)")
            data["kind"] = .string(["initial", "initial", "review"].randomElement(using: &random)!)
            maybe(&data, "section47", enquiries)
            try history.add("conference.held", when(), .object(data))
        }
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            let outcome = ["conference", "not-substantiated"].randomElement(using: &random)!
            let enquiry = enquiries.randomElement(using: &random)!
            try history.add(
                "section47.concluded", when(), ["section47": .string(enquiry), "outcome": .string(outcome)])
        }
        if Bool.random(using: &random) {
            var data = JSONObject()
            data["reason"] = "RC8"
            maybe(&data, "referral", referrals)
            try history.add("case.closed", when(), .object(data))
        }
        return history
    }
}
