/// What somebody is allowed to do. One person can have several.
public enum Role: String, Sendable, CaseIterable, Comparable {
    /// A program that hands events in, for whichever worker they name; reads nothing.
    case recorder
    /// A worker with cases: reads and records in the records that need-to-know opens.
    case practitioner
    /// Answers for teams: supervision views, silences and dismissals, access of others, records that are restricted.
    case manager
    /// Inspects: reads records, the proofs of the log and who read what; records nothing.
    case auditor
    /// Counts: indicators and the service view.
    case analyst
    /// Delivers alerts: sees deliveries and tries them again.
    case notifier
    /// Runs the daemon: health, metrics, read models, deliveries, the proofs of the log; reads no record.
    case `operator`

    /// By name.
    public static func < (one: Role, other: Role) -> Bool { one.rawValue < other.rawValue }
}
