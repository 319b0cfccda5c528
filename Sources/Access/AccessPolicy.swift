public import CaseRecord

/// Who may do what, as the authority's access file says it. Whoever it does not name may do nothing.
public struct AccessPolicy: Sendable, Hashable {
    /// When a grant holds.
    public enum Time: String, Sendable, CaseIterable {
        /// At any time.
        case always
        /// Outside of working hours only: the emergency duty team.
        case outOfHours = "out-of-hours"
        /// Within working hours only.
        case workingHours = "working-hours"
    }

    /// What some accounts, or a worker, may do.
    public struct Grant: Sendable, Hashable {
        /// Accounts of this machine.
        public var users: Set<String> = []
        /// The same by their numbers, of which not every one has a name.
        public var uids: Set<UInt32> = []
        /// Groups of this machine.
        public var groups: Set<String> = []
        /// Who they are in the record; `nil`: the account's own name.
        public var worker: WorkerID?
        /// What they may do.
        public var roles: Set<Role> = []
        /// Whose cases they may see.
        public var scope = TeamScope()
        /// When.
        public var time = Time.always
        /// Whether restricted records need no further grant: for who answers for the whole service.
        public var seesRestricted = false

        /// Nothing for nobody.
        public init() {}
    }

    /// An account that speaks for others: a case system's own service, or a web server.
    public struct Gateway: Sendable, Hashable {
        /// Accounts of this machine.
        public var users: Set<String> = []
        /// For whom it may speak; `nil`: for every worker whom a grant names.
        public var workers: Set<WorkerID>?

        /// Nobody.
        public init() {}
    }

    /// In the order of the file; all that fit hold together.
    public var grants: [Grant] = []
    /// Who may speak for others.
    public var gateways: [Gateway] = []

    /// Nobody may do anything.
    public init() {}

    /// What holds where there is no access file: whoever runs the daemon, and root, may do everything; nobody else anything.
    public static func owner(uids: Set<UInt32>) -> AccessPolicy {
        var grant = Grant()
        grant.uids = uids
        grant.roles = Set(Role.allCases)
        grant.scope = .everything
        grant.seesRestricted = true
        var policy = AccessPolicy()
        policy.grants = [grant]
        return policy
    }

    /// Who somebody is and may do, connected as that account in those groups.
    ///
    /// - Parameters:
    ///   - worker: For whom a gateway speaks; `nil`: for itself.
    ///   - isWorkingTime: Whether it is within working hours.
    public func caller(
        _ account: Account, speakingFor worker: WorkerID?, isWorkingTime: Bool
    ) throws(AccessRefusal) -> Caller {
        guard let worker else {
            let fitting = grants.filter { $0.fits(account) }
            return Caller(
                account: account, worker: fitting.lazy.compactMap(\.worker).first ?? account.worker,
                grants: fitting.filter { $0.holds(isWorkingTime) }, isSpokenFor: false)
        }
        guard let gateway = gateways.first(where: { $0.users.contains(account.name ?? "") }) else {
            throw .notAGateway
        }
        let fitting = grants.filter { $0.worker == worker }
        guard !fitting.isEmpty, gateway.workers?.contains(worker) ?? true else { throw .mayNotSpeakFor(worker) }
        return Caller(
            account: account, worker: worker, grants: fitting.filter { $0.holds(isWorkingTime) }, isSpokenFor: true)
    }
}

extension AccessPolicy.Grant {
    fileprivate func fits(_ account: Account) -> Bool {
        uids.contains(account.uid) || account.name.map { users.contains($0) } ?? false
            || !groups.isDisjoint(with: account.groups)
    }

    fileprivate func holds(_ isWorkingTime: Bool) -> Bool {
        switch time {
        case .always: true
        case .outOfHours: !isWorkingTime
        case .workingHours: isWorkingTime
        }
    }
}

/// Why somebody may not speak for somebody else.
public enum AccessRefusal: Error, Sendable, Hashable {
    /// Only a gateway may.
    case notAGateway
    /// The gateway may not speak for that worker, or no grant names the worker.
    case mayNotSpeakFor(WorkerID)
}

extension AccessPolicy {
    /// Whether anything in it holds at some times only.
    public var dependsOnTime: Bool { grants.contains { $0.time != .always } }
}
