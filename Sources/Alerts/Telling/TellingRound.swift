import CaseRecord
import Foundation
import Ledger
import PostgresClient
import Timescales

/// Turns what is to be told now into notices, each in the transaction that says who was told.
struct TellingRound: Sendable {
    /// How many tellings one transaction takes at most.
    static let batch = 2000

    let authority: AuthorityCode
    let routing: Routing
    let now: Instant

    /// Tells everything whose time has come.
    func run(over connection: PostgresConnection) async throws {
        var goesOn = true
        while goesOn { goesOn = try await connection.transaction { try await step(over: $0) } }
    }

    /// Tells some; whether there may be more.
    private func step(over connection: PostgresConnection) async throws -> Bool {
        let head: [PostgresValue] = [.text(authority.text), .timestamptz(PostgresTimestamp(now))]
        let tellings = try await connection.query(
            TellingStatements.ready, head + [.int8(Int64(Self.batch))], DueTelling.init)
        guard !tellings.isEmpty else { return false }
        let silences = try await SilenceRows.active(of: authority, at: now, over: connection)
        var (told, dropped): ([DueTelling], [DueTelling]) = ([], [])
        var held: [(telling: DueTelling, until: Instant?)] = []
        for telling in tellings {
            let decision = routing.decide(
                telling.reason, of: telling.inHand.facts, isReleased: telling.isReleased, silences: silences, at: now)
            switch decision {
            case .tell: told.append(telling)
            case .drop: dropped.append(telling)
            case .hold(let until): held.append((telling, until))
            }
        }
        try await hold(held, over: connection)
        let done = told + dropped
        _ = try await connection.execute(
            TellingStatements.remove,
            [
                head[0], .uuidArray(done.map { $0.inHand.alert.id }), .textArray(done.map { $0.recipient.rawValue }),
            ])
        try await setClimbs(told, dropped, silences, over: connection)
        let added = try await write(told, over: connection)
        return tellings.count == Self.batch || added > 0
    }

    private func hold(
        _ held: [(telling: DueTelling, until: Instant?)], over connection: PostgresConnection
    ) async throws {
        guard !held.isEmpty else { return }
        _ = try await connection.execute(
            TellingStatements.hold,
            [
                .text(authority.text), .uuidArray(held.map { $0.telling.inHand.alert.id }),
                .textArray(held.map { $0.telling.recipient.rawValue }),
                .timestamptzArray(held.map { $0.until.map { PostgresTimestamp($0) } ?? .infinity }),
            ])
    }

    /// When each alert climbs next, now that these were told of it.
    private func setClimbs(
        _ told: [DueTelling], _ dropped: [DueTelling], _ silences: [Silence], over connection: PostgresConnection
    ) async throws {
        var facts: [UUID: AlertFacts] = [:]
        for telling in dropped { facts[telling.inHand.alert.id] = telling.inHand.facts }
        for telling in told where telling.reason != .over {
            var fact = facts[telling.inHand.alert.id] ?? telling.inHand.facts
            fact.told.insert(telling.address.recipient)
            fact.toldAt = now
            facts[telling.inHand.alert.id] = fact
        }
        guard !facts.isEmpty else { return }
        let climbs = facts.values.map { fact -> (id: UUID, at: Instant?, toldAt: Instant?) in
            let toldAt = fact.toldAt == now ? now : nil
            switch routing.climb(of: fact, silences: silences, at: now) {
            case .rest: return (fact.id, nil, toldAt)
            case .wait(let until): return (fact.id, until, toldAt)
            case .tell: return (fact.id, now, toldAt)
            }
        }
        _ = try await connection.execute(
            TellingStatements.setClimb,
            [
                .text(authority.text), .uuidArray(climbs.map { $0.id }),
                .timestamptzArray(climbs.map { $0.at.map { PostgresTimestamp($0) } }),
                .timestamptzArray(climbs.map { $0.toldAt.map { PostgresTimestamp($0) } }),
            ])
    }

    /// Writes who is told by which notice, and those notices; how many others are still to be told because of that.
    private func write(_ told: [DueTelling], over connection: PostgresConnection) async throws -> Int {
        guard !told.isEmpty else { return 0 }
        let groups = NoticeGroup.groups(of: told)
        let notices = groups.map { $0.notice(at: now) }
        let named = zip(groups, notices).flatMap { group, notice in
            group.tellings.map { (telling: $0, address: group.address, notice: notice.id) }
        }
        _ = try await connection.execute(
            TellingStatements.addTold,
            [
                .text(authority.text), .timestamptz(PostgresTimestamp(now)),
                .uuidArray(named.map { $0.telling.inHand.alert.id }),
                .textArray(named.map { $0.address.recipient.rawValue }), .textArray(named.map { $0.address.team }),
                .textArray(named.map { $0.address.worker }), .textArray(named.map { $0.telling.reason.rawValue }),
                .textArray(named.map { $0.telling.stage.rawValue }), .uuidArray(named.map { $0.notice }),
            ])
        try await writeClimbs(told, over: connection)
        let added = try await OutOfHours(told, routing: routing, now: now).write(of: authority, over: connection)
        // Last: others that add notices wait from here on.
        try await NoticeOutbox.add(notices, authority: authority, at: now, over: connection)
        return added
    }

    private func writeClimbs(_ told: [DueTelling], over connection: PostgresConnection) async throws {
        let climbed = Dictionary(grouping: told.filter { [.climbed, .repeated].contains($0.reason) }) {
            $0.inHand.alert.id
        }.values.compactMap { tellings in
            tellings.first.map { first in
                (first: first, recipients: Set(tellings.map { $0.address.recipient.rawValue }).sorted())
            }
        }
        guard !climbed.isEmpty else { return }
        _ = try await connection.execute(
            TellingStatements.addClimbs,
            [
                .text(authority.text), .timestamptz(PostgresTimestamp(now)),
                .uuidArray(climbed.map { $0.first.inHand.alert.id }),
                .textArray(climbed.map { $0.first.stage.rawValue }),
                .timestamptzArray(climbed.map { PostgresTimestamp($0.first.fellAt) }),
                .textArray(climbed.map { $0.first.reason.rawValue }),
                .textArray(climbed.map { $0.recipients.joined(separator: ",") }),
            ])
    }
}
