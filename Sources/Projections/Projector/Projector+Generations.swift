import CaseRecord
import Logging
import PostgresClient
import Views

/// How a new generation of a model is made and takes the place of the live one.
extension Projector {
    func target(_ place: ModelPlaceState) -> ModelTarget? {
        models.first { $0.name == place.name }.map { ModelTarget(model: $0, place: place.place(of: authority)) }
    }

    func update(_ target: ModelTarget, _ change: (inout ModelPlaceState) -> Void) {
        for index in places.indices
        where places[index].name == target.model.name
            && places[index].generation == target.place.generation.number
        {
            change(&places[index])
        }
    }

    /// Takes up what the database has; what stopped earlier is tried again. What a daemon that ended left unfinished is of
    /// no use.
    func load() async throws {
        let isFresh = rebuilding.isEmpty
        let all = try await pool.withConnection { connection in
            if isFresh { _ = try await connection.execute(ProjectionStatements.abandon, [.text(authority.text)]) }
            return try await connection.query(
                ProjectionStatements.all, [.text(authority.text)], ModelPlaceState.init)
        }
        let known = all.filter { place in models.contains { $0.name == place.name } }
        places = known.filter { $0.isLive || $0.state == .building }
        old = known.filter { $0.state == .old }
        for index in places.indices { places[index].stopped = nil }
        // Of what has stood for a while the server has statistics.
        statisticsPosition = max(statisticsPosition, places.map(\.position).max() ?? 0)
    }

    /// Fills a new generation of the models that have none, whose definition has changed, or that were asked for. The first
    /// generation is waited for: until then there is nothing to show.
    func rebuildWhatChanged(by state: AuthorityState) async throws {
        let live = Dictionary(
            places.filter(\.isLive).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let wanted = models.filter { model in
            let definition = model.definition(state)
            guard !rebuilding.contains(model.name), broken[model.name]?.definition != definition else { return false }
            return asked.contains(model.name) || live[model.name]?.definition != definition
        }
        guard !wanted.isEmpty else { return }
        asked.subtract(wanted.map(\.name))
        let first = wanted.filter { live[$0.name] == nil }
        // Those that have a live generation do not keep the others waiting.
        for (models, isFirst) in [(first, true), (wanted.filter { live[$0.name] != nil }, false)]
        where !models.isEmpty {
            rebuilding.formUnion(models.map(\.name))
            let fill = GenerationFill(authority: authority, pool: pool, models: models, state: state, folded: folded)
            let task = Task {
                do {
                    take(try await fill.run())
                } catch {
                    fail(models, by: state, because: error)
                }
                await alarm.ring()
            }
            if isFirst { await task.value }
        }
    }

    /// Takes up the generations that were filled; from here on each batch brings them forward.
    private func take(_ filled: [ModelPlaceState]) {
        places += filled
    }

    private func fail(_ models: [any ReadModel], by state: AuthorityState, because error: any Error) {
        rebuilding.subtract(models.map(\.name))
        for model in models { broken[model.name] = (model.definition(state), stopped(because: error)) }
        logger.critical(
            "a new generation could not be filled",
            metadata: ["models": "\(models.map(\.name))", "error": "\(error)"])
    }

    /// A generation that cannot be built is given up; the live one goes on.
    func abandon(_ target: ModelTarget, because stopped: ModelStatus.Stopped) async throws {
        guard let place = places.first(where: { $0.key(of: authority) == target.key(of: authority) }) else { return }
        try await pool.withConnection { connection in
            _ = try await connection.execute(
                ProjectionStatements.setState, place.key(of: authority) + [.text("old")])
        }
        broken[place.name] = (place.definition, stopped)
        rebuilding.remove(place.name)
        places.removeAll { $0.name == place.name && $0.generation == place.generation }
        old.append(place)
    }

    /// Makes those that have reached the live generation the live ones themselves. One by the same definition is compared
    /// first: where the rows differ, they were not what the log gives.
    ///
    /// - Returns: Whether any was.
    func swapWhatIsBuilt() async throws -> Bool {
        var hasSwapped = false
        for built in places where built.state == .building {
            let live = places.first { $0.name == built.name && $0.isLive }
            guard let target = target(built), live.map({ $0.position <= built.position }) ?? true else { continue }
            let swap = GenerationSwap(authority: authority, model: target.model, built: built, live: live)
            if let live, live.stopped == nil, live.definition == built.definition, !built.isCompared {
                guard !built.isBeingCompared else { continue }
                update(target) { $0.isBeingCompared = true }
                Task { await compare(swap, target) }
                continue
            }
            try await pool.withConnection { try await swap.run(over: $0) }
            places.removeAll { $0.name == built.name && $0.isLive }
            if let live { old.append(live) }
            update(target) { $0.state = .live }
            swaps += 1
            rebuilding.remove(built.name)
            hasSwapped = true
            logger.info(
                "a new generation of a read model is live",
                metadata: ["model": "\(built.name)", "generation": "\(built.generation)"])
        }
        // Of the rows of generations that nobody reads any more nothing needs to be known.
        if hasSwapped { await store.removeAll() }
        // Not before: they would take time from what is waited for.
        if hasSwapped, !places.contains(where: { $0.state == .building }) {
            gatherStatistics(at: places.map(\.position).max() ?? 0)
        }
        return hasSwapped
    }

    private func compare(_ swap: GenerationSwap, _ target: ModelTarget) async {
        do {
            let difference = try await pool.withConnection { try await swap.difference(over: $0) }
            if difference > 0 {
                logger.critical(
                    "rows of a read model were not what the log gives; the new generation's are",
                    metadata: ["model": "\(target.model.name)", "rows": "\(difference)"])
            }
            update(target) {
                $0.isCompared = true
                $0.isSame = difference == 0
            }
        } catch {
            logger.error("two generations could not be compared", metadata: ["error": "\(error)"])
            update(target) { $0.isBeingCompared = false }
        }
        await alarm.ring()
    }

    /// Removes some thousand rows of a generation that nobody reads any more.
    ///
    /// - Returns: Whether there may be more to remove.
    func removeSomeOld() async throws -> Bool {
        guard let place = old.first, let model = models.first(where: { $0.name == place.name }) else { return false }
        let parameters: [PostgresValue] = [.text(authority.text), .int4(place.generation)]
        let removed = try await pool.withConnection { connection in
            var removed = 0
            for table in model.tables {
                removed += try await connection.execute(ProjectionStatements.remove(from: table), parameters)
            }
            if removed == 0 {
                _ = try await connection.execute(ProjectionStatements.forget, place.key(of: authority))
            }
            return removed
        }
        if removed == 0 { old.removeFirst() }
        return true
    }
}
