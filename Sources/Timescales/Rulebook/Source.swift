public import CaseRecord

/// An edition of legislation or guidance, with the days on which it was in force.
public struct RuleSource: Sendable, Hashable {
    /// Short name, as `WT2010`.
    public let code: String
    /// Full name.
    public let name: String
    /// The first day in force.
    public let inForceFrom: CivilDate
    /// The last day in force; `nil` while it is current.
    public let inForceUntil: CivilDate?
    /// What is not certain about it; `nil` where nothing is.
    public let note: String?
}
