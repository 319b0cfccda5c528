public import CaseRecord
import Foundation
import Ledger
public import Logging
public import PostgresClient
import StrictJSON

/// Hands what waits in the outbox to the hooks: each delivery at least once, with the same id every time, until the
/// hook takes it or refuses it for good.
public struct HookDispatcher: Sendable {
    private let authority: AuthorityCode
    private let pool: PostgresPool
    private let hooks: HookDirectory
    private let account: HookAccount?
    let logger: Logger
    /// How many hooks run at once.
    static let concurrency = 4
    /// The longest pause between two tries of one delivery, in seconds.
    static let longestPause: Int64 = 900

    /// A dispatcher for that authority's outbox; `account` is whom hooks run as, where that is not the daemon.
    public init(
        authority: AuthorityCode, pool: PostgresPool, hooks: HookDirectory, account: HookAccount?, logger: Logger
    ) {
        self.authority = authority
        self.pool = pool
        self.hooks = hooks
        self.account = account
        self.logger = logger
    }

    private struct Delivery: Sendable {
        let id: UUID
        let hook: String
        let isNotice: Bool
        let payload: [UInt8]?
        let attempts: Int32
    }

    /// Hands out everything that can be handed out now.
    ///
    /// - Returns: How many deliveries were tried, and when the next can be; `nil`: not before another is added.
    public func handOut(now: @Sendable () -> Instant) async throws -> (tried: Int, nextAt: Instant?) {
        var tried = 0
        while true {
            try Task.checkCancellation()
            let parameters: [PostgresValue] = [
                .text(authority.text), .timestamptz(PostgresTimestamp(now())), .int8(Int64(Self.concurrency)),
            ]
            let batch = try await pool.withConnection { connection in
                try await connection.query(AlertStatements.waiting, parameters) { row in
                    Delivery(
                        id: try row.decode(0, as: UUID.self), hook: try row.decode(1, as: String.self),
                        isNotice: try row.decode(2, as: String.self) == "history-notice",
                        payload: try row.decode(3, as: [UInt8]?.self), attempts: try row.decode(4, as: Int32.self))
                }
            }
            guard !batch.isEmpty else { break }
            tried += batch.count
            let time = now()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for delivery in batch { group.addTask { try await hand(delivery, at: time) } }
                try await group.waitForAll()
            }
        }
        let next = try await pool.withConnection { [authority] connection in
            try await connection.query(AlertStatements.nextDelivery, [.text(authority.text)]) { row in
                try row.decode(0, as: PostgresTimestamp?.self)?.instant
            }
        }
        return (tried, next.first ?? nil)
    }

    private func hand(_ delivery: Delivery, at now: Instant) async throws {
        let payload: [UInt8]
        if let kept = delivery.payload { payload = kept } else { payload = try await notice(delivery.id) }
        let outcome: HookOutcome
        if let obstacle = hooks.obstacle(to: delivery.hook) {
            outcome = .failed(obstacle)
        } else {
            let run = HookRun(path: (hooks.path ?? "") + "/" + delivery.hook, account: account)
            outcome = await run.hand(payload, environment: Self.environment(of: payload, delivery.attempts + 1))
        }
        // A stop while the hook ran is not the hook's failure: the delivery stays as it was.
        try Task.checkCancellation()
        try await settle(delivery, outcome, at: now)
    }

    private func settle(_ delivery: Delivery, _ outcome: HookOutcome, at now: Instant) async throws {
        let attempts = delivery.attempts + 1
        let pause = min(Self.longestPause, Int64(1) << min(Int64(attempts) - 1, 10))
        let (state, error): (String, String?) =
            switch outcome {
            case .delivered: ("delivered", nil)
            case .refused(let reason): ("refused", reason)
            case .failed(let reason): ("waiting", reason)
            }
        let metadata: Logger.Metadata = [
            "hook": "\(delivery.hook)", "delivery": "\(delivery.id.uuidString.lowercased())", "attempt": "\(attempts)",
        ]
        if let error {
            logger.warning("hook did not take a delivery: \(error)", metadata: metadata)
        } else {
            logger.info("delivered", metadata: metadata)
        }
        let parameters: [PostgresValue] = [
            .text(authority.text), .uuid(delivery.id), .text(state), .int4(attempts),
            .timestamptz(PostgresTimestamp(now.adding(seconds: pause))), .text(error.map { String($0.prefix(2000)) }),
            .timestamptz(PostgresTimestamp(now)),
        ]
        _ = try await pool.withConnection { connection in
            try await connection.execute(AlertStatements.settleDelivery, parameters)
        }
    }

    /// The one notice about migrated history: how many alerts stand open in it, by team, rule and stage.
    private func notice(_ id: UUID) async throws -> [UInt8] {
        let counts = try await pool.withConnection { [authority] connection in
            try await connection.query(AlertStatements.historyCounts, [.text(authority.text)]) { row in
                (
                    try row.decode(0, as: String.self), try row.decode(1, as: String.self),
                    try row.decode(2, as: String.self), try row.decode(3, as: Int64.self)
                )
            }
        }
        let rows: [JSONValue] = counts.map { team, rule, stage, count in
            [
                "team": team.isEmpty ? .null : .string(team), "rule": .string(rule), "stage": .string(stage),
                "count": .integer(count),
            ]
        }
        let total = counts.map { $0.3 }.reduce(0, +)
        let document: JSONValue = [
            "kind": "history-notice", "deliveryId": id.field, "authority": .string(authority.text),
            "open": .integer(total), "counts": .array(rows),
            "sentence": .string(
                "Migrated history has \(total) open alerts whose day had passed before it was recorded here."),
        ]
        return document.bytes()
    }

    private static func environment(of payload: [UInt8], _ attempt: Int32) -> [String: String] {
        guard let document = try? JSONValue(parsing: payload) else { return [:] }
        let alert = document["alert"]
        let pairs: [(String, String?)] = [
            ("CASELOG_KIND", document["kind"]?.stringValue),
            ("CASELOG_DELIVERY_ID", document["deliveryId"]?.stringValue),
            ("CASELOG_AUTHORITY", document["authority"]?.stringValue),
            ("CASELOG_STAGE", document["stage"]?.stringValue),
            ("CASELOG_ALERT_ID", alert?["id"]?.stringValue), ("CASELOG_CHILD", alert?["child"]?.stringValue),
            ("CASELOG_RULE", alert?["rule"]?["id"]?.stringValue), ("CASELOG_TEAM", alert?["team"]?.stringValue),
            ("CASELOG_WORKER", alert?["worker"]?.stringValue), ("CASELOG_DUE", alert?["due"]?.stringValue),
            ("CASELOG_ATTEMPT", String(attempt)),
        ]
        return Dictionary(uniqueKeysWithValues: pairs.compactMap { name, value in value.map { (name, $0) } })
    }
}
