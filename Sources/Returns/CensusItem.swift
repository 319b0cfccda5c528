public import CaseRecord

/// What reading a census yields, in the order of the file: the header first, then the children.
public enum CensusItem: Sendable {
    /// The header: whose return it is and of which year.
    case header(CensusHeader)
    /// One child with its episodes.
    case child(CensusChild)
    /// Something outside the header and the children that was left out.
    case refusal(Refusal)
}

/// The header of a census.
public struct CensusHeader: Sendable {
    /// Whose return it is: the header's `LEA` or, where it has none, the caller's.
    public let authority: AuthorityCode
    /// `Year`: the calendar year in which the period ends (N00602).
    public let year: Int?
    /// `ReferenceDate`: the day by which the return states what it states, 31 March (N00603).
    public let referenceDate: CivilDate?
    /// `SoftwareCode` (N00605).
    public let softwareCode: String?
    /// `Release` of the software (N00607).
    public let release: String?
    /// `SerialNo` (N00606).
    public let serialNumber: String?
    /// `DateTime`, as written (N00609).
    public let writtenAt: String?
    /// The line on which the header begins.
    public let line: Int
    /// What of the header was left out.
    public let refusals: [Refusal]
}

/// One child of a census.
public struct CensusChild: Sendable {
    /// The line on which the child begins.
    public let line: Int
    /// `LAchildID`; `nil` where it is missing or cannot be used, and the child was left out.
    public let child: ChildID?
    /// What the return says of the child, oldest first; empty if the child was left out.
    public let events: [CaseEvent]
    /// What was left out, in the order of the lines.
    public let refusals: [Refusal]
    /// Episodes (`CINdetails`) that the child's block has.
    public let episodesRead: Int
    /// Episodes that events were made of.
    public let episodesTaken: Int
    /// Events that the block states more than once; ``events`` has them once.
    public let repeats: Int
}

/// What a whole file came to.
public struct CensusSummary: Sendable, Equatable {
    /// Children (`Child` elements) that the file has.
    public private(set) var childrenRead = 0
    /// Children that at least one event was made of.
    public private(set) var childrenTaken = 0
    /// Children that were left out.
    public var childrenRefused: Int { childrenRead - childrenTaken }
    /// Episodes (`CINdetails`) of all children.
    public private(set) var episodesRead = 0
    /// Episodes that events were made of.
    public private(set) var episodesTaken = 0
    /// Events made.
    public private(set) var events = 0
    /// Everything that was left out, of whatever size.
    public private(set) var refusals = 0
    /// Events that a child's block states more than once. The same child in two `Child` elements is not looked
    /// for (that would keep every child in memory); what both state has the same event ids.
    public private(set) var repeats = 0

    /// Nothing read yet.
    public init() {}

    mutating func add(_ item: CensusItem) {
        switch item {
        case .header(let header): refusals += header.refusals.count
        case .refusal: refusals += 1
        case .child(let child):
            childrenRead += 1
            childrenTaken += child.events.isEmpty ? 0 : 1
            episodesRead += child.episodesRead
            episodesTaken += child.episodesTaken
            events += child.events.count
            refusals += child.refusals.count
            repeats += child.repeats
        }
    }
}
