import CaseRecord
import StrictJSON
import TestHistory
import Testing

/// Of two records that were merged, a later entry belongs to the one whose matter it names.
@Suite struct MatterTests {
    static let pairs = [
        ("handover", "handover.sent", "handover.accepted"), ("agencyRequest", "agency.contacted", "agency.replied"),
        ("earlyHelp", "early-help.started", "early-help.ended"), ("visit", "visit.made", "child-view.recorded"),
        ("protectiveAction", "protective-action.required", "protective-action.taken"),
        ("policeProtection", "police-protection.taken", "police-protection.ended"),
        ("order", "order.made", "order.ended"),
        ("preProceedings", "pre-proceedings.started", "pre-proceedings.ended"),
        ("proceedings", "care-proceedings.issued", "care-proceedings.concluded"),
        ("familyGroup", "family-group.offered", "family-group.held"),
        ("incident", "serious-incident.identified", "rapid-review.completed"),
        ("plan", "cp-plan.transfer-notified", "cp-plan.ended"), ("action", "action.set", "action.completed"),
        ("service", "service.requested", "service.ended"), ("decision", "decision.made", "decision.reviewed"),
        ("audit", "audit.completed", "audit.shared"), ("care", "care.started", "care.ended"),
        ("placement", "placement.started", "placement.ended"), ("missing", "missing.reported", "missing.found"),
        ("accommodation", "leaving-care.accommodation-started", "leaving-care.accommodation-ended"),
        ("courtDirection", "court-direction.made", "court-direction.answered"),
        ("privateFostering", "private-fostering.notified", "private-fostering.visited"),
        ("restriction", "record.restricted", "record.unrestricted"),
        ("hold", "legal-hold.placed", "legal-hold.lifted"),
        ("access", "emergency-access.opened", "emergency-access.reviewed"),
    ]

    /// The fields that have to be there, from the example, and the matter.
    static func data(_ type: String, _ matter: String) throws -> JSONValue {
        let payload = try #require(EventCatalogue.current.payload(of: EventType(type)))
        let example = try #require(EventCatalogue.examples[payload.type]?.first)
        var data = JSONObject()
        for name in payload.schema["required"]?.arrayValue ?? [] {
            let name = try #require(name.stringValue)
            data[name] = example[name]
        }
        data[matter] = "X-1"
        return .object(data)
    }

    static func positionsOfTheOlder(_ start: String, _ first: JSONValue, _ end: String, _ last: JSONValue) throws
        -> [Int64]
    {
        var log = Log()
        try log.add(start, ["A"], first)
        try log.merge("A", into: "B")
        try log.add(end, ["B"], last)
        try log.add("note.recorded", ["B"])
        let strands = log.record("B").strands
        #expect(strands.map(\.child) == [ChildID("B"), ChildID("A")])
        return try #require(strands.last).events.map(\.position)
    }

    @Test(arguments: pairs)
    func whatEndsBelongsWhereItBegan(matter: String, start: String, end: String) throws {
        let positions = try Self.positionsOfTheOlder(
            start, Self.data(start, matter), end, Self.data(end, matter))
        #expect(positions == [1, 3], "\(start), \(end)")
    }

    /// An action can be set as part of something else.
    @Test(arguments: [
        "handover.sent", "case.reviewed", "strategy-discussion.held", "core-group.held", "plan.made",
        "supervision.held",
        "decision.made",
    ])
    func anActionThatWasSetWithSomethingElseIsFoundToo(start: String) throws {
        let payload = try #require(EventCatalogue.current.payload(of: EventType(start)))
        var data = try #require(EventCatalogue.examples[payload.type]?.first?.objectValue)
        data["actions"] = [["what": "Unnamed"], ["action": "X-1", "what": "Ask the school"]]
        let positions = try Self.positionsOfTheOlder(
            start, .object(data), "action.completed", ["action": "X-1"])
        #expect(positions == [1, 3])
    }

    @Test func anotherNameIsAnotherMatter() throws {
        let positions = try Self.positionsOfTheOlder(
            "placement.started", ["placement": "PL-1", "kind": "foster"], "placement.ended", ["placement": "PL-2"])
        #expect(positions == [1])
    }
}
