import CaseRecord
import Foundation

/// An event that is in the log: what tells whether another of the same id is the same event.
struct KnownEvent: Sendable {
    let receipt: Receipt
    let content: [UInt8]
}

/// One event that a batch will add.
struct PlannedEvent: Sendable {
    let event: CaseEvent
    let content: [UInt8]
    let submittedBy: String
    let receipt: Receipt
}

/// Decides, without any I/O, what of the waiting appends becomes part of the log, in what order, and what each is
/// answered. One append that cannot be taken does not touch the others.
struct BatchPlan {
    let authority: AuthorityCode
    let recordedAt: Instant
    private(set) var position: Int64
    private(set) var hash: [UInt8]
    private(set) var added: [PlannedEvent] = []
    private var known: [UUID: KnownEvent]
    private var versions: [ChildID: Int64]

    /// A plan on top of the log's head, with what the log holds of the ids and children that the appends name.
    init(
        authority: AuthorityCode, head: LedgerHead, recordedAt: Instant, known: [UUID: KnownEvent],
        versions: [ChildID: Int64]
    ) {
        self.authority = authority
        self.recordedAt = recordedAt
        position = head.position
        hash = head.hash
        self.known = known
        self.versions = versions
    }

    /// Takes all events of one append, or none of them.
    mutating func take(_ drafts: [EventDraft], submittedBy: String) -> Result<[Receipt], AppendError> {
        let before = self
        var receipts: [Receipt] = []
        for (index, draft) in drafts.enumerated() {
            switch take(draft, index: index, submittedBy: submittedBy) {
            case .success(let receipt): receipts.append(receipt)
            case .failure(let error):
                self = before
                return .failure(error)
            }
        }
        return .success(receipts)
    }

    private mutating func take(
        _ draft: EventDraft, index: Int, submittedBy: String
    ) -> Result<Receipt, AppendError> {
        let event = draft.event
        guard event.authority == authority else { return .failure(.otherAuthority(index: index, keeps: authority)) }
        let content = event.canonicalBytes
        if let known = known[event.id] {
            guard known.content == content else {
                return .failure(.contentConflict(index: index, id: event.id, position: known.receipt.position))
            }
            return .success(known.receipt.asRepeat)
        }
        for child in event.children {
            let actual = versions[child] ?? 0
            if let expected = draft.expectedVersions[child], expected != actual {
                return .failure(.versionConflict(index: index, child: child, expected: expected, actual: actual))
            }
        }
        for child in event.children { versions[child, default: 0] += 1 }
        position += 1
        hash = ChainHash.next(
            after: hash, authority: authority, position: position, recordedAt: recordedAt, submittedBy: submittedBy,
            content: content)
        let receipt = Receipt(
            id: event.id, position: position, recordedAt: recordedAt,
            versions: event.children.map { ($0, versions[$0] ?? 0) }, hash: hash, isNew: true)
        known[event.id] = KnownEvent(receipt: receipt, content: content)
        added.append(PlannedEvent(event: event, content: content, submittedBy: submittedBy, receipt: receipt))
        return .success(receipt)
    }
}
