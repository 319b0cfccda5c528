public import CaseRecord
import Figures
import Foundation
public import Liveness
public import Logging
package import MerkleLog
import NIOConcurrencyHelpers
public import PostgresClient

/// The one writer of an authority's log: gathers the appends that wait, and commits them in one transaction.
///
/// There is no delay when nothing waits: an append that finds the ledger idle is committed at once, and those that arrive
/// while a commit is under way share the next one. Right after one that several shared, the first to come back waits for the
/// others, 0.3 ms at most. ``open(onStandby:)`` takes the turn, ``run()`` does the work; without it appends wait.
public final class Ledger: Sendable {
    /// The authority whose log it keeps.
    public let authority: AuthorityCode
    /// What it counts of its own work.
    public let meter = LedgerMeter()
    /// How long an append waits for a database that is away.
    static let patience: Duration = .seconds(15)

    /// Whether the work of ``run()`` still goes round.
    public let pulse = Pulse()

    /// How the session of its connection is set: each statement is planned once. An append has one plan that serves any
    /// number of events, and would wait while it is thought out anew.
    static let session = ["plan_cache_mode": "force_generic_plan", "enable_seqscan": "off", "jit": "off"]

    private let configuration: PostgresConfiguration
    private let intake = Intake()
    private let now: @Sendable () -> Instant
    private let logger: Logger
    private let hashes: Bool
    private let state: NIOLockedValueBox<State>

    private struct State {
        /// The turn taken by `open`, until `run` uses it.
        var opened: (connection: PostgresConnection, head: LedgerHead)?
        var committed = TreeFrontier()
        var watchers: [Int: AsyncStream<Int64>.Continuation] = [:]
        var lastWatcher = 0
        var hasEnded = false
    }

    /// A ledger that writes over a connection of its own. `now` gives the time at which events are recorded.
    public convenience init(
        authority: AuthorityCode, configuration: PostgresConfiguration, now: @escaping @Sendable () -> Instant,
        logger: Logger
    ) {
        self.init(authority: authority, configuration: configuration, now: now, logger: logger, hashes: true)
    }

    /// As the other, but for the benchmark of what tamper evidence costs, which leaves it out: such a log proves nothing
    /// and does not pass verification. No setting of any program reaches this.
    package init(
        authority: AuthorityCode, configuration: PostgresConfiguration, now: @escaping @Sendable () -> Instant,
        logger: Logger, hashes: Bool
    ) {
        self.hashes = hashes
        self.authority = authority
        var configuration = configuration
        configuration.settings.merge(Self.session) { own, _ in own }
        self.configuration = configuration
        self.now = now
        self.logger = logger
        state = NIOLockedValueBox(State())
    }

    /// Appends all of the events or none of them. Returns once they are durable.
    ///
    /// - Returns: A receipt for each, in order; the first receipt for one that was there already.
    public func append(_ drafts: [EventDraft], submittedBy: String) async throws(AppendError) -> [Receipt] {
        let begin = ContinuousClock.now
        let events = drafts.map { SubmittedEvent($0) }
        let result = await withCheckedContinuation { continuation in
            intake.add(Submission(events, submittedBy: submittedBy) { continuation.resume(returning: $0) })
        }
        switch result {
        case .success: meter.appends.add(ContinuousClock.now - begin)
        case .failure(let error): meter.refusals.add(error.name)
        }
        return try result.get()
    }

    /// Takes the turn to write the log, waiting for as long as another daemon has it.
    ///
    /// - Parameter onStandby: Told who has the turn, each time that it was asked for in vain.
    /// - Throws: ``PostgresError`` when the database does not answer, and `CancellationError`.
    public func open(onStandby: @Sendable (String) -> Void = { _ in }) async throws {
        let connection = try await PostgresConnection.connect(configuration, logger: logger)
        var holder: String?
        do {
            while true {
                if let head = try await Turn.take(of: authority, as: Self.holderName, over: connection) {
                    state.withLockedValue { state in
                        state.opened = (connection, head)
                        state.committed = head.frontier
                    }
                    logger.info("ledger open", metadata: ["epoch": "\(head.epoch)", "position": "\(head.position)"])
                    return
                }
                let present = try await Turn.holder(of: authority, over: connection) ?? "another daemon"
                if present != holder {
                    holder = present
                    logger.notice("standing by: another daemon writes the log", metadata: ["holder": "\(present)"])
                }
                onStandby(present)
                try await Task.sleep(for: Turn.asking)
            }
        } catch {
            await connection.close()
            throw error
        }
    }

