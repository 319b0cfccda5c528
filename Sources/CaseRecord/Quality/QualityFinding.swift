public import Foundation
public import StrictJSON

/// Entries of a record that contradict each other or a rule. They stay recorded as they are: the finding goes away when
/// one of them is corrected or struck out.
public struct QualityFinding: Sendable, Hashable {
    /// An entry, by its place in the log.
    public struct Entry: Sendable, Hashable {
        /// Its position.
        public let position: Int64
        /// The id of its event.
        public let id: UUID
    }

    /// The rule that is broken.
    public let rule: QualityRule
    /// The entries concerned, in the order of the log; at least one.
    public let entries: [Entry]
    /// What is wrong, in words.
    public let reason: String

    init(_ rule: QualityRule, _ entries: [RecordedEvent], _ reason: String) {
        self.rule = rule
        self.entries = Set(entries.map { Entry(position: $0.position, id: $0.event.id) })
            .sorted { $0.position < $1.position }
        self.reason = reason
    }

    /// The finding as clients read it.
    public var json: JSONValue {
        [
            "code": .string(rule.rawValue), "reason": .string(reason), "source": .string(rule.source),
            "entries": .array(entries.map { ["position": .integer($0.position), "id": $0.id.field] }),
        ]
    }
}

extension QualityFinding {
    /// All that a record contradicts itself or a rule in, in the order of the entries concerned.
    public static func all(in record: EffectiveRecord) -> [QualityFinding] {
        var findings = ChildChecks.findings(in: record)
        // Equal names in merged records are not the same matter.
        for strand in record.strands {
            let history = StrandHistory(strand.events)
            findings += EpisodeChecks(history).findings + MatterChecks(history).findings
        }
        return findings.sorted { one, other in
            let (first, second) = (one.entries.map(\.position), other.entries.map(\.position))
            guard first == second else { return first.lexicographicallyPrecedes(second) }
            return (one.rule.rawValue, one.reason) < (other.rule.rawValue, other.reason)
        }
    }
}
