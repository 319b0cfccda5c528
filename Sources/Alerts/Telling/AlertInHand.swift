import CaseRecord
import Foundation
import Ledger
import PostgresClient
import StrictJSON
import Timescales

/// An alert of which somebody may have to be told, with all that counts then.
struct AlertInHand: Sendable {
    /// How many columns it is read from.
    static let columns = 17

    let alert: Alert
    let facts: AlertFacts
}

extension AlertInHand {
    init(_ row: borrowing PostgresRow) throws {
        let stage = AlertStage(rawValue: try row.decode(7, as: String.self)) ?? .overdue
        let severity = Severity(rawValue: Int(try row.decode(11, as: Int16.self))) ?? .today
        let alert = Alert(
            id: try row.decode(0, as: UUID.self), clockID: try row.decode(1, as: String.self),
            child: try row.decode(2, as: String?.self), rule: try row.decode(3, as: String.self),
            team: try row.decode(4, as: String?.self), worker: try row.decode(5, as: String?.self),
            due: try row.decode(6, as: PostgresDate.self).civilDate, stage: stage, severity: severity,
            isMigrated: try row.decode(8, as: Bool.self),
            openedAt: try row.decode(9, as: PostgresTimestamp.self).instant,
            changedAt: try row.decode(10, as: PostgresTimestamp.self).instant,
            clock: try JSONValue(parsing: row.decode(12, as: [UInt8].self)))
        let facts = AlertFacts(
            id: alert.id, rule: alert.rule, team: alert.team, isOpen: stage.isOpen, severity: severity,
            stageRaisedAt: alert.changedAt,
            acknowledgedAt: try row.decode(13, as: PostgresTimestamp?.self)?.instant,
            isDismissed: try row.decode(14, as: Bool.self),
            toldAt: try row.decode(15, as: PostgresTimestamp?.self)?.instant,
            told: Set(try row.decode(16, as: [String].self).compactMap { Recipient(rawValue: $0) }))
        self.init(alert: alert, facts: facts)
    }
}

/// A telling whose time has come.
struct DueTelling: Sendable {
    let inHand: AlertInHand
    let recipient: Recipient
    let reason: TellingReason
    /// The stage of which it tells.
    let stage: AlertStage
    let severity: Severity
    /// The number of the step of which it tells.
    let number: Int32
    let fellAt: Instant
    let raisedAt: Instant
    /// Whether what held it back has fallen away.
    let isReleased: Bool

    var address: Address { Address(recipient, team: inHand.alert.team, worker: inHand.alert.worker) }
}

extension DueTelling {
    @Sendable init(_ row: borrowing PostgresRow) throws {
        let first = AlertInHand.columns
        self.init(
            inHand: try AlertInHand(row),
            recipient: Recipient(rawValue: try row.decode(first, as: String.self)) ?? .teamManager,
            reason: TellingReason(rawValue: try row.decode(first + 1, as: String.self)) ?? .stage,
            stage: AlertStage(rawValue: try row.decode(first + 2, as: String.self)) ?? .overdue,
            severity: Severity(rawValue: Int(try row.decode(first + 3, as: Int16.self))) ?? .today,
            number: try row.decode(first + 4, as: Int32.self),
            fellAt: try row.decode(first + 5, as: PostgresTimestamp.self).instant,
            raisedAt: try row.decode(first + 6, as: PostgresTimestamp.self).instant,
            isReleased: try row.decode(first + 7, as: Bool.self))
    }
}
