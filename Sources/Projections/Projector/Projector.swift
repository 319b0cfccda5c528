public import CaseRecord
import Ledger
public import Liveness
public import Logging
public import PostgresClient
import Views

/// Keeps the read models up with the log, each to itself: one that cannot go on stops, and the others go on. Makes a new
/// generation of a model beside the live one where its definition has changed, or where it is asked to.
public actor Projector {
    let authority: AuthorityCode
    let pool: PostgresPool
    let models: [any ReadModel]
    let logger: Logger
    private let state: AuthorityReader
    private let now: @Sendable () -> Instant
    let store: HistoryStore
    let alarm = Alarm()
    /// Whether the work of ``run()`` still goes round.
    public nonisolated let pulse = Pulse()
    nonisolated let folded = FoldedCount()
    /// Rung when somebody waits while this rests.
    private let hurry = Alarm()
    private var isResting = false
    private static let longestRest: Duration = .seconds(1)
    /// Views are behind for as long as a rest takes, and alerts with them.
    private static let longestRestWithoutFlood: Duration = .milliseconds(50)
    /// Longer than any batch takes, however large the records.
    private static let longestSilence: Duration = .seconds(1800)
    /// Told after each batch that readers can see.
    private let moved: @Sendable () async -> Void
    /// The generations that are live or built up to the live one, as the database has them.
    var places: [ModelPlaceState] = []
    /// Those whose rows are to be removed.
    var old: [ModelPlaceState] = []
    /// Models whose new generation is being filled or built.
    var rebuilding: Set<String> = []
    /// Models whose new generation somebody asked for.
    var asked: Set<String> = []
    /// Models of which no new generation can be made by that definition, and why.
    var broken: [String: (definition: String, stopped: ModelStatus.Stopped)] = [:]
    private var isLoaded = false
    /// How many events the last batch had.
    private var lastBatch = 0
    /// The position at which the planner's statistics were gathered last.
    var statisticsPosition: Int64 = 0
    private var waiters: [Int: (goal: Goal, continuation: CheckedContinuation<Bool, Never>)] = [:]
    private var nextWaiter = 0
    private var settled: Int64 = -1
    /// How many new generations have become the live ones.
    var swaps = 0

    private enum Goal {
        case position(Int64)
        case nothingRebuilding
    }

    /// A projector of that authority's log; `moved` is told after each batch.
    public init(
        authority: AuthorityCode, pool: PostgresPool, state: AuthorityReader, logger: Logger,
        now: @escaping @Sendable () -> Instant, moved: @escaping @Sendable () async -> Void = {}
    ) {
        self.init(
            authority: authority, pool: pool, state: state, models: ReadModels.all, logger: logger, now: now,
            moved: moved)
    }

    init(
        authority: AuthorityCode, pool: PostgresPool, state: AuthorityReader, models: [any ReadModel], logger: Logger,
        now: @escaping @Sendable () -> Instant, moved: @escaping @Sendable () async -> Void = {}
    ) {
        self.authority = authority
        self.pool = pool
        self.state = state
        self.models = models
        self.logger = logger
        self.now = now
        self.moved = moved
        store = HistoryStore(authority: authority)
    }

    // MARK: - What others ask

    /// The position that all models reflect that go on; -1 before the first round.
    public var settledPosition: Int64 { settled }

    /// What readers see now: the position that all models reflect that go on, and how many generations were swapped in.
    public var reached: ReachedViews { ReachedViews(position: settled, swaps: swaps) }

    /// How many records were folded anew for new generations since the start.
    public nonisolated var foldedRecords: Int { folded.value }

    /// Tells the projector that the log has grown.
    public func wake() async { await alarm.ring() }

    /// How each model stands.
    public func status() -> [ModelStatus] {
        models.map { model in
            let live = places.first { $0.name == model.name && $0.isLive }
            return ModelStatus(
                name: model.name, position: live?.position, generation: live.map { Int($0.generation) },
                stopped: live?.stopped ?? broken[model.name]?.stopped,
                isRebuilding: rebuilding.contains(model.name) || asked.contains(model.name))
        }
    }

    /// Makes a new generation of that model, or of all.
    ///
    /// - Returns: `false` where there is no model of that name.
    public func rebuild(_ name: String? = nil) async -> Bool {
        let names = models.map(\.name).filter { name == nil || $0 == name }
        asked.formUnion(names)
        for name in names { broken[name] = nil }
        await alarm.ring()
        return !names.isEmpty
    }

    /// Waits until views reflect that position, so that a client that was told "appended" sees the effect. For what changes
    /// the rows of all children at once it waits two seconds at most.
    public func settle(through position: Int64, within limit: Duration) async -> Settling {
        if settled < position {
            await alarm.ring()
            guard await wait(for: .position(position), within: limit) else { return .behind }
        }
        if !rebuilding.isEmpty, await !wait(for: .nothingRebuilding, within: min(limit, .seconds(2))) {
            return .rebuilding
        }
        let stopped = status().filter { $0.stopped != nil }
        return stopped.isEmpty ? .settled : .stopped(stopped)
    }

    private func wait(for goal: Goal, within limit: Duration) async -> Bool {
        nextWaiter += 1
        let key = nextWaiter
        if isResting { await hurry.ring() }
        return await withTaskGroup(of: Void.self) { group in
            group.addTask {
                try? await Task.sleep(for: limit)
                await self.answer(key, false)
            }
            let isReached = await withCheckedContinuation { continuation in
                waiters[key] = (goal, continuation)
                answerWhoWaits()
            }
            group.cancelAll()
            return isReached
        }
    }

    private func answer(_ key: Int, _ isReached: Bool) {
        waiters.removeValue(forKey: key)?.continuation.resume(returning: isReached)
    }

    private func answerWhoWaits() {
        for (key, waiter) in waiters {
            switch waiter.goal {
            case .position(let position) where position <= settled: answer(key, true)
            case .nothingRebuilding where rebuilding.isEmpty: answer(key, true)
            default: break
            }
        }
    }

    // MARK: - Its work

    /// Works until the task is cancelled. While the database is away it goes on trying.
    public func run() async {
        var pause = Duration.milliseconds(200)
        defer { pulse.rest() }
        while !Task.isCancelled {
            pulse.promise(within: Self.longestSilence)
            do {
                let begin = ContinuousClock.now
                let step = try await step()
                pause = .milliseconds(200)
                if step == .batch { await rest(after: ContinuousClock.now - begin) }
                if step == .nothing { await alarm.wait(atMost: .seconds(60)) }
            } catch {
                guard !Task.isCancelled else { break }
                isLoaded = false
                await store.removeAll()
                logger.error("views wait for the database", metadata: ["error": "\(error)"])
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(10))
            }
        }
        for key in waiters.keys { answer(key, false) }
    }

    /// Appends come first: while they keep coming, and unless somebody waits for it or a rest would be too long, this work
    /// takes a quarter of the time.
    /// What comes after a rest is looked at at once.
    private func rest(after work: Duration) async {
        guard waiters.isEmpty else { return }
        let longest = lastBatch >= ModelBatch.flood ? Self.longestRest : Self.longestRestWithoutFlood
        isResting = true
        await hurry.rest(after: work, atMost: longest)
        isResting = false
    }

    /// Brings every model up to the log's end, once.
    public func round() async throws {
        while try await step() == .batch {}
    }

    /// What there was to do.
    private enum Step { case batch, tidying, nothing }

    /// Brings the models that are furthest behind forward by one batch.
    private func step() async throws -> Step {
        // What is read below lies before the position that this reflects.
        let state = try await state.state()
        if !isLoaded {
            try await load()
            isLoaded = true
        }
        try await rebuildWhatChanged(by: state)
        let hasSwapped = try await swapWhatIsBuilt()
        let going = places.filter { $0.stopped == nil }
        guard let least = going.map(\.position).min(), least < state.position else {
            settled = max(settled, state.position)
            answerWhoWaits()
            if hasSwapped { await moved() }
            return try await removeSomeOld() ? .tidying : .nothing
        }
        let targets = going.filter { $0.position == least }.compactMap(target)
        // Not past the others: from where they are on, all go together.
        let end = going.map(\.position).filter { $0 > least }.min() ?? state.position
        try await bringForward(targets, from: least, through: end, by: state)
        settled = places.filter { $0.stopped == nil && $0.isLive }.map(\.position).min() ?? state.position
        answerWhoWaits()
        await moved()
        // While the tables grow from nothing the server's own gathering comes too late: an import takes a minute.
        if settled >= 2 * statisticsPosition + 500 { gatherStatistics(at: settled) }
        return .batch
    }

    /// Tells the planner how many rows there are, while the work goes on.
    func gatherStatistics(at position: Int64) {
        statisticsPosition = max(statisticsPosition, position)
        let (pool, logger) = (pool, logger)
        Task {
            do {
                try await pool.withConnection { connection in
                    _ = try await connection.execute(ProjectionStatements.gatherStatistics, [])
                }
            } catch {
                logger.warning("statistics of views could not be gathered", metadata: ["error": "\(error)"])
            }
        }
    }

    private func bringForward(
        _ targets: [ModelTarget], from before: Int64, through end: Int64, by state: AuthorityState
    ) async throws {
        do {
            let (after, count) = try await pool.withConnection { connection in
                let events = try await LedgerReader.events(
                    after: before, through: end, limit: ModelBatch.size, authority: authority, over: connection)
                let batch = try await ModelBatch(
                    events, after: before, for: targets, by: state, authority: authority, from: store,
                    over: connection)
                try await batch.write(knownTo: store, over: connection)
                return (batch.after, events.count)
            }
            lastBatch = count
            for target in targets { update(target) { $0.position = after } }
        } catch let error where Self.isTransient(error) {
            throw error
        } catch {
            await store.removeAll()
            // One that fails must not keep the others: each is tried alone.
            guard targets.count == 1, let target = targets.first else {
                for target in targets { try await bringForward([target], from: before, through: end, by: state) }
                return
            }
            try await stop(target, because: error)
        }
    }

    /// Whether trying again can help: everything that concerns the connection and not what is written over it.
    private static func isTransient(_ error: any Error) -> Bool {
        switch error {
        case let error as PostgresError:
            // Class 22: data that cannot be stored; 23: rows that contradict each other; 54: a limit of the server.
            guard error.code == .server, let state = error.sqlState else { return error.code != .decoding }
            return !["22", "23", "54"].contains(state.prefix(2))
        case is CancellationError, ProjectionError.movedByAnother: return true
        default: return false
        }
    }

    private func stop(_ target: ModelTarget, because error: any Error) async throws {
        let stopped = stopped(because: error)
        logger.critical(
            "a read model has stopped; what it shows ends where it stopped",
            metadata: ["model": "\(target.model.name)", "reason": "\(stopped.because)"])
        try await pool.withConnection { connection in
            _ = try await connection.execute(
                ProjectionStatements.stop,
                target.key(of: authority) + [
                    .timestamptz(PostgresTimestamp(stopped.at)), .text(stopped.because),
                ])
        }
        update(target) { $0.stopped = stopped }
        if !target.place.isLive { try await abandon(target, because: stopped) }
    }

    func stopped(because error: any Error) -> ModelStatus.Stopped {
        ModelStatus.Stopped(at: now(), because: (error as? ModelFailure)?.reason ?? "\(error)")
    }
}
