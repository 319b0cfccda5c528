import CaseRecord
import DemonstrationCounty
import Foundation
import StrictJSON
import TestHistory
import Testing
import TextTable
import Views

/// What can be handed out of a record to somebody who asks for what is held about the child.
@Suite struct SubjectAccessTests {
    private static let now = LondonTime.startOfDay(CivilDate(year: 2026, month: 11, day: 27)!)

    private func access(_ log: Log, _ change: (inout SubjectAccess.Request) -> Void = { _ in }) -> SubjectAccess {
        var request = SubjectAccess.Request()
        change(&request)
        return SubjectAccess.of(log.record("A"), request, at: Self.now)
    }

    private func reasons(_ access: SubjectAccess, _ position: Int64) -> [String] {
        access.withheld.filter { $0.position == position }.flatMap(\.reasons).map(\.rawValue)
    }

    /// Each entry says `Secret` where it must not be told.
    private static func log() throws -> Log {
        var log = Log()
        try log.add("child.registered", on: "2011-04-14", ["birthDate": "2006-02-03"])
        try log.add()
        try log.note("Secret", from: ["agency": "school", "reliability": "third-party"])
        try log.note("Secret", from: ["agency": "Member of the public"])
        try log.note("Seen by the nurse", from: ["agency": "health visiting", "name": "N. Nurse"])
        try log.say("contact.received", ["contact": "C-1", "sourceCode": "9", "reason": "Secret"])
        try log.say("contact.received", ["contact": "C-2", "sourceCode": "1C", "reason": "Told it herself"])
        try log.say("note.recorded", ["text": "Secret"], of: ["A", "B"])
        try log.say(
            "relationship.recorded",
            ["relative": ["person": "P-1"], "kind": "mother", "name": "Ruth Secret"])
        try log.note("Secret", from: ["agency": "legal services", "role": "solicitor"])
        try log.say("order.made", ["order": "O-1", "kind": "adoption", "court": "Secret"])
        return log
    }

