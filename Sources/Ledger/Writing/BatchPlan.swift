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
    /// Whether leaves and nodes are hashed, as they are everywhere but in a benchmark of what that costs.
    private let hashes: Bool
    /// The log's right edge after the batch.
    private(set) var frontier: TreeFrontier
    private(set) var added: [PlannedEvent] = []
    /// Nodes of the levels that are stored, which the batch completes.
    private(set) var nodes: [(node: TreeNode, hash: TreeHash)] = []
    /// The versions that the batch leaves the records at that it adds to.
    private(set) var versions: [ChildID: Int64] = [:]
    /// What the log holds of the ids that the appends name, as far as it was looked up.
    private let known: [UUID: KnownEvent]
    /// Where each id of the batch stands in `added`, or will stand.
    private var places: [UUID: Int] = [:]
    private var buffer: [UInt8] = []

    /// A plan on top of the log's head.
    ///
    /// - Parameters:
    ///   - known: What the log holds of the ids that the appends name, as far as it was looked up.
    ///   - capacity: About how many events it will add.
    init(
        authority: AuthorityCode, head: LedgerHead, recordedAt: Instant, known: [UUID: KnownEvent], capacity: Int = 1,
        hashes: Bool = true
    ) {
        self.hashes = hashes
        self.authority = authority
        self.recordedAt = recordedAt
        self.known = known
        frontier = head.frontier
        added.reserveCapacity(capacity)
        places.reserveCapacity(capacity)
    }

    /// Takes all events of one append, or none of them. `remembered` knows where the record of every child stands that
    /// the append names.
    mutating func take(_ submission: Submission, on remembered: RecordVersions) -> Result<[Receipt], AppendError> {
        let (parts, error) = compare(submission.events, on: remembered)
        if let error {
            for (event, part) in zip(submission.events, parts) { if case .new = part { places[event.id] = nil } }
            return .failure(error)
        }
        return .success(
            zip(submission.events, parts).map { event, part in
                switch part {
                case .known(let receipt): receipt
                case .new: add(event, submittedBy: submission.submittedBy, on: remembered)
                case .twin(let place): added[place].receipt.with(isNew: false)
                }
            })
    }

    /// What an event of an append is to the log.
    private enum Part {
        /// In the log already.
        case known(Receipt)
        /// To be added.
        case new
        /// Sent twice: it stands, or will stand, there in `added`.
        case twin(Int)
    }

    /// Compares the events with the log and with each other, and says why the append cannot be taken, before anything of
    /// it is, so that nothing of the log has to be undone.
    private mutating func compare(
        _ events: [SubmittedEvent], on remembered: RecordVersions
    ) -> (parts: [Part], error: AppendError?) {
        var parts: [Part] = []
        parts.reserveCapacity(events.count)
        var new: [SubmittedEvent] = []
        let expects = events.contains { !$0.expectedVersions.isEmpty }
        var increments: [ChildID: Int64] = [:]
        for (index, event) in events.enumerated() {
            guard event.authority == authority else { return (parts, .otherAuthority(index: index, keeps: authority)) }
            if !known.isEmpty, let known = known[event.id] {
                guard known.says(event) else {
                    return (parts, .contentConflict(index: index, id: event.id, position: known.receipt.position))
                }
                parts.append(.known(known.receipt))
                continue
            }
            let place = added.count + new.count
            if let twin = places.updateValue(place, forKey: event.id) {
                places[event.id] = twin
                let isOfBefore = twin < added.count
                guard (isOfBefore ? added[twin].event : new[twin - added.count]).content == event.content else {
                    let position = isOfBefore ? added[twin].receipt.position : 0
                    return (parts, .contentConflict(index: index, id: event.id, position: position))
                }
                parts.append(.twin(twin))
                continue
            }
            parts.append(.new)
            new.append(event)
            guard expects else { continue }
            for (child, expected) in event.expectedVersions {
                let actual = (versions[child] ?? remembered[child] ?? 0) + increments[child, default: 0]
                guard expected == actual else {
                    return (
                        parts, .versionConflict(index: index, child: child, expected: expected, actual: actual)
                    )
                }
            }
            for child in event.children { increments[child, default: 0] += 1 }
        }
        return (parts, nil)
    }

    private static func next(_ version: inout Int64) -> Int64 {
        version += 1
        return version
    }

    private mutating func add(
        _ event: SubmittedEvent, submittedBy: String, on remembered: RecordVersions
    ) -> Receipt {
        let entries = event.children.map { child in
            (child: child, version: Self.next(&versions[child, default: remembered[child] ?? 0]))
        }
        let position = frontier.size + 1
        let entry = LogEntry(
            authority: authority, position: position, id: event.id, type: event.type, typeVersion: event.typeVersion,
            occurredAt: event.occurredAt, precision: event.precision, recordedAt: recordedAt.microseconds,
            recordedBy: event.recordedBy, submittedBy: submittedBy, versions: entries.map(\.version),
            content: event.content)
        let leaf = hashes ? entry.leafHash(using: &buffer) : .empty
        frontier.append(leaf, combining: hashes ? TreeHash.node : { left, _ in left }) { node, hash in
            if node.level % StoredTree.levelStep == 0 { nodes.append((node, hash)) }
        }
        let receipt = Receipt(
            id: event.id, position: position, recordedAt: recordedAt, versions: entries, leafHash: leaf, isNew: true)
        added.append(PlannedEvent(event: event, submittedBy: submittedBy, receipt: receipt))
        return receipt
    }
}

/// Which part of the Merkle tree the database holds besides the leaves.
enum StoredTree {
    /// Every level divisible by it.
    static let levelStep = 8
}
