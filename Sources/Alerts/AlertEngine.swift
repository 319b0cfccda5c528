public import CaseRecord
import Ledger
public import Liveness
public import Logging
public import PostgresClient
public import Projections
import Views

/// Keeps alerts up with the clocks and with the time: when clocks have changed, and at each due instant, it raises what is
/// due. Between the two it sleeps; its work does not grow with the number of clocks that are open.
public actor AlertEngine {
    private let pool: PostgresPool
    private let projector: Projector
    private let scheduler: AlertScheduler
    private let authority: AuthorityReader
    private let now: @Sendable () -> Instant
    private let logger: Logger
    private let alarm: Alarm
    /// Rung when somebody waits: then this does not rest.
    private let hurry = Alarm()
    /// Alerts come later by this at most while appends keep coming.
    private static let longestRest: Duration = .milliseconds(50)
    /// Whether the work of ``run()`` still goes round.
    public nonisolated let pulse = Pulse()
    /// Longer than any round takes, however many alerts an import raises.
    private static let longestSilence: Duration = .seconds(1800)
    private var settled = ReachedViews.none
    private var waiters: [Int: (goal: ReachedViews, continuation: CheckedContinuation<Bool, Never>)] = [:]
    private var nextWaiter = 0
    /// The longest sleep: after it the time is read again, in case the machine slept or its clock was set.
    static let longestSleep: Int64 = 60

    /// An engine; `alarm` is rung when clocks have changed, and `authority` says when people are told.
    public init(
        pool: PostgresPool, projector: Projector, scheduler: AlertScheduler, authority: AuthorityReader, alarm: Alarm,
        now: @escaping @Sendable () -> Instant, logger: Logger
    ) {
        self.pool = pool
        self.projector = projector
        self.scheduler = scheduler
        self.authority = authority
        self.alarm = alarm
        self.now = now
        self.logger = logger
    }

    /// The log position that clocks and alerts reflect; -1 before the first round.
    public var settledPosition: Int64 { settled.position }

    /// Works until the task is cancelled. While the database is away it goes on trying.
    public func run() async {
        var pause = Duration.milliseconds(200)
        defer { pulse.rest() }
        while !Task.isCancelled {
            pulse.promise(within: Self.longestSilence)
            do {
                let begin = ContinuousClock.now
                let lookAgainAt = try await round()
                pause = .milliseconds(200)
                if waiters.isEmpty { await hurry.rest(after: .now - begin, atMost: Self.longestRest) }
                await alarm.wait(atMost: sleep(until: lookAgainAt))
            } catch {
                guard !Task.isCancelled else { break }
                logger.error("alerts wait for the database", metadata: ["error": "\(error)"])
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(10))
            }
        }
        for key in waiters.keys { answer(key, false) }
    }

    /// Brings alerts up to the clocks and to this moment, once.
    ///
    /// - Returns: When to look again; `nil`: not before something changes.
    public func round() async throws -> Instant? {
        // Read first: the clocks that are looked at below are not older.
        let reached = await projector.reached
        let (scheduler, now) = (scheduler, now)
        let state = try await authority.state()
        let raised = try await pool.withConnection { connection in
            try await scheduler.raiseDue(at: now(), by: state, over: connection)
        }
        settled = settled.union(reached)
        for (key, waiter) in waiters where settled.includes(waiter.goal) { answer(key, true) }
        return raised.lookAgainAt
    }

    /// Waits until clocks and alerts reflect that position, so that a client that was told "appended" sees the effect.
    public func settle(through position: Int64, within limit: Duration) async -> Settling {
        let begin = ContinuousClock.now
        let views = await projector.settle(through: position, within: limit)
        guard views != .behind else { return views }
        // A new generation of clocks has the same position as the old one.
        let goal = ReachedViews(position: position, swaps: await projector.reached.swaps)
        guard !settled.includes(goal) else { return views }
        nextWaiter += 1
        let key = nextWaiter
        let isSettled = await withTaskGroup(of: Void.self) { group in
            group.addTask { [hurry] in await hurry.ring() }
            group.addTask {
                try? await Task.sleep(for: limit - (ContinuousClock.now - begin))
                await self.answer(key, false)
            }
            let isSettled = await withCheckedContinuation { waiters[key] = (goal, $0) }
            group.cancelAll()
            return isSettled
        }
        return isSettled ? views : .behind
    }

    private func answer(_ key: Int, _ isSettled: Bool) {
        waiters.removeValue(forKey: key)?.continuation.resume(returning: isSettled)
    }

    private func sleep(until instant: Instant?) -> Duration {
        guard let instant else { return .seconds(Self.longestSleep) }
        let microseconds = instant.microseconds - now().microseconds
        return .microseconds(min(max(microseconds, 1000), Self.longestSleep * 1_000_000))
    }
}
