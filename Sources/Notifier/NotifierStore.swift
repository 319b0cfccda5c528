import Foundation
public import PostgresClient
import StrictJSON

/// The notifier's three tables: notices, receivers and deliveries.
public struct NotifierStore: Sendable {
    let authority: String
    let pool: PostgresPool

    /// The tables of that authority, by connections of that pool.
    public init(authority: String, pool: PostgresPool) {
        self.authority = authority
        self.pool = pool
    }

    /// How many notices one transaction spreads.
    static let batch: Int64 = 200

    // MARK: - Receivers

    func save(_ found: [Receivers.Found], at now: Moment) async throws {
        let moment = PostgresValue.timestamptz(now)
        try await pool.withConnection { [authority] connection in
            try await connection.transaction { connection in
                _ = try await connection.execute(
                    NotifierStatements.saveReceivers,
                    [
                        .text(authority), .textArray(found.map { $0.name }), .textArray(found.map { $0.kind }),
                        .textArray(found.map { $0.obstacle }), moment,
                    ])
                _ = try await connection.execute(
                    NotifierStatements.leaveReceivers, [.text(authority), .textArray(found.map { $0.name }), moment])
            }
        }
    }

    /// Has a receiver that wanted nothing any more handed notices again. Whether there is such a receiver.
    public func enable(_ receiver: String) async throws -> Bool {
        try await pool.withConnection { [authority] connection in
            try await connection.execute(NotifierStatements.enable, [.text(authority), .text(receiver)])
        } > 0
    }

    // MARK: - Spreading

    /// Makes the deliveries of notices that have none, all at once or none of them.
    ///
    /// - Returns: How many notices were spread, and the names of the receivers.
    func spread(
        at now: Moment, webhook: @escaping @Sendable (String) -> Webhook?
    ) async throws -> (notices: Int, receivers: [String]) {
        try await pool.withConnection { [authority] connection in
            try await connection.transaction { connection in
                let notices = try await connection.query(
                    NotifierStatements.toSpread, [.text(authority), .int8(Self.batch)]
                ) { row in
                    let payload = try row.decode(6, as: [UInt8]?.self)
                    return SpreadNotice(
                        id: try row.decode(0, as: UUID.self), number: try row.decode(1, as: Int64.self),
                        kind: try row.decode(2, as: String.self), recipient: try row.decode(3, as: String?.self),
                        severity: try row.decode(4, as: Int16.self), thread: try row.decode(5, as: String.self),
                        receiver: payload.flatMap { try? JSONValue(parsing: $0) }?["receiver"]?.stringValue)
                }
                guard !notices.isEmpty else { return (0, []) }
                let receivers = try await connection.query(NotifierStatements.listening, [.text(authority)]) { row in
                    try row.decode(0, as: String.self)
                }
                guard !receivers.isEmpty else {
                    _ = try await connection.execute(
                        NotifierStatements.markUnheard,
                        [.text(authority), .uuidArray(notices.map { $0.id }), .timestamptz(now)])
                    return (0, [])
                }
                let pairs = notices.flatMap { notice in
                    receivers.filter { notice.isFor($0, webhook($0)) }.map { (notice, $0) }
                }
                _ = try await connection.execute(
                    NotifierStatements.addDeliveries,
                    [
                        .text(authority), .uuidArray(pairs.map { $0.0.deliveryID(for: $0.1) }),
                        .uuidArray(pairs.map { $0.0.id }), .int8Array(pairs.map { $0.0.number }),
                        .textArray(pairs.map { $0.1 }), .textArray(pairs.map { $0.0.thread }), .timestamptz(now),
                    ])
                _ = try await connection.execute(
                    NotifierStatements.markSpread,
                    [.text(authority), .uuidArray(notices.map { $0.id }), .timestamptz(now)])
                return (notices.count, receivers)
            }
        }
    }

    // MARK: - Handing over

    /// Takes the next delivery that can be handed over for itself, until the lease is over; with it, how often the receiver
    /// failed in a row.
    func claim(at now: Moment, lease: Duration) async throws -> (delivery: Delivery, failures: Int32)? {
        let parameters: [PostgresValue] = [
            .text(authority), .timestamptz(now), .timestamptz(now.adding(lease)), .int4(DeliveryPolicy.doubtfulFrom),
        ]
        let claimed = try await pool.withConnection { [authority] connection in
            try await connection.query(NotifierStatements.claim, parameters) { row in
                let notice = Notice(
                    id: try row.decode(4, as: UUID.self), number: try row.decode(5, as: Int64.self),
                    kind: try row.decode(6, as: String.self), recipient: try row.decode(7, as: String?.self),
                    team: try row.decode(8, as: String?.self), worker: try row.decode(9, as: String?.self),
                    severity: try row.decode(10, as: Int16.self), alerts: try row.decode(11, as: [UUID].self),
                    payload: try row.decode(12, as: [UInt8].self),
                    createdAt: try row.decode(13, as: PostgresTimestamp.self))
                let delivery = Delivery(
                    id: try row.decode(0, as: UUID.self), receiver: try row.decode(1, as: String.self),
                    attempt: try row.decode(2, as: Int32.self),
                    firstTriedAt: try row.decode(3, as: PostgresTimestamp.self), authority: authority, notice: notice)
                return (delivery, try row.decode(14, as: Int32.self))
            }
        }
        return claimed.first
    }

