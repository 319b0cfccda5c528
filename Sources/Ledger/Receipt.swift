public import CaseRecord
public import Foundation
public import MerkleLog
public import StrictJSON

/// What the ledger answers for one event: it is durable, and this is where it stands.
public struct Receipt: Sendable {
    /// The event.
    public let id: UUID
    /// Its place in the authority's log, from 1.
    public let position: Int64
    /// When the ledger took it, the first time.
    public let recordedAt: Instant
    /// The children in whose records it stands, in the event's order, each with the version it made there.
    public let versions: [(child: ChildID, version: Int64)]
    /// The hash of its leaf in the log's Merkle tree.
    public let leafHash: TreeHash
    /// Whether this append added it; `false` where the same event was there already.
    public let isNew: Bool

    /// The receipt as clients get it.
    public var json: JSONValue { json(leavingOut: []) }

    /// The receipt as clients get it, without the versions of those children's records, which they do not see.
    public func json(leavingOut unseen: Set<ChildID>) -> JSONValue {
        var perChild = JSONObject()
        for (child, version) in versions where !unseen.contains(child) { perChild[child.text] = .integer(version) }
        return [
            "id": id.field, "position": .integer(position), "recordedAt": .string(recordedAt.description),
            "versions": .object(perChild), "hash": .string(leafHash.bytes.hexadecimal), "new": .bool(isNew),
        ]
    }

    func with(isNew: Bool) -> Receipt {
        Receipt(
            id: id, position: position, recordedAt: recordedAt, versions: versions, leafHash: leafHash, isNew: isNew)
    }
}

/// Why an append added nothing.
public enum AppendError: Error, Sendable, Equatable {
    /// An event with that id is in the log already and says something else. `index` counts in what was sent.
    case contentConflict(index: Int, id: UUID, position: Int64)
    /// The child's record is not at the version that the client expected.
    case versionConflict(index: Int, child: ChildID, expected: Int64, actual: Int64)
    /// The event is for an authority whose log this ledger does not keep.
    case otherAuthority(index: Int, keeps: AuthorityCode)
    /// More events wait than the ledger holds; try again soon.
    case overloaded
    /// The database could not be reached or did not answer. Whether the events were kept is not known: send the
    /// same ids again, which adds nothing twice.
    case unavailable
    /// The database has no room left, or another resource of its machine is used up. Nothing was kept.
    case storageExhausted
    /// The database would not take these events, for the reason that the SQLSTATE names. Nothing was kept.
    case refused(sqlState: String)
    /// The daemon is stopping and takes nothing more.
    case stopping
    /// Another daemon has taken over this authority's log; this one must not write.
    case fenced
}
