public import StrictJSON

/// When a worker's cases count for too much, and who hears of it. None of it is national.
public struct CaseloadPolicy: Sendable, Hashable {
    /// The most that a full-time worker's cases count for, in the authority's own points (assumed: twenty cases of 1).
    public internal(set) var cap = 20
    /// The share of that, in percent, for a newly qualified worker (assumed: a tenth of the time is for learning).
    public internal(set) var newlyQualifiedShare = 90
    /// How grave it is.
    public internal(set) var severity = Severity.today
    /// Who hears of it.
    public internal(set) var tell = [Recipient.teamManager]
    /// Whether nobody does, and no alert is raised.
    public internal(set) var isOff = false

    /// What holds where an authority says nothing.
    public init() {}

    /// For programs, as rule files write it.
    public var json: JSONValue {
        [
            "cap": .integer(Int64(cap)), "newlyQualifiedShare": .integer(Int64(newlyQualifiedShare)),
            "severity": .integer(Int64(severity.rawValue)), "tell": .array(tell.map { .string($0.rawValue) }),
            "off": .bool(isOff),
        ]
    }
}
