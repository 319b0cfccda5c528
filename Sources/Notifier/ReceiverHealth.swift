public import Foundation
public import PostgresClient

/// A receiver, and whether it is well.
public struct ReceiverHealth: Sendable {
    /// A hook's file name, or `webhook/` and a webhook's name.
    public let name: String
    /// `hook` or `webhook`.
    public let kind: String
    /// Notices from then on are for it.
    public let since: Moment
    /// Since when it is configured no more.
    public let goneAt: Moment?
    /// Why nothing can be handed to it.
    public let obstacle: String?
    /// Since when it wants nothing more.
    public let disabledAt: Moment?
    /// Since when it has taken nothing.
    public let failingSince: Moment?
    /// When it last took something.
    public let lastDeliveredAt: Moment?
    /// What was wrong the last time.
    public let lastError: String?
    /// When others heard that it takes nothing.
    public let failureToldAt: Moment?
    /// How many of those that wait it does not take though it takes others, as others heard.
    public let stuck: Int64
    /// How many deliveries wait for it.
    public let waiting: Int64
    /// How many deliveries to it are dead.
    public let dead: Int64

    /// How it is, in words.
    public var state: String {
        if let goneAt { return "gone since \(goneAt.text)" }
        if let disabledAt { return "disabled since \(disabledAt.text)" }
        if let obstacle { return "refused: \(obstacle)" }
        if let failingSince {
            return "failing since \(failingSince.text)" + (lastError.map { ": \($0)" } ?? "")
                + (failureToldAt.map { "; the others heard at \($0.text)" } ?? "")
        }
        return "well" + (lastDeliveredAt.map { ", last took a notice at \($0.text)" } ?? "")
    }
}

/// What became of one delivery so far.
public struct DeliveryOutcome: Sendable {
    /// To whom.
    public let receiver: String
    /// `waiting`, `delivered` or `dead`.
    public let state: String
    /// How often it was tried.
    public let attempts: Int32
    /// What was wrong.
    public let error: String?
}

extension NotifierStore {
    /// All receivers that there are or were.
    public func receivers() async throws -> [ReceiverHealth] {
        try await pool.withConnection { [authority] connection in
            try await connection.query(NotifierStatements.receivers, [.text(authority)]) { row in
                ReceiverHealth(
                    name: try row.decode(0, as: String.self), kind: try row.decode(1, as: String.self),
                    since: try row.decode(2, as: PostgresTimestamp.self),
                    goneAt: try row.decode(3, as: PostgresTimestamp?.self),
                    obstacle: try row.decode(4, as: String?.self),
                    disabledAt: try row.decode(5, as: PostgresTimestamp?.self),
                    failingSince: try row.decode(6, as: PostgresTimestamp?.self),
                    lastDeliveredAt: try row.decode(7, as: PostgresTimestamp?.self),
                    lastError: try row.decode(8, as: String?.self),
                    failureToldAt: try row.decode(9, as: PostgresTimestamp?.self),
                    stuck: try row.decode(10, as: Int64.self), waiting: try row.decode(11, as: Int64.self),
                    dead: try row.decode(12, as: Int64.self))
            }
        }
    }

    /// Adds a notice that tries that receiver, or all.
    ///
    /// - Returns: The notice's id.
    public func addTest(of receiver: String?, at now: Moment) async throws -> UUID {
        let notice = OwnNotice.test(of: receiver)
        try await addOnce(notice, at: now)
        return notice.id
    }

    /// What became of the deliveries of that notice; `nil` while it has none because nobody has made them yet.
    public func outcomes(of notice: UUID) async throws -> [DeliveryOutcome]? {
        try await pool.withConnection { [authority] connection in
            let parameters: [PostgresValue] = [.text(authority), .uuid(notice)]
            let isSpread = try await connection.query(NotifierStatements.isSpread, parameters) { row in
                try row.decode(0, as: Bool.self)
            }
            guard isSpread == [true] else { return nil }
            return try await connection.query(NotifierStatements.outcomes, parameters) { row in
                DeliveryOutcome(
                    receiver: try row.decode(0, as: String.self), state: try row.decode(1, as: String.self),
                    attempts: try row.decode(2, as: Int32.self), error: try row.decode(3, as: String?.self))
            }
        }
    }
}
