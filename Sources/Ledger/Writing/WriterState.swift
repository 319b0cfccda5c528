import CaseRecord
import Foundation
import MerkleLog

/// What the writer knows and what it is about, across connections.
struct WriterState: Sendable {
    /// Appends that are written together.
    struct Batch: Sendable {
        var submissions: [Submission]
        /// Where the log ended when it was first tried, if what became of that try is not known.
        var firstTriedOn: Int64?

        /// Events that it has.
        var count: Int { submissions.reduce(0) { $0 + $1.events.count } }

        func with(_ submissions: [Submission]) -> Batch {
            Batch(submissions: submissions, firstTriedOn: firstTriedOn)
        }
    }

    /// A batch that was sent and is not answered yet.
    struct Sent: Sendable {
        let batch: Batch
        let results: [Result<[Receipt], AppendError>]
        /// Events that it adds.
        let count: Int
        /// The tree after it.
        let frontier: TreeFrontier
        let sentAt = ContinuousClock.now
    }

    /// Whom the writer waits for: those that a commit has just answered mostly come back with their next append at once, and
    /// gain more by sharing one commit than the first of them loses.
    struct Company: Sendable {
        /// A commit takes longer than this; to wait longer would be felt.
        private static let longest: Duration = .microseconds(300)
        /// How many events they had.
        let events: Int
        let until: ContinuousClock.Instant

        /// After that batch was committed.
        init(after sent: Sent) {
            let now = ContinuousClock.now
            events = sent.count
            until = now + min((now - sent.sentAt) / 2, Self.longest)
        }
    }

    /// Where the log ends once what is under way is committed.
    private(set) var head: LedgerHead
    /// Where the records stand once what is under way is committed.
    var versions = RecordVersions()
    /// Taken from the intake, not under way and not answered; the first is tried next.
    var batches: [Batch] = []
    /// Who may come next; `nil` where nobody is waited for.
    var company: Company?
    /// Sent and not answered, oldest first.
    var underWay: [Sent] = []
    /// Whether the ids of a batch are looked up before it is tried. Otherwise the unique index finds a repeat, which
    /// costs nothing until there is one.
    var looksUpIDs = false
    /// What the log holds of the first batch's ids, where they were looked up.
    var known: [UUID: KnownEvent]?
    /// Whether the first batch waits for a look into the database.
    var needsLookUp = false
    /// When the lease was last renewed, by an append or for its own sake.
    var renewedAt = ContinuousClock.now

    init(head: LedgerHead) { self.head = head }

    var epoch: Int64 { head.epoch }
    var isRenewalDue: Bool { ContinuousClock.now - renewedAt >= Turn.renewal }

    /// Whether all is known that the batch has to be compared with.
    func canPlan(_ batch: Batch) -> Bool {
        (!looksUpIDs || known != nil) && versions.missing(of: batch.submissions).isEmpty
    }

    /// The first batch is on its way.
    mutating func send(_ sent: Sent, versions planned: [ChildID: Int64], recordedAt: Instant) {
        dropBatch()
        underWay.append(sent)
        versions.save(planned)
        head.frontier = sent.frontier
        head.recordedAt = recordedAt
    }

    /// The first batch is done with.
    mutating func dropBatch() {
        batches.removeFirst()
        // One batch without a repeat ends the looking up.
        if let known { looksUpIDs = !known.isEmpty }
        known = nil
    }

    /// Everything under way is to be tried again, in order.
    mutating func takeBack(outcomeUnknown: Bool) {
        let committed = head.position - Int64(underWay.reduce(0) { $0 + $1.count })
        batches =
            underWay.map { sent in
                var batch = sent.batch
                if outcomeUnknown, batch.firstTriedOn == nil { batch.firstTriedOn = committed }
                return batch
            } + batches
        underWay = []
        known = nil
        needsLookUp = false
        versions.forget()
        if outcomeUnknown { looksUpIDs = true }
    }

    /// Goes on from where the database says that the log ends.
    mutating func restart(from head: LedgerHead) {
        self.head = head
        renewedAt = .now
    }

    /// Takes out the appends that have waited since before that moment.
    mutating func remove(arrivedBefore moment: ContinuousClock.Instant) -> [Submission] {
        let late = batches.flatMap(\.submissions).filter { $0.arrived < moment }
        batches = batches.map { batch in batch.with(batch.submissions.filter { $0.arrived >= moment }) }
        batches.removeAll { $0.submissions.isEmpty }
        return late
    }
}
