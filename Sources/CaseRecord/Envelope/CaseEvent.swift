public import Foundation
public import StrictJSON

/// One thing that happened, to one or more children known to the authority or in the authority as a whole: an entry of the log before the ledger
/// has taken it. Immutable; a correction is another event.
public struct CaseEvent: Sendable {
    // Events are handed about a great deal: kept once, each costs one reference.
    private let kept: Kept

    private final class Kept: Sendable {
        let id: UUID
        let authority: AuthorityCode
        let children: [ChildID]
        let occurredAt: Occurrence
        let original: Original?
        let recordedBy: WorkerID
        let source: InformationSource?
        let significance: Significance?
        let summary: String?
        let data: any EventPayload

        init(
            id: UUID, authority: AuthorityCode, children: [ChildID], occurredAt: Occurrence, original: Original?,
            recordedBy: WorkerID, source: InformationSource?, significance: Significance?, summary: String?,
            data: any EventPayload
        ) {
            self.id = id
            self.authority = authority
            self.children = children
            self.occurredAt = occurredAt
            self.original = original
            self.recordedBy = recordedBy
            self.source = source
            self.significance = significance
            self.summary = summary
            self.data = data
        }
    }

    /// Chosen by the client: the idempotency key.
    public var id: UUID { kept.id }
    /// The tenant.
    public var authority: AuthorityCode { kept.authority }
    /// Whose records it stands in, no child twice; empty where it concerns the authority as a whole (``RecordPlacement``).
    public var children: [ChildID] { kept.children }
    /// When it happened.
    public var occurredAt: Occurrence { kept.occurredAt }
    /// Where it came from when it is migrated history.
    public var original: Original? { kept.original }
    /// Who recorded it.
    public var recordedBy: WorkerID { kept.recordedBy }
    /// Who the information came from.
    public var source: InformationSource? { kept.source }
    /// Whether it is significant; `nil` where the recorder did not say.
    public var significance: Significance? { kept.significance }
    /// One line for a chronology, in the recorder's words.
    public var summary: String? { kept.summary }
    /// What the type of event says.
    public var data: any EventPayload { kept.data }

    /// An event.
    public init(
        id: UUID, authority: AuthorityCode, children: [ChildID], occurredAt: Occurrence, recordedBy: WorkerID,
        data: any EventPayload, original: Original? = nil, source: InformationSource? = nil,
        significance: Significance? = nil, summary: String? = nil
    ) {
        kept = Kept(
            id: id, authority: authority, children: children, occurredAt: occurredAt, original: original,
            recordedBy: recordedBy, source: source, significance: significance, summary: summary, data: data)
    }

    /// The type of event.
    public var type: EventType { Swift.type(of: data).type }

    /// The recorder's summary or, where there is none, what the payload says in one line.
    public var headline: String { summary ?? data.headline }

    /// The event as clients send and read it.
    public var json: JSONObject {
        // An event has at most eleven members, a recorded one sixteen.
        var fields = FieldWriter(capacity: 16)
        fields.put("id", id)
        fields.put("type", type.name)
        fields.put("authority", authority)
        fields.put("children", children)
        fields.put("occurredAt", occurredAt)
        fields.put("original", original)
        fields.put("recordedBy", recordedBy)
        fields.put("source", source)
        fields.put("significance", significance)
        fields.put("summary", summary)
        fields.put("data", data)
        return fields.object
    }

    /// The bytes that are stored and hashed: the event in the canonical form of RFC 8785.
    public var canonicalBytes: [UInt8] { JSONValue.object(json).bytes(.canonical) }
}

/// An event that a client asks to append, with what it expects of the children's records.
public struct EventDraft: Sendable {
    /// The event.
    public let event: CaseEvent
    /// For each child named here: append only if the record is at this version (0: it has no entry yet).
    public let expectedVersions: [ChildID: Int64]

    /// A draft.
    public init(event: CaseEvent, expectedVersions: [ChildID: Int64] = [:]) {
        self.event = event
        self.expectedVersions = expectedVersions
    }
}

/// An event that the ledger has taken. It is kept once, however many views hold it.
public struct RecordedEvent: Sendable {
    private let kept: Kept

    private final class Kept: Sendable {
        let position: Int64
        let recordedAt: Instant
        let versions: [Int64]
        let hash: [UInt8]
        let typeVersion: Int16
        let event: CaseEvent

        init(
            _ position: Int64, _ recordedAt: Instant, _ versions: [Int64], _ hash: [UInt8], _ typeVersion: Int16,
            _ event: CaseEvent
        ) {
            self.position = position
            self.recordedAt = recordedAt
            self.versions = versions
            self.hash = hash
            self.typeVersion = typeVersion
            self.event = event
        }
    }

    /// Its place in the authority's log: gapless, from 1, in the order of commits.
    public var position: Int64 { kept.position }
    /// When the ledger took it.
    public var recordedAt: Instant { kept.recordedAt }
    /// Its place in each child's record, in the order of the event's children, from 1.
    public var versions: [Int64] { kept.versions }
    /// The hash of its leaf in the log's Merkle tree: SHA-256, 32 bytes.
    public var hash: [UInt8] { kept.hash }
    /// The version of its type that it was recorded at. What it says is always read as the current version says it.
    public var typeVersion: Int16 { kept.typeVersion }
    /// The event.
    public var event: CaseEvent { kept.event }

    /// A recorded event.
    public init(
        position: Int64, recordedAt: Instant, versions: [Int64], hash: [UInt8], typeVersion: Int16, event: CaseEvent
    ) {
        kept = Kept(position, recordedAt, versions, hash, typeVersion, event)
    }

    /// The event as clients read it, with what the ledger added.
    public var json: JSONObject {
        var object = event.json
        object.append(new: "typeVersion", .integer(Int64(typeVersion)))
        object.append(new: "position", .integer(position))
        object.append(new: "recordedAt", .string(recordedAt.description))
        var perChild = JSONObject()
        for (child, version) in zip(event.children, versions) { perChild[child.text] = .integer(version) }
        object.append(new: "versions", .object(perChild))
        object.append(new: "hash", .string(hash.hexadecimal))
        return object
    }
}
