public import CaseRecord
import Foundation
public import Logging
public import PostgresClient

/// The one writer of an authority's log: gathers the appends that wait, and commits them in one transaction.
///
/// There is no delay when nothing waits: an append that finds the ledger idle is committed at once, and those that
/// arrive while a commit is under way share the next one. ``run()`` does the work; without it appends wait.
public actor Ledger {
    /// The authority whose log it keeps.
    public nonisolated let authority: AuthorityCode
    /// The most events that may wait; further appends are refused as overloaded.
    public static let mostWaiting = 20_000
    /// The most events that one transaction adds, unless a single append has more.
    static let mostInBatch = 1000
    /// How long an append waits for a database that is away.
    static let patience: Duration = .seconds(15)

    private let pool: PostgresPool
    private let now: @Sendable () -> Instant
    private let logger: Logger
    private var head: LedgerHead?
    private var epoch: Int64?
    private var waiting: [Submission] = []
    private var waitingEvents = 0
    private var isStopping = false
    private let wake: AsyncStream<Void>.Continuation
    private let wakes: AsyncStream<Void>
    private var watchers: [Int: AsyncStream<Int64>.Continuation] = [:]
    private var nextWatcher = 0

    private struct Submission {
        let drafts: [EventDraft]
        let submittedBy: String
        let continuation: CheckedContinuation<Result<[Receipt], AppendError>, Never>
    }

    /// A ledger that writes over connections of that pool; one connection is enough. `now` gives the time at which
    /// events are recorded.
    public init(authority: AuthorityCode, pool: PostgresPool, now: @escaping @Sendable () -> Instant, logger: Logger) {
        self.authority = authority
        self.pool = pool
        self.now = now
        self.logger = logger
        (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Appends all of the events or none of them. Returns once they are durable.
    ///
    /// - Returns: A receipt for each, in order; the first receipt for one that was there already.
    public func append(_ drafts: [EventDraft], submittedBy: String) async throws(AppendError) -> [Receipt] {
        guard !isStopping else { throw .stopping }
        guard waiting.isEmpty || waitingEvents + drafts.count <= Self.mostWaiting else { throw .overloaded }
        let result = await withCheckedContinuation { continuation in
            waiting.append(Submission(drafts: drafts, submittedBy: submittedBy, continuation: continuation))
            waitingEvents += drafts.count
            wake.yield()
        }
        return try result.get()
    }

    /// Takes over the log, ending the turn of any daemon that had it.
    ///
    /// - Throws: ``PostgresError`` when the database does not answer.
    public func open() async throws {
        let authority = authority
        let opened = try await pool.withConnection { connection in
            try await Self.readHead(LedgerStatements.open, authority, connection)
        }
        head = opened
        epoch = opened.epoch
        logger.info("ledger open", metadata: ["epoch": "\(opened.epoch)", "position": "\(opened.position)"])
    }

    /// Commits what waits, until ``stop()`` and until all that was accepted before it is answered.
    ///
    /// - Throws: ``AppendError/fenced`` when another daemon has taken over: this one must end.
    public func run() async throws {
        for await _ in wakes {
            while !waiting.isEmpty {
                do {
                    try await commit(takeBatch())
                } catch {
                    isStopping = true
                    answer(takeAll(), .failure(.fenced))
                    throw error
                }
            }
            if isStopping { break }
        }
        isStopping = true
        answer(takeAll(), .failure(.stopping))
        for watcher in watchers.values { watcher.finish() }
    }

    /// Takes no more appends; ``run()`` ends after those that wait.
    public func stop() {
        isStopping = true
        wake.yield()
        wake.finish()
    }

    /// The last position after each commit, newest only: a reader that falls behind sees the latest.
    public func positions() -> AsyncStream<Int64> {
        let (stream, continuation) = AsyncStream<Int64>.makeStream(bufferingPolicy: .bufferingNewest(1))
        nextWatcher += 1
        let key = nextWatcher
        watchers[key] = continuation
        continuation.onTermination = { [weak self] _ in
            // A stream ends outside any task of ours; forgetting it needs the actor.
            Task { await self?.forget(key) }
        }
        if let head { continuation.yield(head.position) }
        return stream
    }

    private func forget(_ key: Int) { watchers[key] = nil }

    private func takeBatch() -> [Submission] {
        var events = 0
        var count = 0
        for submission in waiting {
            guard count == 0 || events + submission.drafts.count <= Self.mostInBatch else { break }
            events += submission.drafts.count
            count += 1
        }
        let batch = Array(waiting.prefix(count))
        waiting.removeFirst(count)
        waitingEvents -= events
        return batch
    }

    private func takeAll() -> [Submission] {
        defer { (waiting, waitingEvents) = ([], 0) }
        return waiting
    }

    private func answer(_ submissions: [Submission], _ result: Result<[Receipt], AppendError>) {
        for submission in submissions { submission.continuation.resume(returning: result) }
    }

    /// Commits one batch and answers it. A lost connection is not an answer: what became of the transaction is found
    /// out by looking the ids up again, which the next try does anyway.
    private func commit(_ batch: [Submission]) async throws {
        let clock = ContinuousClock()
        let giveUp = clock.now + Self.patience
        var pause = Duration.milliseconds(50)
        while true {
            do {
                let results = try await commitOnce(batch)
                for (submission, result) in zip(batch, results) { submission.continuation.resume(returning: result) }
                return
            } catch let error as AppendError where error == .fenced {
                answer(batch, .failure(.fenced))
                throw error
            } catch {
                head = nil
                logger.warning("append failed, looking again", metadata: ["error": "\(error)"])
                guard clock.now + pause < giveUp, !Task.isCancelled else {
                    answer(batch, .failure(.unavailable))
                    return
                }
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(2))
            }
        }
    }

    private func commitOnce(_ batch: [Submission]) async throws -> [Result<[Receipt], AppendError>] {
        let (authority, expectedEpoch, knownHead, time) = (authority, epoch, head, now())
        let appends = batch.map { (drafts: $0.drafts, submittedBy: $0.submittedBy) }
        let (newHead, results) = try await pool.withConnection { connection in
            let head: LedgerHead
            if let knownHead {
                head = knownHead
            } else {
                head = try await Self.readHead(LedgerStatements.head, authority, connection)
            }
            guard head.epoch == expectedEpoch else { throw AppendError.fenced }
            let recordedAt = max(time, head.recordedAt)
            var plan = try await Self.plan(
                appends.flatMap { $0.drafts }, authority: authority, head: head, recordedAt: recordedAt, connection)
            let results = appends.map { plan.take($0.drafts, submittedBy: $0.submittedBy) }
            guard !plan.added.isEmpty else { return (head, results) }
            let rows = try await connection.query(LedgerStatements.append, plan.parameters(onTopOf: head)) { row in
                try row.decode(0, as: Int64.self)
            }
            // No row: the head was not where it was left. Reading it again tells whether it is still ours.
            guard rows.first == Int64(plan.added.count) else { throw HeadMoved() }
            let newHead = LedgerHead(
                epoch: head.epoch, position: plan.position, hash: plan.hash, recordedAt: recordedAt)
            return (newHead, results)
        }
        let hasMoved = head?.position != newHead.position
        head = newHead
        if hasMoved { for watcher in watchers.values { watcher.yield(newHead.position) } }
        return results
    }

    private struct HeadMoved: Error {}

    private static func plan(
        _ drafts: [EventDraft], authority: AuthorityCode, head: LedgerHead, recordedAt: Instant,
        _ connection: PostgresConnection
    ) async throws -> BatchPlan {
        let ids: [UUID?] = drafts.map { $0.event.id }
        let children: [String?] = Set(drafts.flatMap { $0.event.children }).map { $0.text }
        let found = try await connection.query(
            LedgerStatements.known, [.text(authority.text), .uuidArray(ids)], knownEvent)
        let rows = try await connection.query(
            LedgerStatements.versions, [.text(authority.text), .textArray(children)]
        ) { row in
            (try row.decode(0, as: String.self), try row.decode(1, as: Int64?.self) ?? 0)
        }
        return BatchPlan(
            authority: authority, head: head, recordedAt: recordedAt,
            known: Dictionary(found.map { ($0.receipt.id, $0) }) { first, _ in first },
            versions: Dictionary(rows.map { (ChildID(unchecked: $0), $1) }) { first, _ in first })
    }

    @Sendable private static func knownEvent(_ row: borrowing PostgresRow) throws -> KnownEvent {
        let content = try row.decode(5, as: [UInt8].self)
        let versions = try row.decode(3, as: [Int64].self)
        let receipt = Receipt(
            id: try row.decode(0, as: UUID.self), position: try row.decode(1, as: Int64.self),
            recordedAt: try row.decode(2, as: PostgresTimestamp.self).instant,
            versions: zip(try CaseEvent(stored: content).children, versions).map { (child: $0, version: $1) },
            hash: try row.decode(4, as: [UInt8].self), isNew: false)
        return KnownEvent(receipt: receipt, content: content)
    }

    /// Runs one of the two statements that answer with the head.
    private static func readHead(
        _ statement: Statement, _ authority: AuthorityCode, _ connection: PostgresConnection
    ) async throws -> LedgerHead {
        let heads = try await connection.query(statement, [.text(authority.text)]) { row in
            LedgerHead(
                epoch: try row.decode(0, as: Int64.self), position: try row.decode(1, as: Int64.self),
                hash: try row.decode(2, as: [UInt8].self), recordedAt: Instant(microseconds: 0))
        }
        // The row is made by `open` and never deleted.
        guard var head = heads.first else { throw AppendError.fenced }
        let last = try await connection.query(LedgerStatements.lastRecordedAt, [.text(authority.text)]) { row in
            try row.decode(0, as: PostgresTimestamp.self).instant
        }
        head.recordedAt = last.first ?? head.recordedAt
        return head
    }
}
