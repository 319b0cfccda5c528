import Foundation
public import Liveness
public import Logging
public import PostgresClient

/// Makes a delivery of each notice for each receiver, and hands it over until it is taken: at least once, with one id over all
/// tries, and in order within a thread.
public final class Notifier: Sendable {
    private let configuration: PostgresConfiguration
    private let store: NotifierStore
    private let receivers: Receivers
    private let policy: DeliveryPolicy
    private let now: @Sendable () -> Moment
    private let chance: @Sendable () -> Double
    private let logger: Logger
    /// Rung when there may be a new notice, and when there may be something to hand over.
    private let (notices, work) = (Bell(), Bell())
    private let isStopping = Flag()
    private let known = Known()
    /// Whether each of its loops still goes round.
    public let pulses: [Pulse]
    /// Longer than the statements of one round take, were each to take its whole time.
    private static let longestSilence = Duration.seconds(300)
    /// The longest sleep: after it the database and the hooks directory are looked at, hint or no hint.
    static let poll = Duration.seconds(5)

    /// A notifier of that authority's notices. `now` is its clock, and `chance` a number from 0 up to 1 that spreads tries.
    public init(
        authority: String, configuration: PostgresConfiguration, hooks: HookDirectory?, account: HookAccount?,
        webhooks: [Webhook], policy: DeliveryPolicy, now: @escaping @Sendable () -> Moment,
        chance: @escaping @Sendable () -> Double = { .random(in: 0..<1) }, logger: Logger
    ) {
        self.configuration = configuration
        self.policy = policy
        self.now = now
        self.chance = chance
        self.logger = logger
        pulses = (0...policy.concurrency).map { _ in Pulse() }
        let pool = PostgresPool(configuration, maxSize: policy.concurrency + 1, logger: logger)
        store = NotifierStore(authority: authority, pool: pool)
        receivers = Receivers(
            hooks: hooks, account: account, webhooks: webhooks,
            client: WebhookClient(timeLimit: policy.webhookTimeLimit),
            policy: policy)
    }

