import CaseRecord
import DemonstrationCounty
import Foundation
import StrictJSON
import TestHistory
import TestSupport

/// A county's history with what people do to records beside: corrections, striking out, merges and their end.
enum RandomHistory {
    /// The drafts of a small county, in an order in which they can be appended.
    static func drafts(seed: UInt64, children: Int = 18) throws -> [EventDraft] {
        var random = SeededGenerator(seed: seed)
        let county = DemonstrationCounty(
            seed: seed, children: children, through: CivilDate(year: 2026, month: 11, day: 23)!,
            authority: RunningLedger.authority)
        var drafts: [EventDraft] = []
        var told: [CaseEvent] = []
        var merges: [(id: JSONValue, from: ChildID, into: ChildID)] = []
        for event in county.events() {
            // Some of it is recorded as it happens: how late, is counted of that alone.
            let isLive = Int.random(in: 0..<4, using: &random) == 0
            drafts.append(EventDraft(event: isLive ? event.withoutOrigin : event))
            told.append(event)
            guard Int.random(in: 0..<12, using: &random) == 0, let about = told.randomElement(using: &random),
                let child = about.children.first, let other = told.randomElement(using: &random)?.children.first
            else { continue }
            let id = JSONValue.string(UUID.random(using: &random).uuidString.lowercased())
            let names = JSONValue.array(about.children.map(\.field))
            switch Int.random(in: 0..<6, using: &random) {
            case 0:
                try add(
                    "entry.corrected", id, names,
                    [
                        "entry": about.id.field, "type": .string(about.type.name), "reason": "a slip",
                        "occurredAt": "2025-03-04",
                    ])
            case 1:
                try add("entry.struck-out", id, names, ["entry": about.id.field, "reason": "another child's"])
            case 2:
                let name = JSONValue.string("D-\(drafts.count)")
                try add(
                    "decision.made", id, names,
                    [
                        "decision": name, "kind": "assessment", "what": "Visit weekly", "due": "2026-12-01",
                        "actions": [["action": name, "what": "Call the school", "who": "duty"]],
                    ])
            case 3, 4:
                guard other != child else { continue }
                try add(
                    "record.merged", id, [child.field, other.field],
                    ["from": child.field, "into": other.field, "reason": "the same child"])
                merges.append((id, child, other))
            default:
                guard let merge = merges.popLast() else { continue }
                try add(
                    "record.unmerged", id, [merge.from.field, merge.into.field],
                    ["merge": merge.id, "from": merge.from.field, "into": merge.into.field, "reason": "twins"])
            }
        }
        return drafts

        func add(_ type: String, _ id: JSONValue, _ children: JSONValue, _ data: JSONObject) throws {
            let context = RecordingContext(
                authority: RunningLedger.authority, recordedBy: WorkerID("jo")!,
                now: Instant("2026-11-24T12:00:00Z")!)
            drafts.append(
                try EventDraft.reading(
                    [
                        "id": id, "type": .string(type), "children": children, "occurredAt": "2026-11-20",
                        "data": .object(data),
                    ], in: context))
        }
    }
}

extension CaseEvent {
    fileprivate var withoutOrigin: CaseEvent {
        CaseEvent(
            id: id, authority: authority, children: children, occurredAt: occurredAt, recordedBy: recordedBy,
            data: data,
            source: source, significance: significance, summary: summary)
    }
}

extension UUID {
    /// One that comes of the generator.
    static func random(using random: inout SeededGenerator) -> UUID {
        var bytes = (random.next(), random.next())
        return withUnsafeBytes(of: &bytes) { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}
