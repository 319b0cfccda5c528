import CaseRecord
import Foundation
import StrictJSON
import TestHistory
import Testing
import Views

/// Decisions, actions and protective actions of one record, and what became of each.
@Suite struct CaseItemTests {
    @Test func aVagueDecisionIsTakenAndSaysWhatItLacks() throws {
        var log = Log()
        let vague = try log.add(
            "decision.made", on: "2020-05-04",
            ["decision": "D-1", "kind": "other", "what": "Monitor as soon as possible", "decidedBy": "mo"])
        try log.add(
            "decision.made", on: "2020-05-05",
            [
                "decision": "D-2", "kind": "other", "what": "Visit weekly, and look again on 1 June.",
                "decidedBy": "mo", "successTest": "Three visits, seen alone at each.",
                "actions": [["action": "T-1", "what": "Visit", "worker": "sam", "due": "2020-06-01"]],
            ])
        try log.add(
            "decision.made", on: "2020-05-06", ["decision": "D-3", "kind": "no-action", "what": "No further action."])
        let items = CaseItem.all(in: log.record("A"))
        #expect(items.map(\.reference) == ["D-1", "D-2", "T-1", "D-3"])
        #expect(items.map(\.kind) == [.decision, .decision, .action, .decision])
        #expect(items[0].lacks == ["who", "due", "success-test", "monitor", "as soon as possible"])
        #expect(items[0].setBy == WorkerID("mo") && items[0].setOn == CivilDate("2020-05-04"))
        #expect(items[0].setByEvent.text == vague.stringValue && items[0].position == 1)
        #expect(items[1].lacks == [] && items[1].worker == WorkerID("sam") && items[1].due == CivilDate("2020-06-01"))
        #expect(items[3].lacks == [])
    }

    @Test(arguments: [
        ("Monitor the home.", ["monitor"]), ("Look at the monitors", []), ("ASAP", ["asap"]),
        ("Soon, and as soon as possible", ["as soon as possible", "soon"]),
        ("as soon as possible", ["as soon as possible"]),
        ("Sooner than 1 May", []), ("", []), ("Ring the school on 4 May", []),
    ])
    func vagueWordsAreWholeWords(text: String, words: [String]) {
        #expect(VagueWords.found(in: text) == words)
    }

    @Test func theFirstEndOfAnActionCountsAndTheLastReviewOfADecision() throws {
        var log = Log()
        try log.add("action.set", on: "2020-05-01", ["action": "X-1", "what": "Ring the school", "who": "duty"])
        try log.add(
            "protective-action.required", on: "2020-05-01",
            ["protectiveAction": "P-1", "what": "Father leaves the home", "due": "2020-05-02", "worker": "sam"])
        try log.add("decision.made", on: "2020-05-01", ["decision": "D-1", "kind": "other", "what": "Support"])
        try log.add("decision.reviewed", on: "2020-07-01", ["decision": "D-1", "outcome": "replaced"])
        try log.add("decision.reviewed", on: "2020-06-01", ["decision": "D-1", "outcome": "partly"])
        let done = try log.add("action.completed", on: "2020-05-03", ["action": "X-1"])
        try log.add("action.cancelled", on: "2020-05-09", ["action": "X-1", "reason": "not needed"])
        try log.add(
            "protective-action.not-taken", on: "2020-05-02", ["protectiveAction": "P-1", "reason": "He refused."])
        let items = CaseItem.all(in: log.record("A"))
        #expect(items.map(\.reference) == ["X-1", "P-1", "D-1"])
        #expect(items.map(\.state) == [.done, .notDone, .replaced])
        #expect(items.map(\.endedOn) == [CivilDate("2020-05-03"), CivilDate("2020-05-02"), CivilDate("2020-07-01")])
        #expect(items[0].endedByEvent?.text == done.stringValue)
        #expect(items[0].lacks == ["due"] && items[1].lacks == [] && items[1].due == CivilDate("2020-05-02"))
        #expect(CaseItem.all(in: log.record("A", knownAt: 5)).map(\.state) == [.open, .open, .replaced])
    }

    @Test func referencesAreUniqueInTheRecord() throws {
        var log = Log()
        let supervision: JSONValue = [
            "kind": "case", "supervisor": "mo", "supervisee": "sam",
            "actions": [["what": "Visit"], ["action": "X-1", "what": "Ring"], ["what": "Write"]],
        ]
        let first = try log.add("supervision.held", on: "2020-05-01", supervision)
        let second = try log.add("supervision.held", on: "2020-06-01", supervision)
        let third = try log.add(
            "decision.made", on: "2020-06-01", ["decision": "X-1", "kind": "other", "what": "Go on"])
        try log.add("action.completed", on: "2020-05-20", ["action": "X-1"])
        let items = CaseItem.all(in: log.record("A"))
        let (one, two) = (try #require(first.stringValue), try #require(second.stringValue))
        let three = try #require(third.stringValue)
        #expect(
            items.map(\.reference)
                == ["\(one)/1", "X-1", "\(one)/3", "\(two)/1", "\(two)/2", "\(two)/3", "\(three)/1"])
        #expect(items.allSatisfy { $0.setBy == WorkerID("mo") || $0.kind == .decision })
        // What was set again after it had been done is still to be done.
        #expect(items.map(\.state) == [.open, .done, .open, .open, .open, .open, .open])
    }

    @Test func whatIsStruckOutOrCorrectedIsNotCounted() throws {
        var log = Log()
        let wrong = try log.add("action.set", on: "2020-05-01", ["action": "X-1", "what": "Ring"])
        let late = try log.add("action.set", on: "2020-05-01", ["action": "X-2", "what": "Write", "due": "2020-06-01"])
        try log.strike(wrong)
        try log.correct(
            late, of: "action.set", ["data": ["action": "X-2", "what": "Write", "due": "2020-07-01", "who": "duty"]])
        let items = CaseItem.all(in: log.record("A"))
        #expect(items.map(\.reference) == ["X-2"] && items[0].due == CivilDate("2020-07-01"))
        #expect(items[0].lacks == [])
        #expect(CaseItem.all(in: log.record("A", knownAt: 2)).count == 2)
    }
}
