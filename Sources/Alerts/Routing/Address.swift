import Timescales

/// Whom a recipient is, of one alert.
struct Address: Sendable, Hashable {
    let recipient: Recipient
    /// The team that has the case; a director is the same of every team.
    let team: String?
    /// The worker, where it is the worker who is told.
    let worker: String?

    /// A case that nobody is allocated to has no worker to tell: its team manager is told.
    init(_ recipient: Recipient, team: String?, worker: String?) {
        let isUnallocated = recipient == .worker && worker == nil
        self.recipient = isUnallocated ? .teamManager : recipient
        self.team = team
        self.worker = self.recipient == .worker ? worker : nil
    }

    /// As `team-manager/west` or `worker/west/sam`: what they are told comes to them in its order.
    var thread: String {
        ([recipient.rawValue, team ?? "-"] + (worker.map { [$0] } ?? [])).joined(separator: "/")
    }
}
