import CaseRecord
import Testing

extension EffectiveRecord {
    /// The positions of the entries that stand.
    var positions: [Int64] { standing.map(\.position) }

    /// The entry at that position.
    func entry(_ position: Int64) throws -> EffectiveEntry {
        try #require(entries.first { $0.recorded.position == position }, "no entry at position \(position)")
    }

    /// All that the record says, in a form that is easily compared.
    var essence: [String] {
        let head = "\(child) into \(mergedInto?.text ?? "-") from \(mergedFrom) at \(position)"
        let strands = strands.map { "\($0.child): \($0.events.map(\.position))" }
        return [head] + strands + entries.map(\.essence)
    }
}

extension EffectiveEntry {
    var essence: String {
        let content = String(decoding: recorded.event.canonicalBytes, as: UTF8.self)
        let trail = changes.map { change in
            "\(change.kind) \(change.reason) \(change.isInEffect) \(change.fields.map(\.pointer)) [\(change.entry.essence)]"
        }
        return "\(recorded.position) \(child) \(stands) \(withoutEffect ?? "-") \(content) \(trail)"
    }
}