    func nextDue(after now: Moment) async throws -> Moment? {
        let next = try await pool.withConnection { [authority] connection in
            try await connection.query(NotifierStatements.nextDue, [.text(authority), .timestamptz(now)]) { row in
                try row.decode(0, as: PostgresTimestamp?.self)
            }
        }
        return next.first ?? nil
    }

    /// Writes down what came of a try; a delivery that is dead is told to the other receivers.
    func settle(_ delivery: Delivery, _ settlement: Settlement, output: String, at now: Moment) async throws {
        let error = settlement.reason.map { output.isEmpty ? $0 : "\($0): \(output.prefix(500))" }
        try await pool.withConnection { [authority] connection in
            try await connection.transaction { connection in
                _ = try await connection.execute(
                    NotifierStatements.settle,
                    [
                        .text(authority), .uuid(delivery.id), .int4(delivery.attempt), .text(settlement.state.rawValue),
                        .timestamptz(settlement.nextAttemptAt), .text(error?.replacing("\0", with: "")),
                        .timestamptz(now),
                    ])
                if settlement.isReceiverWell {
                    _ = try await connection.execute(
                        NotifierStatements.receiverIsWell,
                        [
                            .text(authority), .text(delivery.receiver), .timestamptz(now),
                            .bool(settlement.state == .delivered),
                        ])
                } else {
                    _ = try await connection.execute(
                        NotifierStatements.receiverFails,
                        [
                            .text(authority), .text(delivery.receiver), .timestamptz(now),
                            .timestamptz(settlement.receiverRestsUntil), .text(settlement.reason),
                            .bool(settlement.disablesReceiver),
                        ])
                }
                // The failure to tell of a failure is not told, or two broken receivers would tell of each other for ever.
                guard settlement.state == .dead, delivery.notice.kind != "delivery-failure" else { return }
                let toTell = try await connection.query(
                    NotifierStatements.tellDead, [.text(authority), .text(delivery.receiver), .timestamptz(now)]
                ) { row in try row.decode(0, as: String.self) }
                guard !toTell.isEmpty else { return }
                let notice = OwnNotice.failure(
                    of: delivery.receiver,
                    "The receiver \(delivery.receiver) did not take notice \(delivery.notice.number); the delivery is dead.",
                    reason: settlement.reason)
                try await Self.add([notice], authority: authority, at: now, over: connection)
            }
        }
    }

    // MARK: - Watching

    /// Gives up what waits for receivers that are away, and tells of those that have been failing for long.
    ///
    /// - Returns: The receivers that are told of.
    func watch(at now: Moment, policy: DeliveryPolicy) async throws -> [String] {
        try await pool.withConnection { [authority] connection in
            _ = try await connection.execute(
                NotifierStatements.giveUpAbsent,
                [.text(authority), .timestamptz(now), .timestamptz(now.adding(.zero - policy.giveUpAfter))])
            return try await connection.transaction { connection in
                let failing = try await connection.query(
                    NotifierStatements.tellFailing,
                    [.text(authority), .timestamptz(now), .timestamptz(now.adding(.zero - policy.tellFailureAfter))]
                ) { row in
                    (
                        name: try row.decode(0, as: String.self), reason: try row.decode(1, as: String?.self),
                        since: try row.decode(2, as: PostgresTimestamp?.self),
                        isDisabled: try row.decode(3, as: Bool.self)
                    )
                }
                let notices = failing.map { receiver in
                    let sentence =
                        receiver.isDisabled
                        ? "The receiver \(receiver.name) wants no more notices."
                        : "The receiver \(receiver.name) has taken nothing since \((receiver.since ?? now).text)."
                    return OwnNotice.failure(of: receiver.name, sentence, reason: receiver.reason)
                }
                try await Self.add(notices, authority: authority, at: now, over: connection)
                return failing.map { $0.name }
            }
        }
    }

    // MARK: - Notices of its own

    /// Adds a notice unless it is there.
    func addOnce(_ notice: OwnNotice, at now: Moment) async throws {
        try await pool.withConnection { [authority] connection in
            let isThere = try await connection.query(
                NotifierStatements.hasNotice, [.text(authority), .uuid(notice.id)]
            ) {
                row in try row.decode(0, as: Bool.self)
            }
            guard isThere != [true] else { return }
            try await connection.transaction { try await Self.add([notice], authority: authority, at: now, over: $0) }
        }
    }

    private static func add(
        _ notices: [OwnNotice], authority: String, at now: Moment, over connection: PostgresConnection
    ) async throws {
        guard !notices.isEmpty else { return }
        let none = [String?](repeating: nil, count: notices.count)
        _ = try await connection.query(
            NotifierStatements.addNotices,
            [
                .text(authority), .uuidArray(notices.map { $0.id }), .textArray(notices.map { $0.kind }),
                .textArray(none), .int2Array(notices.map { $0.severity }), .textArray(notices.map { $0.thread }),
                .textArray(notices.map { _ in "" }), .byteaArray(notices.map { $0.payload.bytes() }), .timestamptz(now),
            ]
        ) { _ in true }
    }
}
