public import Foundation
public import StrictJSON

/// What people are to hear. `caselog-notifier` hands it to every receiver.
public struct Notice: Sendable {
    /// What it is about.
    public enum Kind: String, Sendable, CaseIterable {
        /// Alerts that are raised or over.
        case alerts
        /// What stands open in migrated history, once for all of it.
        case history
        /// What has come together since the last one.
        case digest
        /// Nothing: it proves that notices arrive.
        case heartbeat
        /// A receiver that does not take what it is handed.
        case deliveryFailure = "delivery-failure"
        /// Somebody tries a receiver.
        case test
    }

    /// Names the notice; the id of each of its deliveries follows from it.
    public var id = UUID()
    /// What it is about.
    public var kind: Kind
    /// For whom it is: a role of the rulebook; `nil`: whoever listens.
    public var recipient: String?
    /// The team that it concerns.
    public var team: String?
    /// The worker whom it concerns.
    public var worker: String?
    /// 1 is told at any hour, 2 in working hours, 3 can wait for a digest.
    public var severity: Int16
    /// A receiver takes the notices of one thread in the order in which they were added.
    public var thread: String
    /// The alerts that it is about.
    public var alerts: [UUID]
    /// An object with its text, without any child's name. Where the notice is about alerts its member `alerts` lists them.
    public var payload: JSONValue

    /// A notice that is yet to be added.
    public init(
        kind: Kind, recipient: String? = nil, team: String? = nil, worker: String? = nil, severity: Int16 = 2,
        thread: String, alerts: [UUID] = [], payload: JSONValue
    ) {
        self.kind = kind
        self.recipient = recipient
        self.team = team
        self.worker = worker
        self.severity = severity
        self.thread = thread
        self.alerts = alerts
        self.payload = payload
    }
}