    @Test func whatIsOfOthersIsWithheldAndListedWithoutItsContent() throws {
        let log = try Self.log()
        let access = access(log)
        #expect(access.disclosedPositions.sorted() == [1, 2, 5, 7])
        for (position, reason) in [
            (3, "third-party"), (4, "informant"), (6, "informant"), (8, "other-children"), (9, "relative"),
            (10, "legal-privilege"), (11, "adoption"),
        ] as [(Int64, String)] {
            #expect(reasons(access, position) == [reason], "\(position)")
        }
        let json = access.json
        #expect(!JSONValue.object(json).text().contains("Secret"))
        #expect(!access.text(TextLayout()).contains("Secret"))
        let listed = json["withheld"]?.arrayValue ?? []
        #expect(
            listed.count == 7
                && listed.allSatisfy { $0.objectValue?.names == ["position", "occurredAt", "type", "reasons"] })
        #expect(json["entries"]?.arrayValue?.allSatisfy { $0["children"] == nil } == true)
        #expect(json["grounds"]?["adoption"]?.stringValue?.contains("schedule 4") == true)
    }

    @Test func whatWasStruckOutOrCorrectedIsNotTold() throws {
        var log = Log()
        let wrong = try log.note("Secret")
        try log.strike(wrong)
        let slip = try log.note("Secret: the neighbour said so")
        try log.correct(slip, ["data": ["text": "It was said"]])
        let access = access(log)
        #expect(access.disclosedPositions == [3] && reasons(access, 1) == ["struck-out"])
        #expect(reasons(access, 4) == ["earlier-wording"])
        #expect(!JSONValue.object(access.json).text().contains("Secret"))
        #expect(JSONValue.object(access.json).text().contains("It was said"))
        let released = self.access(log) { $0.release = [4] }
        #expect(JSONValue.object(released.json).text().contains("Secret: the neighbour"))
        #expect(released.withheld.map(\.position) == [1])
    }

    @Test func restrictedEntriesAreWithheldWhileTheyAre() throws {
        var log = Log()
        let entry = try log.note("Secret")
        try log.say(
            "record.restricted",
            ["restriction": "RES-1", "reason": "Secret", "scope": "entries", "entries": [entry], "workers": ["w.1"]])
        let access = access(log)
        #expect(reasons(access, 1) == ["restricted"] && reasons(access, 2) == ["restricted"])
        #expect(!JSONValue.object(access.json).text().contains("Secret"))
        try log.say("record.unrestricted", ["restriction": "RES-1", "reason": "over"])
        #expect(self.access(log).disclosedPositions.contains(1))
    }

    @Test func whoAsksForTheChildIsNotToldWhatTheChildSaidNorOfAbuse() throws {
        var log = Log()
        try log.say("child-view.recorded", ["words": "I want to stay with Nan"])
        try log.say("strategy-discussion.held", ["strategyDiscussion": "S-1", "initiatesSection47": true])
        try log.say("visit.made", ["visit": "V-1", "purpose": "assessment", "seenAlone": true])
        try log.say("cp-plan.started", ["plan": "P-1", "category": "NEG"])
        try log.add()
        #expect(access(log).withheld.isEmpty)
        let onBehalf = access(log) { $0.requester = .onBehalf }
        #expect(onBehalf.disclosedPositions == [5])
        #expect(reasons(onBehalf, 1) == ["child-in-confidence"] && reasons(onBehalf, 3) == ["child-in-confidence"])
        #expect(reasons(onBehalf, 2) == ["child-abuse-data"] && reasons(onBehalf, 4) == ["child-abuse-data"])
    }

    @Test func peopleDecideEntryByEntry() throws {
        let log = try Self.log()
        let access = access(log) { request in
            request.release = [4, 3]
            request.withhold = [2: .seriousHarm, 3: .thirdParty]
            request.received = CivilDate("2026-01-31")
        }
        #expect(access.disclosedPositions.sorted() == [1, 4, 5, 7] && reasons(access, 2) == ["serious-harm"])
        #expect(access.withheld.filter(\.isByHand).map(\.position).sorted() == [2, 3])
        let released = access.json["entries"]?.arrayValue?.first { $0["position"] == 4 }
        #expect(released?["releasedThough"] == ["informant"])
        #expect(access.answerBy == CivilDate("2026-02-28") && access.answerByIfExtended == CivilDate("2026-04-30"))
    }

    @Test func relativesWhoAreNamedAreShownToWhoReadsIt() throws {
        var log = Log()
        try log.say("relationship.recorded", ["relative": ["person": "P-1"], "kind": "mother", "name": "Ruth Adams"])
        try log.note("Ruth's sister came, RUTH did not.")
        try log.note("The truth is not known.")
        let entries = access(log).json["entries"]?.arrayValue ?? []
        #expect(entries.map { $0["names"] } == [["Ruth Adams (mother)"], nil])
    }

    /// Of a county: every entry is handed out or withheld, never both, and nothing is told that names another child.
    @Test func everyEntryIsTheOneOrTheOther() throws {
        let county = DemonstrationCounty(
            seed: 7, children: 40, through: CivilDate("2026-11-23")!, authority: AuthorityCode("899")!)
        var histories: [ChildID: [RecordedEvent]] = [:]
        for (place, event) in county.events().enumerated() {
            let recorded = RecordedEvent(
                position: Int64(place + 1), recordedAt: Self.now, versions: [], hash: [], typeVersion: 1, event: event)
            for child in event.children { histories[child, default: []].append(recorded) }
        }
        let others = Set(histories.keys)
        var (told, kept) = (0, 0)
        for (child, history) in histories {
            let record = EffectiveRecord(of: child, history: history)
            let own = Set([child] + record.mergedFrom + (record.mergedInto.map { [$0] } ?? []))
            for requester in SubjectAccess.Requester.allCases {
                var request = SubjectAccess.Request()
                request.requester = requester
                let access = SubjectAccess.of(record, request, at: Self.now)
                let (disclosed, withheld) = (Set(access.disclosedPositions), Set(access.withheld.map(\.position)))
                #expect(disclosed.isDisjoint(with: withheld))
                #expect(disclosed.union(withheld).isSuperset(of: record.entries.map(\.recorded.position)))
                #expect(access.withheld.allSatisfy { !$0.reasons.isEmpty })
                for entry in record.entries where disclosed.contains(entry.recorded.position) {
                    #expect(others.intersection(entry.recorded.event.children).isSubset(of: own))
                    #expect(entry.recorded.event.source?.reliability != .thirdParty)
                }
                told += disclosed.count
                kept += withheld.count
            }
        }
        #expect(told > 1000 && kept > 100, "\(told) \(kept)")
    }
}

extension Log {
    /// Appends an event of child A.
    @discardableResult
    fileprivate mutating func say(_ type: String, _ data: JSONValue, of children: [String] = ["A"]) throws -> JSONValue
    {
        try add(type, children, on: "2011-05-01", data)
    }

    /// Appends a note, from that source if it is given.
    @discardableResult
    fileprivate mutating func note(_ text: String, from source: JSONValue? = nil) throws -> JSONValue {
        var more = JSONObject()
        more["source"] = source
        return try add("note.recorded", ["A"], on: "2011-05-01", ["text": .string(text)], more: more)
    }
}
