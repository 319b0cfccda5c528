import CaseRecord
import MerkleLog
import PostgresClient

/// Where an authority's log ends: what the next batch is put on top of.
struct LedgerHead: Sendable, Equatable {
    /// The daemon's turn as the writer; each take-over begins a new one.
    let epoch: Int64
    /// The right edge of the Merkle tree; its size is the last position.
    var frontier: TreeFrontier
    /// The latest `recordedAt`; never goes back, even where the machine's time does.
    var recordedAt: Instant

    /// The last position; 0 in an empty log.
    var position: Int64 { frontier.size }

    init(epoch: Int64, frontier: TreeFrontier, recordedAt: Instant) {
        self.epoch = epoch
        self.frontier = frontier
        self.recordedAt = recordedAt
    }

    /// From the columns epoch, last_position, last_recorded_at and frontier.
    @Sendable init(_ row: borrowing PostgresRow) throws {
        epoch = try row.decode(0, as: Int64.self)
        let position = try row.decode(1, as: Int64.self)
        recordedAt = try row.decode(2, as: PostgresTimestamp.self).instant
        guard let frontier = TreeFrontier(size: position, bytes: try row.decode(3, as: [UInt8].self)) else {
            throw LedgerDamage.frontier(position: position)
        }
        self.frontier = frontier
    }
}

/// The database holds what no version of caselog has written.
package enum LedgerDamage: Error, Sendable, Equatable {
    /// The head's row holds a tree that does not fit its position.
    case frontier(position: Int64)
    /// The entry's hash is none.
    case leafHash(position: Int64)
    /// A node of the Merkle tree, or a leaf (level 0), is not there.
    case missingNode(level: Int, index: Int64)
}
