public import CaseRecord
import Ledger
public import Logging
public import PostgresClient
public import Projections

/// Keeps clocks and alerts up with the log and with the time: after each commit it brings the clocks of the children
/// concerned up to date, and at each due instant it raises what is due. Between the two it sleeps; its work does not
/// grow with the number of clocks that are open.
public actor AlertEngine {
    private let pool: PostgresPool
    private let projection: ClockProjection
    private let scheduler: AlertScheduler
    private let now: @Sendable () -> Instant
    private let logger: Logger
    private let alarm = Alarm()
    private let outbox: Alarm
    private var settled: Int64 = -1
    private var waiters: [Int: (position: Int64, continuation: CheckedContinuation<Bool, Never>)] = [:]
    private var nextWaiter = 0
    /// When the log last grew, as far as the engine was told.
    private var grewAt: ContinuousClock.Instant?
    /// The longest sleep: after it the time is read again, in case the machine slept or its clock was set.
    static let longestSleep: Int64 = 60

    /// An engine; `outbox` is rung when there is something for the hooks.
    public init(
        pool: PostgresPool, projection: ClockProjection, scheduler: AlertScheduler, outbox: Alarm,
        now: @escaping @Sendable () -> Instant, logger: Logger
    ) {
        self.pool = pool
        self.projection = projection
        self.scheduler = scheduler
        self.outbox = outbox
        self.now = now
        self.logger = logger
    }

    /// The log position that clocks and alerts reflect; -1 before the first round.
    public var settledPosition: Int64 { settled }

    /// Tells the engine that the log has grown.
    public func wake() async {
        grewAt = .now
        await alarm.ring()
    }

    /// Works until the task is cancelled. While the database is away it goes on trying.
    public func run() async {
        var pause = Duration.milliseconds(200)
        while !Task.isCancelled {
            do {
                let begin = ContinuousClock.now
                let (isSettled, lookAgainAt) = try await step()
                pause = .milliseconds(200)
                await rest(after: ContinuousClock.now - begin)
                if isSettled { await alarm.wait(atMost: sleep(until: lookAgainAt)) }
            } catch {
                guard !Task.isCancelled else { break }
                logger.error("clocks and alerts wait for the database", metadata: ["error": "\(error)"])
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(10))
            }
        }
        for key in waiters.keys { answer(key, false) }
    }

    /// Brings clocks and alerts up to the log's end and to this moment, once.
    ///
    /// - Returns: When to look again; `nil`: not before the log grows.
    public func round() async throws -> Instant? {
        while true {
            let (isSettled, lookAgainAt) = try await step()
            if isSettled { return lookAgainAt }
        }
    }

    /// Brings the clocks forward by one transaction and, where that is the log's end, the alerts up to this moment.
    private func step() async throws -> (isSettled: Bool, lookAgainAt: Instant?) {
        let (projection, scheduler, now) = (projection, scheduler, now)
        let (position, raised) = try await pool.withConnection { connection in
            let (position, isEnd) = try await projection.readOn(over: connection)
            return (position, isEnd ? try await scheduler.raiseDue(at: now(), over: connection) : nil)
        }
        guard let raised else { return (false, nil) }
        if raised.steps > 0 { await outbox.ring() }
        settled = position
        for (key, waiter) in waiters where waiter.position <= position { answer(key, true) }
        return (true, raised.lookAgainAt)
    }

    /// While the log grows, appends come first: unless somebody waits for it, this work takes a quarter of the time.
    private func rest(after work: Duration) async {
        let end = ContinuousClock.now + min(work * 3, .seconds(1))
        while waiters.isEmpty, !Task.isCancelled, ContinuousClock.now < end, let grewAt,
            ContinuousClock.now - grewAt < .milliseconds(500)
        {
            try? await Task.sleep(for: .milliseconds(10))
        }
    }

    /// Waits until clocks and alerts reflect that position, so that a client that was told "appended" sees the effect.
    ///
    /// - Returns: `false` if they do not within that time.
    public func settle(through position: Int64, within limit: Duration) async -> Bool {
        guard settled < position else { return true }
        nextWaiter += 1
        let key = nextWaiter
        return await withTaskGroup(of: Void.self) { group in
            group.addTask {
                try? await Task.sleep(for: limit)
                await self.answer(key, false)
            }
            let isSettled = await withCheckedContinuation { waiters[key] = (position, $0) }
            group.cancelAll()
            return isSettled
        }
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

extension HookDispatcher {
    /// Hands out until the task is cancelled; woken by `outbox` and by time.
    public func run(outbox: Alarm, now: @escaping @Sendable () -> Instant) async {
        while !Task.isCancelled {
            var pause = Duration.seconds(30)
            do {
                if let nextAt = try await handOut(now: now).nextAt {
                    let microseconds = nextAt.microseconds - now().microseconds
                    pause = .microseconds(min(max(microseconds, 10_000), 30_000_000))
                }
            } catch {
                guard !Task.isCancelled else { break }
                logger.error("the outbox waits for the database", metadata: ["error": "\(error)"])
                pause = .seconds(2)
            }
            await outbox.wait(atMost: pause)
        }
    }
}
