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

    /// Has a receiver that wanted nothing any more handed notices again, at once. Whether there is such a receiver.
    public func enable(_ receiver: String, at now: Moment) async throws -> Bool {
        try await pool.withConnection { [authority] connection in
            try await connection.transaction { connection in
                let key: [PostgresValue] = [.text(authority), .text(receiver)]
                guard try await connection.execute(NotifierStatements.enable, key) > 0 else { return false }
                _ = try await connection.execute(NotifierStatements.bringForward, key + [.timestamptz(now)])
                return true
            }
        }
    }

    // MARK: - Spreading

    /// Makes the deliveries of notices that have none, all at once or none of them.
    ///
    /// - Parameter mayDrop: Whether it is known that there are no receivers, where there are none: then what is too old for a
    ///   first one is handed to nobody.
    /// - Returns: How many notices were spread, and how many will be handed to nobody.
    func spread(
        at now: Moment, mayDrop: Bool, webhook: @escaping @Sendable (String) -> Webhook?
    ) async throws -> (notices: Int, dropped: Int) {
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
                guard !notices.isEmpty else { return (0, 0) }
                let listening = try await connection.query(
                    NotifierStatements.listening,
                    [.text(authority), .timestamptz(now.adding(.zero - DeliveryPolicy.hookMayBeMissing))]
                ) { row in
                    (name: try row.decode(0, as: String.self), isGone: try row.decode(1, as: Bool.self))
                }
                // One that may never come back is not the first receiver, for which notices wait.
                guard listening.contains(where: { !$0.isGone }) else {
                    guard mayDrop else { return (0, 0) }
                    let dropped = try await connection.execute(
                        NotifierStatements.markUnheard,
                        [.text(authority), .uuidArray(notices.map { $0.id }), .timestamptz(now)])
                    return (0, dropped)
                }
                let receivers = listening.map { $0.name }
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
                return (notices.count, 0)
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
    ///
    /// - Parameter failures: How often the receiver failed in a row before.
    func settle(
        _ delivery: Delivery, _ settlement: Settlement, failures: Int32, output: String, at now: Moment
    ) async throws {
        let error = settlement.reason.map { output.isEmpty ? $0 : "\($0): \(output.prefix(500))" }
        try await pool.withConnection { [authority] connection in
            try await connection.transaction { connection in
                // The receiver first and then deliveries, whoever changes both.
                try await Self.settleReceiver(
                    of: delivery, settlement, failures: failures, authority: authority, at: now, over: connection)
                _ = try await connection.execute(
                    NotifierStatements.settle,
                    [
                        .text(authority), .uuid(delivery.id), .int4(delivery.attempt), .text(settlement.state.rawValue),
                        .timestamptz(settlement.nextAttemptAt), .text(error?.replacing("\0", with: "")),
                        .timestamptz(now),
                    ])
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

    private static func settleReceiver(
        of delivery: Delivery, _ settlement: Settlement, failures: Int32, authority: String, at now: Moment,
        over connection: PostgresConnection
    ) async throws {
        let key: [PostgresValue] = [.text(authority), .text(delivery.receiver), .timestamptz(now)]
        guard settlement.isReceiverWell else {
            _ = try await connection.execute(
                NotifierStatements.receiverFails,
                key + [
                    .timestamptz(settlement.receiverRestsUntil), .text(settlement.reason),
                    .bool(settlement.disablesReceiver),
                ])
            return
        }
        _ = try await connection.execute(
            NotifierStatements.receiverIsWell, key + [.bool(settlement.state == .delivered)])
        guard failures >= DeliveryPolicy.doubtfulFrom else { return }
        _ = try await connection.execute(NotifierStatements.bringForward, key)
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

    static func add(
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
