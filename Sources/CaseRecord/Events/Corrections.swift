public import Foundation
import StrictJSON

/// A payload that says something about another entry of the log, which itself stays as it was recorded.
public protocol ChangesEntry: EventPayload {
    /// The entry, by the id of its event.
    var changedEntry: UUID { get }
    /// Why; by whom is the envelope's `recordedBy`.
    var reason: String { get }
}

extension ChangesEntry {
    /// Itself.
    public var asChange: (any ChangesEntry)? { self }
}

/// What an entry says was wrong or wrongly recorded: what it should have said.
public struct EntryCorrected: ChangesEntry {
    /// `entry.corrected`.
    public static let type: EventType = "entry.corrected"
    /// Entry corrected.
    public static let title = "Entry corrected"
    /// Where the entry corrected stands.
    public static let placement = RecordPlacement.either
    /// 2: what it says names the version of the entry's type in which `data` is written, by `typeVersion`.
    public static let version: Int16 = 2
    /// While corrections did not name that version, every type was at its first.
    public static let upcasts = [
        Upcast(from: 1) { correction, _ throws(MalformedInput) in
            guard correction["typeVersion"] == nil else {
                let reason = "is not a field of version 1 of \(type)"
                throw MalformedInput(problems: [FieldProblem(pointer: "/typeVersion", reason: reason)])
            }
            guard correction["data"] != nil else { return correction }
            var current = correction
            current["typeVersion"] = 1
            return current
        }
    ]

    /// The entry corrected.
    public let entry: UUID
    /// The entry's type, which tells how `data` is read.
    public let entryType: EventType
    /// Why it is corrected.
    public let reason: String
    /// When it happened.
    public let occurredAt: Occurrence?
    /// Who the information came from.
    public let source: InformationSource?
    /// Whether it is significant.
    public let significance: Significance?
    /// One line for a chronology.
    public let summary: String?
    /// What the type of event says, all of it.
    public let data: (any EventPayload)?

    /// Entry corrected; what is `nil` stays as it was.
    public init(
        entry: UUID, entryType: EventType, reason: String, occurredAt: Occurrence? = nil,
        source: InformationSource? = nil, significance: Significance? = nil, summary: String? = nil,
        data: (any EventPayload)? = nil
    ) {
        self.entry = entry
        self.entryType = entryType
        self.reason = reason
        self.occurredAt = occurredAt
        self.source = source
        self.significance = significance
        self.summary = summary
        self.data = data
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let entry = fields.required("entry", as: UUID.self)
        let entryType = fields.required("type", as: EventType.self)
        let reason = fields.required("reason", as: String.self)
        let before = fields.problems.found.count
        occurredAt = fields.optional("occurredAt")
        source = fields.optional("source")
        significance = fields.optional("significance")
        summary = fields.optional("summary")
        var hasUnreadData = false
        if let entryType, let payload = EventCatalogue.current.payload(of: entryType) {
            let (occurredAt, source, significance, summary) = (occurredAt, source, significance, summary)
            data = payload.readData(&fields, isRequired: false) {
                var replaced = FieldWriter()
                replaced.put("id", entry)
                replaced.put("occurredAt", occurredAt)
                replaced.put("source", source)
                replaced.put("significance", significance)
                replaced.put("summary", summary)
                return replaced.object
            }
        } else {
            hasUnreadData = fields.passOverVersionedData()
            data = nil
        }
        if let summary, let refusal = EventDraft.refusal(ofSummary: summary) { fields.refuse("summary", refusal) }
        let isEmpty = occurredAt == nil && source == nil && significance == nil && summary == nil && data == nil
        if isEmpty, !hasUnreadData, fields.problems.found.count == before {
            fields.refuse(
                nil,
                "must replace at least one of occurredAt, source, significance, summary and data; "
                    + "an entry that should not be there is struck out by entry.struck-out")
        }
        guard let entry, let entryType, let reason else { return nil }
        self.entry = entry
        self.entryType = entryType
        self.reason = reason
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("entry", entry)
        fields.put("type", entryType)
        fields.put("reason", reason)
        fields.put("occurredAt", occurredAt)
        fields.put("source", source)
        fields.put("significance", significance)
        fields.put("summary", summary)
        if let data {
            fields.put("typeVersion", Int(Swift.type(of: data).version))
            fields.put("data", data)
        }
    }

    /// The entry corrected.
    public var changedEntry: UUID { entry }

    /// In one line.
    public var headline: String { "Entry corrected: \(reason)" }

    /// Whether the two say the same.
    public static func == (one: EntryCorrected, other: EntryCorrected) -> Bool { one.field == other.field }

    /// Adds what it says.
    public func hash(into hasher: inout Hasher) { hasher.combine(field) }
}

extension EntryCorrected {
    /// It stands where the entry corrected does. Nothing can have happened in the future, whatever corrects it.
    public func check(_ envelope: EnvelopeFacts, _ problems: inout FieldProblems) {
        if let children = envelope.children,
            let refusal = EventCatalogue.current.payload(of: entryType)?.placement
                .refusal(ofChildren: children, type: entryType)
        {
            problems.at("children") { $0.add("\(refusal), and so does its correction") }
        }
        problems.at("data") { problems in
            if let refusal = occurredAt?.refusal(now: envelope.now) {
                problems.at("occurredAt") { $0.add(refusal) }
            }
            // Other payloads go with the envelope of the entry corrected, which is not at hand here.
            (data as? EntryCorrected)?.check(envelope, &problems)
        }
    }
}

/// An entry should not be in the records of the children named: recorded for the wrong child, or twice, or by
/// mistake. Struck out of some of its children's records, it stands in the others'.
public struct EntryStruckOut: ChangesEntry {
    /// `entry.struck-out`.
    public static let type: EventType = "entry.struck-out"
    /// Entry struck out.
    public static let title = "Entry struck out"
    /// Where the entry struck out stands.
    public static let placement = RecordPlacement.either

    /// The entry struck out.
    public let entry: UUID
    /// Why it is struck out.
    public let reason: String

    /// Entry struck out.
    public init(entry: UUID, reason: String) {
        self.entry = entry
        self.reason = reason
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let entry = fields.required("entry", as: UUID.self)
        let reason = fields.required("reason", as: String.self)
        guard let entry, let reason else { return nil }
        self.entry = entry
        self.reason = reason
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("entry", entry)
        fields.put("reason", reason)
    }

    /// The entry struck out.
    public var changedEntry: UUID { entry }

    /// In one line.
    public var headline: String { "Entry struck out: \(reason)" }
}
