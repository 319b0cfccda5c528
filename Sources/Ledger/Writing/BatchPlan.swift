import CaseRecord
import Foundation
import MerkleLog

/// An event that is in the log: what tells whether another of the same id is the same event.
struct KnownEvent: Sendable {
    let receipt: Receipt
    let content: [UInt8]
    /// The version of its type that it was recorded at.
    let typeVersion: Int16

    /// Whether the event, which is of the same id, says the same: an older version of a type, when it is sent again,
    /// comes as what the current version makes of it.
    func says(_ event: SubmittedEvent) -> Bool {
        content == event.content
            || (try? CaseEvent(stored: content, typeVersion: typeVersion).canonicalBytes) == event.content
    }
}

/// One event that a batch will add.
struct PlannedEvent: Sendable {
    let event: SubmittedEvent
    let submittedBy: String
    let receipt: Receipt
}

/// Decides, without any I/O, what of the waiting appends becomes part of the log, in what order, and what each is
/// answered. One append that cannot be taken does not touch the others.
struct BatchPlan {
    let authority: AuthorityCode
    let recordedAt: Instant
    /// The log's right edge after the batch.
    private(set) var frontier: TreeFrontier
    private(set) var added: [PlannedEvent] = []
    /// Nodes of the levels that are stored, which the batch completes.
    private(set) var nodes: [(node: TreeNode, hash: TreeHash)] = []
    /// The versions that the batch leaves the records at.
    private(set) var versions: [ChildID: Int64]
    private var known: [UUID: KnownEvent]
    private var buffer: [UInt8] = []

    /// A plan on top of the log's head.
    ///
    /// - Parameters:
    ///   - known: What the log holds of the ids that the appends name, as far as it was looked up.
    ///   - versions: Where the record of every child that the appends name stands; 0 for a new one.
    init(
        authority: AuthorityCode, head: LedgerHead, recordedAt: Instant, known: [UUID: KnownEvent],
        versions: [ChildID: Int64]
    ) {
        self.authority = authority
        self.recordedAt = recordedAt
        self.known = known
        self.versions = versions
        frontier = head.frontier
    }

    /// Takes all events of one append, or none of them.
    mutating func take(_ submission: Submission) -> Result<[Receipt], AppendError> {
        if let error = obstacle(to: submission.events) { return .failure(error) }
        var receipts: [Receipt] = []
        receipts.reserveCapacity(submission.events.count)
        for event in submission.events {
            if let known = known[event.id] {
                receipts.append(known.receipt)
            } else {
                receipts.append(add(event, submittedBy: submission.submittedBy))
            }
        }
        return .success(receipts)
    }

    /// Why the append cannot be taken; looked for before anything of it is, so that nothing has to be undone.
    private func obstacle(to events: [SubmittedEvent]) -> AppendError? {
        var earlier: [UUID: SubmittedEvent] = [:]
        var increments: [ChildID: Int64] = [:]
        for (index, event) in events.enumerated() {
            guard event.authority == authority else { return .otherAuthority(index: index, keeps: authority) }
            if let known = known[event.id] {
                guard known.says(event) else {
                    return .contentConflict(index: index, id: event.id, position: known.receipt.position)
                }
                continue
            }
            if let twin = earlier[event.id] {
                guard twin.content == event.content else {
                    return .contentConflict(index: index, id: event.id, position: 0)
                }
                continue
            }
            for (child, expected) in event.expectedVersions {
                let actual = versions[child, default: 0] + increments[child, default: 0]
                guard expected == actual else {
                    return .versionConflict(index: index, child: child, expected: expected, actual: actual)
                }
            }
            if events.count > 1 {
                earlier[event.id] = event
                for child in event.children { increments[child, default: 0] += 1 }
            }
        }
        return nil
    }

    private mutating func add(_ event: SubmittedEvent, submittedBy: String) -> Receipt {
        var places: [(child: ChildID, version: Int64)] = []
        places.reserveCapacity(event.children.count)
        for child in event.children {
            let version = versions[child, default: 0] + 1
            versions[child] = version
            places.append((child, version))
        }
        let position = frontier.size + 1
        let entry = LogEntry(
            authority: authority, position: position, id: event.id, type: event.type, typeVersion: event.typeVersion,
            occurredAt: event.occurredAt, precision: event.precision, recordedAt: recordedAt.microseconds,
            recordedBy: event.recordedBy, submittedBy: submittedBy, versions: places.map(\.version),
            content: event.content)
        let leaf = entry.leafHash(using: &buffer)
        frontier.append(leaf) { node, hash in
            if node.level % StoredTree.levelStep == 0 { nodes.append((node, hash)) }
        }
        let receipt = Receipt(
            id: event.id, position: position, recordedAt: recordedAt, versions: places, leafHash: leaf, isNew: true)
        added.append(PlannedEvent(event: event, submittedBy: submittedBy, receipt: receipt))
        known[event.id] = KnownEvent(
            receipt: receipt.with(isNew: false), content: event.content, typeVersion: event.typeVersion)
        return receipt
    }
}

/// Which part of the Merkle tree the database holds besides the leaves.
enum StoredTree {
    /// Every level divisible by it.
    static let levelStep = 8
}