    /// Works until `stop()`, and then until what is being handed over has been; cancelled, it tells running hooks to end.
    /// While the database is away it goes on trying.
    public func run() async {
        await withTaskGroup(of: Void.self) { listening in
            listening.addTask { [notices, configuration, logger] in
                for await _ in PostgresListener(configuration, channels: ["caselog_notice"], logger: logger) {
                    await notices.ring()
                }
            }
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.spreadForEver(self.pulses[0]) }
                for pulse in pulses.dropFirst() { group.addTask { await self.handOverForEver(pulse) } }
            }
            listening.cancelAll()
        }
    }

    /// Has `run()` come to its end.
    public func stop() async {
        isStopping.set()
        await notices.ring()
        await work.ring()
    }

    /// Gives back connections; nothing can be done after it.
    public func close() async {
        await receivers.client.shutdown()
        await store.pool.close()
    }

    /// Spreads what there is and hands over all that can be at this moment, once.
    ///
    /// - Returns: How many notices were spread and how many deliveries were tried.
    func round() async throws -> (spread: Int, tried: Int) {
        let spread = try await spreadAll()
        let tried = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<policy.concurrency {
                group.addTask {
                    var tried = 0
                    while try await self.handOverNext() { tried += 1 }
                    return tried
                }
            }
            return try await group.reduce(0, +)
        }
        return (spread, tried)
    }

    // MARK: - Spreading

    private func spreadForEver(_ pulse: Pulse) async {
        var pause = Duration.milliseconds(200)
        defer { pulse.rest() }
        while !isStopping.isSet, !Task.isCancelled {
            pulse.promise(within: Self.longestSilence)
            let seen = await notices.rings
            do {
                _ = try await spreadAll()
                pause = .milliseconds(200)
                await work.ring()
                await notices.wait(after: seen, atMost: Self.poll)
            } catch {
                logger.error("notices wait for the database", metadata: ["error": "\(error)"])
                await notices.wait(after: seen, atMost: pause)
                pause = min(pause * 2, .seconds(10))
            }
        }
    }

    private func spreadAll() async throws -> Int {
        let areReceiversKnown = try await refresh()
        let time = now()
        if await known.isBack(time) { try await store.mendMoments(at: time, policy: policy) }
        if let interval = policy.heartbeatEvery {
            let heartbeat = OwnNotice.heartbeat(authority: store.authority, every: interval, at: now())
            if await known.isNew(heartbeat: heartbeat.id) {
                try await store.addOnce(heartbeat, at: now())
                await known.added(heartbeat: heartbeat.id)
            }
        }
        log(try await store.watch(at: now(), policy: policy))
        var count = 0
        while true {
            let spread = try await store.spread(at: now(), mayDrop: areReceiversKnown) { [receivers] in
                receivers.webhook($0)
            }
            count += spread.notices
            if spread.dropped > 0 {
                logger.error(
                    "for a day nobody heard of notices: they are handed to nobody",
                    metadata: ["notices": "\(spread.dropped)"])
            }
            guard spread.notices == NotifierStore.batch else { return count }
            await work.ring()
        }
    }

    private func log(_ findings: WatchFindings) {
        for name in findings.failing {
            logger.error("a receiver takes nothing; the others are told", metadata: ["receiver": "\(name)"])
        }
        for stuck in findings.stuck {
            logger.error(
                "a receiver does not take some deliveries; the others are told",
                metadata: ["receiver": "\(stuck.receiver)", "deliveries": "\(stuck.deliveries)"])
        }
        for lost in findings.lost {
            logger.error(
                "what waited for a receiver that is away was given up",
                metadata: ["receiver": "\(lost.receiver)", "deliveries": "\(lost.deliveries)"])
        }
    }

    /// Looks which receivers there are; writes that down, and says it, where it has changed.
    ///
    /// - Returns: Whether that could be told.
    private func refresh() async throws -> Bool {
        guard let found = receivers.found() else {
            logger.error("the hooks directory cannot be read; the hooks known so far stay")
            return false
        }
        guard await known.differs(found) else { return true }
        try await store.save(found, at: now())
        await known.saved(found)
        if found.isEmpty { logger.warning("nobody hears of notices: there is neither hook nor webhook") }
        for receiver in found {
            let metadata: Logger.Metadata = ["receiver": "\(receiver.name)"]
            if let obstacle = receiver.obstacle {
                logger.error("receiver refused: \(obstacle); its notices wait", metadata: metadata)
            } else {
                logger.info("receiver", metadata: metadata)
            }
        }
        return true
    }

    // MARK: - Handing over

    private func handOverForEver(_ pulse: Pulse) async {
        var pause = Duration.milliseconds(200)
        defer { pulse.rest() }
        while !isStopping.isSet, !Task.isCancelled {
            pulse.promise(within: Self.longestSilence + policy.lease)
            let seen = await work.rings
            do {
                if try await handOverNext() { continue }
                pause = .milliseconds(200)
                let time = now()
                let sleep = try await store.nextDue(after: time).map { $0.since(time) } ?? Self.poll
                await work.wait(after: seen, atMost: min(max(sleep, .milliseconds(5)), Self.poll))
            } catch {
                logger.error("deliveries wait for the database", metadata: ["error": "\(error)"])
                await work.wait(after: seen, atMost: pause)
                pause = min(pause * 2, .seconds(10))
            }
        }
    }

    /// Claims one delivery, hands it over outside of any transaction, and writes down what came of it.
    ///
    /// - Returns: Whether there was one.
    private func handOverNext() async throws -> Bool {
        guard let (delivery, failures) = try await store.claim(at: now(), lease: policy.lease) else { return false }
        // Another worker may have passed over what this held while it chose.
        await work.ring()
        let (outcome, output) = await receivers.hand(delivery, at: now)
        // A stop that ended the hook is not the hook's failure: the delivery is tried again when its lease is over.
        try Task.checkCancellation()
        let time = now()
        let settlement = Settlement(
            after: outcome, of: delivery, failures: failures, policy: policy, at: time, chance: chance())
        log(delivery, settlement, output)
        try await store.settle(delivery, settlement, failures: failures, output: output, at: time)
        return true
    }

    private func log(_ delivery: Delivery, _ settlement: Settlement, _ output: String) {
        var metadata: Logger.Metadata = [
            "receiver": "\(delivery.receiver)", "delivery": "\(delivery.id.text)", "kind": "\(delivery.notice.kind)",
            "attempt": "\(delivery.attempt)",
        ]
        if !output.isEmpty { metadata["output"] = "\(output)" }
        guard let reason = settlement.reason else {
            logger.info("delivered", metadata: metadata)
            return
        }
        metadata["state"] = "\(settlement.state)"
        logger.warning("not delivered: \(reason)", metadata: metadata)
    }
}

/// What has been written down already.
private actor Known {
    private var receivers: [Receivers.Found]?
    private var heartbeat: UUID?
    private var latest: Moment?

    func differs(_ found: [Receivers.Found]) -> Bool { receivers != found }
    func saved(_ found: [Receivers.Found]) { receivers = found }
    func isNew(heartbeat id: UUID) -> Bool { heartbeat != id }
    func added(heartbeat id: UUID) { heartbeat = id }

    /// Whether the clock may have been put back: it shows less than before, or this is the first look.
    func isBack(_ time: Moment) -> Bool {
        defer { latest = time }
        return latest.map { time < $0 } ?? true
    }
}
