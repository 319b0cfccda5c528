/// A worker no longer has the case; without another allocation it is unallocated.
public struct CaseDeallocated: EventPayload, FieldListing {
    /// `case.deallocated`.
    public static let type: EventType = "case.deallocated"
    /// Case deallocated.
    public static let title = "Case deallocated"

    /// The worker; every one where nothing is said.
    public private(set) var worker: WorkerID?
    /// The worker's team.
    public private(set) var team: TeamID?
    /// Why.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.optional("worker", &worker)
        fields.optional("team", &team)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(worker?.text, reason) }
}

/// What a case waits for.
public enum WaitingState: String, FieldChoice {
    /// A worker.
    case unallocated
    /// Its closing.
    case closure
    /// Another team.
    case transfer
}

/// The case waits: for a worker, for its closing or for another team. An allocation, closing or transfer ends that.
public struct CaseWaiting: EventPayload, FieldListing {
    /// `case.waiting`.
    public static let type: EventType = "case.waiting"
    /// Case waiting.
    public static let title = "Case waiting"

    /// What it waits for.
    public private(set) var state: WaitingState = .unread
    /// The team that has it meanwhile.
    public private(set) var team: TeamID?
    /// The team that it is to go to.
    public private(set) var toTeam: TeamID?
    /// Why it waits.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("state", &state)
        fields.optional("team", &team)
        fields.optional("toTeam", &toTeam)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(state.words, reason) }
}

/// The case no longer waits although nothing came of it: a transfer was declined, a closing withdrawn.
public struct CaseWaitingEnded: EventPayload, FieldListing {
    /// `case.waiting-ended`.
    public static let type: EventType = "case.waiting-ended"
    /// Case no longer waiting.
    public static let title = "Case no longer waiting"

    /// What it waited for.
    public private(set) var state: WaitingState = .unread
    /// Why.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("state", &state)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(state.words, reason) }
}

/// Another team took the case.
public struct CaseTransferred: NamesTeam, FieldListing {
    /// `case.transferred`.
    public static let type: EventType = "case.transferred"
    /// Case transferred.
    public static let title = "Case transferred"

    /// The team that has it now.
    public private(set) var toTeam: TeamID = .unread
    /// The team that had it.
    public private(set) var fromTeam: TeamID?
    /// Who takes it there.
    public private(set) var worker: WorkerID?
    /// Why.
    public private(set) var reason: String?
    /// Whether the manager who hands over found the chronology complete.
    public private(set) var chronologyIsComplete: Bool?
    /// Whether the manager who hands over found notes and visits recorded.
    public private(set) var recordIsComplete: Bool?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("toTeam", &toTeam)
        fields.optional("fromTeam", &fromTeam)
        fields.optional("worker", &worker)
        fields.optional("reason", &reason)
        fields.optional("chronologyIsComplete", &chronologyIsComplete)
        fields.optional("recordIsComplete", &recordIsComplete)
    }

    /// In one line.
    public var headline: String { Self.headline("to \(toTeam)", reason) }

    /// The team that has it now.
    public var team: TeamID? { toTeam }
}

/// A closed case was opened again.
public struct CaseReopened: EventPayload, FieldListing {
    /// `case.reopened`.
    public static let type: EventType = "case.reopened"
    /// Case reopened.
    public static let title = "Case reopened"

    /// The referral whose episode goes on, or that opens a new one.
    public private(set) var referral: Reference?
    /// Why.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.optional("referral", &referral)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(reason) }
}
