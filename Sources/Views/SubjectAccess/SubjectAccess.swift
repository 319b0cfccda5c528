public import CaseRecord
import StrictJSON

/// What of a child's record can be handed out to somebody who asks for what is held about the child, and what is withheld: each
/// entry is the one or the other. Of what is withheld it says position, time, type and why, and nothing else.
///
/// The record itself stays as it is. What is made here is a draft: names and free texts are not understood, only compared,
/// and people decide what is handed out.
public struct SubjectAccess: Sendable {
    /// Who asks.
    public enum Requester: String, Sendable, CaseIterable {
        /// The child, or the adult that the child has become.
        case subject
        /// A parent, or somebody whom a court appointed to act for the child.
        case onBehalf = "on-behalf"
    }

    /// What is asked, and what people decided.
    public struct Request: Sendable {
        /// Who asks.
        public var requester = Requester.subject
        /// The day on which the request came.
        public var received: CivilDate?
        /// Positions of entries that are handed out though the rules would withhold them: the third person agreed, or it is
        /// reasonable without.
        public var release: Set<Int64> = []
        /// Positions of entries that are withheld though no rule says so; this goes before ``release``.
        public var withhold: [Int64: WithholdingReason] = [:]

        /// A request of the child itself.
        public init() {}
    }

    /// An entry that is withheld.
    public struct Withheld: Sendable, Hashable {
        /// Its place in the log.
        public let position: Int64
        /// When it happened, as exactly as is known.
        public let occurredAt: Occurrence
        /// Its type.
        public let type: EventType
        /// Why, one reason or more.
        public let reasons: [WithholdingReason]
        /// Whether people said so and no rule.
        public let isByHand: Bool
    }

    /// An entry that is handed out.
    struct Disclosed: Sendable {
        let entry: Chronology.Entry
        /// Why the rules would have withheld it; empty where they would not.
        let released: [WithholdingReason]
        /// People other than the child who are named in it.
        let named: [String]
    }

    /// The child.
    public let child: ChildID
    /// The date of birth.
    public let birthDate: CivilDate?
    /// The last position of the log that the record holds an entry from.
    public let position: Int64
    /// The record that this one is part of now; then that one is to be asked for.
    public let mergedInto: ChildID?
    /// The records that are part of this one.
    public let mergedFrom: [ChildID]
    /// What was asked.
    public let request: Request
    /// What is handed out, by when it happened.
    let disclosed: [Disclosed]
    /// What is not, by when it happened.
    public let withheld: [Withheld]

    /// The positions of what is handed out.
    public var disclosedPositions: [Int64] { disclosed.map(\.entry.recorded.position) }

    /// The last day for the answer: one calendar month (UK GDPR article 12(3)); `nil` where it is not said when it was asked.
    public var answerBy: CivilDate? { request.received?.adding(months: 1) }
    /// The same if the request is complex and the month was extended by two.
    public var answerByIfExtended: CivilDate? { request.received?.adding(months: 3) }

    /// The answer to a request.
    ///
    /// - Parameters:
    ///   - record: The whole record: nothing of it may be hidden from who asks for this.
    ///   - now: The moment at which restrictions count.
    public static func of(_ record: EffectiveRecord, _ request: Request, at now: Instant) -> SubjectAccess {
        let rules = WithholdingRules(record, request.requester, at: now)
        let chronology = Chronology.of(record)
        let people = NamedPeople(record)
        var (disclosed, withheld): ([Disclosed], [Withheld]) = ([], [])
        for entry in chronology.entries {
            let position = entry.recorded.position
            let reasons = rules.reasons(of: entry.entry).sorted()
            if let byHand = request.withhold[position] {
                withheld.append(Withheld(entry.recorded, [byHand], isByHand: true))
            } else if !reasons.isEmpty, !request.release.contains(position) {
                withheld.append(Withheld(entry.recorded, reasons))
            } else {
                disclosed.append(Disclosed(entry: entry, released: reasons, named: people.named(in: entry)))
            }
            for change in corrections(of: entry.entry) where !request.release.contains(change.position) {
                withheld.append(Withheld(change, [.earlierWording]))
            }
        }
        return SubjectAccess(
            child: record.child, birthDate: chronology.birthDate, position: record.position,
            mergedInto: record.mergedInto, mergedFrom: record.mergedFrom, request: request, disclosed: disclosed,
            withheld: withheld)
    }

    /// Every position that can be released or withheld.
    public var positions: Set<Int64> { Set(disclosedPositions).union(withheld.map(\.position)) }

    /// Corrections of an entry, and of those corrections.
    private static func corrections(of entry: EffectiveEntry) -> [RecordedEvent] {
        entry.changes.flatMap { change in
            (change.kind == .corrected ? [change.entry.recorded] : []) + corrections(of: change.entry)
        }
    }
}

extension SubjectAccess.Withheld {
    fileprivate init(_ recorded: RecordedEvent, _ reasons: [WithholdingReason], isByHand: Bool = false) {
        self.init(
            position: recorded.position, occurredAt: recorded.event.occurredAt, type: recorded.event.type,
            reasons: reasons, isByHand: isByHand)
    }
}

extension Set<WithholdingReason> {
    fileprivate func sorted() -> [WithholdingReason] { WithholdingReason.allCases.filter(contains) }
}

/// The people whom the record relates to the child, to find them where they are named.
private struct NamedPeople {
    private var names: [(words: [String], shown: String)] = []

    init(_ record: EffectiveRecord) {
        var seen: Set<String> = []
        for entry in record.entries {
            guard let relative = entry.recorded.event.data as? RelationshipRecorded, let name = relative.name,
                seen.insert(name).inserted
            else { continue }
            let shown = "\(name) (\(relative.kind.words))"
            names.append((Self.words(name), shown))
        }
    }

    /// Those whose given name, or whole name, is a word of the entry.
    func named(in entry: Chronology.Entry) -> [String] {
        guard !names.isEmpty else { return [] }
        let event = entry.recorded.event
        let text = Set(
            Self.words(JSONValue.object(["summary": .string(event.headline), "data": event.data.field]).text()))
        return names.filter { $0.words.first.map(text.contains) ?? false }.map(\.shown)
    }

    /// Words of three letters or more, in lower case.
    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && $0 != "'" && $0 != "-" }.filter { $0.count >= 3 }.map(String.init)
    }
}
