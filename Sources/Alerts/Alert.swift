public import CaseRecord
import Crypto
public import Foundation
public import StrictJSON
public import Timescales

/// The alert of one statutory clock, or of one caseload over the cap.
public struct Alert: Sendable {
    /// Names the alert, the same whenever alerts are built again from the log.
    public let id: UUID
    /// The clock, as `R03/N1001/R-1`.
    public let clockID: String
    /// The child; `nil` of an alert about a worker.
    public let child: String?
    /// The rule, as `R03`.
    public let rule: String
    /// The team that has the case.
    public let team: String?
    /// The allocated worker.
    public let worker: String?
    /// The clock's due day.
    public let due: CivilDate
    /// Where it stands.
    public let stage: AlertStage
    /// How grave its stage is, or was when it ended.
    public let severity: Severity
    /// Whether its clock began in migrated history.
    public let isMigrated: Bool
    /// When it was first raised.
    public let openedAt: Instant
    /// When it last changed.
    public let changedAt: Instant
    /// The clock with its explanation, as JSON.
    public let clock: JSONValue

    /// When it ended; `nil` while it is open.
    public var endedAt: Instant? { stage.isOpen ? nil : changedAt }

    /// The alert as JSON; without the child's name, which hooks must not carry out of the record.
    public var json: JSONValue {
        [
            "id": id.field, "clock": .string(clockID), "child": child.map { .string($0) } ?? .null,
            "rule": clock["rule"] ?? .string(rule),
            "team": team.map { .string($0) } ?? .null, "worker": worker.map { .string($0) } ?? .null,
            "due": .string(due.description), "stage": .string(stage.rawValue),
            "severity": .integer(Int64(severity.rawValue)), "migrated": .bool(isMigrated),
            "openedAt": .string(openedAt.description), "changedAt": .string(changedAt.description),
            "endedAt": endedAt.map { .string($0.description) } ?? .null,
            "sentence": clock["explanation"]?["sentence"] ?? .null,
        ]
    }

    /// The same id for the same clock of the same authority: SHA-256 in the layout of a version 8 UUID.
    static func id(of clockID: String, authority: AuthorityCode) -> UUID {
        var bytes = Array(SHA256.hash(data: Array("alert/\(authority)/\(clockID)".utf8)).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}
