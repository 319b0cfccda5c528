import Foundation
import PostgresClient

/// What one look over receivers and deliveries found wrong, and told.
struct WatchFindings: Sendable, Equatable {
    /// Receivers that take nothing, or want nothing any more.
    var failing: [String] = []
    /// Deliveries that are tried in vain while their receiver takes the rest, by receiver.
    var stuck: [Count] = []
    /// Deliveries that were given up because their receiver is away or disabled, by receiver.
    var lost: [Count] = []

    struct Count: Sendable, Equatable {
        let receiver: String
        let deliveries: Int64
    }
}

extension NotifierStore {
    /// Gives up what waits for receivers that are away, and tells of that, of receivers that have been failing for long, and of
    /// single deliveries that are stuck.
    func watch(at now: Moment, policy: DeliveryPolicy) async throws -> WatchFindings {
        let late = now.adding(.zero - policy.giveUpAfter)
        let telling = now.adding(.zero - policy.tellFailureAfter)
        return try await pool.withConnection { [authority] connection in
            try await connection.transaction { connection in
                var (findings, notices) = (WatchFindings(), [OwnNotice]())
                let key = PostgresValue.text(authority)
                let failing = try await connection.query(
                    WatchStatements.tellFailing, [key, .timestamptz(now), .timestamptz(telling)]
                ) { row in
                    (
                        name: try row.decode(0, as: String.self), reason: try row.decode(1, as: String?.self),
                        since: try row.decode(2, as: PostgresTimestamp?.self),
                        isDisabled: try row.decode(3, as: Bool.self)
                    )
                }
                for receiver in failing {
                    let sentence =
                        receiver.isDisabled
                        ? "The receiver \(receiver.name) wants no more notices."
                        : "The receiver \(receiver.name) has taken nothing since \((receiver.since ?? now).text)."
                    notices.append(.failure(of: receiver.name, sentence, reason: receiver.reason))
                }
                findings.failing = failing.map { $0.name }
                (findings.stuck, notices) = try await Self.tellStuck(
                    since: telling, at: now, key, adding: notices, over: connection)
                (findings.lost, notices) = try await Self.tellLost(
                    since: late, at: now, key, adding: notices, over: connection)
                try await Self.add(notices, authority: authority, at: now, over: connection)
                return findings
            }
        }
    }

    private static func tellStuck(
        since: Moment, at now: Moment, _ authority: PostgresValue, adding notices: [OwnNotice],
        over connection: PostgresConnection
    ) async throws -> ([WatchFindings.Count], [OwnNotice]) {
        let receivers = try await connection.query(
            WatchStatements.tellStuck, [authority, .timestamptz(now), .timestamptz(since)]
        ) { try $0.decode(0, as: String.self) }
        guard !receivers.isEmpty else { return ([], notices) }
        let stuck = try await connection.query(
            WatchStatements.markStuck, [authority, .textArray(receivers), .timestamptz(now), .timestamptz(since)]
        ) { row in
            (
                count: WatchFindings.Count(
                    receiver: try row.decode(0, as: String.self), deliveries: try row.decode(1, as: Int64.self)),
                number: try row.decode(2, as: Int64.self), since: try row.decode(3, as: PostgresTimestamp.self)
            )
        }
        let told = stuck.map { stuck in
            let others = stuck.count.deliveries > 1 ? " and \(stuck.count.deliveries - 1) more" : ""
            return OwnNotice.failure(
                of: stuck.count.receiver,
                """
                The receiver \(stuck.count.receiver) has not taken notice \(stuck.number)\(others) since \
                \(stuck.since.text), though it takes others.
                """, reason: nil)
        }
        return (stuck.map(\.count), notices + told)
    }

    private static func tellLost(
        since: Moment, at now: Moment, _ authority: PostgresValue, adding notices: [OwnNotice],
        over connection: PostgresConnection
    ) async throws -> ([WatchFindings.Count], [OwnNotice]) {
        let lost = try await connection.query(
            WatchStatements.giveUpAbsent, [authority, .timestamptz(now), .timestamptz(since)]
        ) { row in
            (
                count: WatchFindings.Count(
                    receiver: try row.decode(0, as: String.self), deliveries: try row.decode(2, as: Int64.self)),
                reason: try row.decode(1, as: String?.self), toTell: try row.decode(3, as: Int64.self)
            )
        }
        var notices = notices
        // That the failure of another receiver was not told to this one is not told, or it would go on for ever.
        for lost in lost where lost.toTell > 0 {
            let name = lost.count.receiver
            let toTell = try await connection.query(
                WatchStatements.tellLost, [authority, .text(name), .timestamptz(now)]
            ) { try $0.decode(0, as: String.self) }
            guard !toTell.isEmpty else { continue }
            let what = lost.toTell == 1 ? "1 notice that waited" : "\(lost.toTell) notices that waited"
            notices.append(
                .failure(
                    of: name, "Given up: \(what) for the receiver \(name). They are in the list of dead deliveries.",
                    reason: lost.reason))
        }
        return (lost.map(\.count), notices)
    }

    /// After the clock was put back: has nothing wait for longer than it would have been made to wait now.
    func mendMoments(at now: Moment, policy: DeliveryPolicy) async throws {
        let start: [PostgresValue] = [.text(authority), .timestamptz(now)]
        let longest = PostgresValue.timestamptz(now.adding(RetrySchedule.webhook.longest))
        // No hook asks for a pause of its own.
        let rests = start + [.timestamptz(now.adding(DeliveryPolicy.longestRest)), longest]
        let pauses = start + [.timestamptz(now.adding(RetrySchedule.hook.longest)), longest]
        try await pool.withConnection { connection in
            try await connection.transaction { connection in
                _ = try await connection.execute(WatchStatements.mendReceivers, rests)
                _ = try await connection.execute(
                    WatchStatements.mendMoments, pauses + [.timestamptz(now.adding(policy.lease))])
            }
        }
    }
}