    private static var holderName: String {
        "\(ProcessInfo.processInfo.hostName) pid \(ProcessInfo.processInfo.processIdentifier)"
    }

    /// Commits what waits, until ``stop()`` and until all that was accepted before it is answered.
    ///
    /// - Throws: ``AppendError/fenced`` when another daemon has taken over: this one must end.
    public func run() async throws {
        guard let opened = state.withLockedValue({ $0.opened.take() }) else { throw AppendError.fenced }
        defer { end() }
        try await write(opened.connection, opened.head)
    }

    /// Takes no more appends; ``run()`` ends after those that wait.
    public func stop() { intake.close(.stopping) }

    private func write(_ connection: PostgresConnection, _ head: LedgerHead) async throws {
        let writer = LedgerWriter(authority: authority, intake: intake, hashes: hashes, pulse: pulse, now: now) {
            [self] in committed($0)
        }
        var connection: PostgresConnection? = connection
        var written = WriterState(head: head)
        var pause = Duration.milliseconds(50)
        while true {
            pulse.promise(within: LedgerWriter.longestSilence)
            do {
                if connection == nil { connection = try await reconnect(&written) }
                guard let connection else { continue }
                pause = .milliseconds(50)
                try await writer.write(&written, over: connection)
                await connection.close()
                return
            } catch let error as AppendError {
                intake.close(error)
                answer(written.remove(arrivedBefore: .now) + intake.take(arrivedBefore: .now), error)
                await connection?.close()
                throw error
            } catch {
                await connection?.close()
                connection = nil
                logger.warning("append failed, looking again", metadata: ["error": "\(error)"])
                let limit = Task.isCancelled ? .now : ContinuousClock.now - Self.patience
                answer(written.remove(arrivedBefore: limit) + intake.take(arrivedBefore: limit), .unavailable)
                try Task.checkCancellation()
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(2))
            }
        }
    }

    /// A new connection for the same turn. What became of a batch whose commit was not answered is found out by
    /// looking its ids up, never guessed.
    private func reconnect(_ written: inout WriterState) async throws -> PostgresConnection {
        let connection = try await PostgresConnection.connect(configuration, logger: logger)
        do {
            let head = try await Turn.resume(written.epoch, of: authority, over: connection)
            written.restart(from: head)
            committed(head.frontier)
            return connection
        } catch {
            await connection.close()
            throw error
        }
    }

    private func answer(_ submissions: [Submission], _ error: AppendError) {
        for submission in submissions { submission.answer(.failure(error)) }
    }

    // MARK: - What was committed

    /// The last position after each commit, newest only: a reader that falls behind sees the latest.
    public func positions() -> AsyncStream<Int64> {
        let (stream, continuation) = AsyncStream<Int64>.makeStream(bufferingPolicy: .bufferingNewest(1))
        state.withLockedValue { state in
            continuation.yield(state.committed.size)
            guard !state.hasEnded else { return continuation.finish() }
            state.lastWatcher += 1
            let key = state.lastWatcher
            state.watchers[key] = continuation
            continuation.onTermination = { [weak self] _ in
                self?.state.withLockedValue { $0.watchers[key] = nil }
            }
        }
        return stream
    }

    /// The last position that is committed.
    public var position: Int64 { state.withLockedValue { $0.committed.size } }

    /// The Merkle tree of all that is committed.
    package var tree: TreeFrontier { state.withLockedValue { $0.committed } }

    private func committed(_ frontier: TreeFrontier) {
        let (watchers, added) = state.withLockedValue { state in
            let added = frontier.size - state.committed.size
            state.committed = frontier
            return (Array(state.watchers.values), added)
        }
        if added > 0 { meter.commits.add(Double(added)) }
        for watcher in watchers { watcher.yield(frontier.size) }
    }

    private func end() {
        pulse.rest()
        intake.close(.stopping)
        let watchers = state.withLockedValue { state in
            state.hasEnded = true
            defer { state.watchers = [:] }
            return Array(state.watchers.values)
        }
        for watcher in watchers { watcher.finish() }
    }
}
