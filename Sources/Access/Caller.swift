public import CaseRecord

/// An account of this machine, as the kernel gives it.
public struct Account: Sendable, Hashable {
    /// The user's number.
    public let uid: UInt32
    /// The user's name; `nil` where the machine has none.
    public let name: String?
    /// The names of the groups that the process had when it connected.
    public let groups: Set<String>

    /// An account.
    public init(uid: UInt32, name: String?, groups: Set<String>) {
        self.uid = uid
        self.name = name
        self.groups = groups
    }

    /// As the log keeps it.
    public var description: String { name.map { "\($0)(\(uid))" } ?? "uid:\(uid)" }

    /// The worker of the same name.
    public var worker: WorkerID { name.flatMap { WorkerID($0) } ?? WorkerID(unchecked: "uid-\(uid)") }
}

/// Who asks, and what they may do.
public struct Caller: Sendable, Hashable {
    /// The account that is connected.
    public let account: Account
    /// The worker who asks.
    public let worker: WorkerID
    /// Whether the account is a gateway that speaks for the worker.
    public let isSpokenFor: Bool
    /// What the worker may do.
    public let roles: Set<Role>
    private let grants: [AccessPolicy.Grant]

    init(account: Account, worker: WorkerID, grants: [AccessPolicy.Grant], isSpokenFor: Bool) {
        self.account = account
        self.worker = worker
        self.isSpokenFor = isSpokenFor
        self.grants = grants
        roles = grants.reduce(into: []) { $0.formUnion($1.roles) }
    }

    /// Whether the caller has one of those roles.
    public func has(_ wanted: Set<Role>) -> Bool { !roles.isDisjoint(with: wanted) }

    /// What the caller sees of all records by virtue of one of those roles: a grant's teams count for its own roles only.
    public func sight(_ wanted: Set<Role>) -> Sight {
        var sight = Sight(worker: worker)
        for grant in grants where !grant.roles.isDisjoint(with: wanted) {
            sight.scope.formUnion(grant.scope)
            if grant.seesRestricted { sight.openScope.formUnion(grant.scope) }
        }
        return sight
    }

    /// As the log keeps who handed something in: the account and, of a gateway, for whom.
    public var submitter: String { isSpokenFor ? "\(account.description) for \(worker)" : account.description }

    /// Somebody who may do nothing.
    public static func unknown(_ account: Account) -> Caller {
        Caller(account: account, worker: account.worker, grants: [], isSpokenFor: false)
    }
}
