public import CaseRecord

/// How one read model stands.
public struct ModelStatus: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// The position of the log that its rows reflect; `nil` before its first generation is complete.
    public let position: Int64?
    /// The generation that readers see, from 1 on.
    public let generation: Int?
    /// Why it does not go on, and since when; `nil` where it does.
    public let stopped: Stopped?
    /// Whether a new generation is being made beside the live one.
    public let isRebuilding: Bool

    /// Why a model does not go on.
    public struct Stopped: Sendable, Hashable {
        /// Since when.
        public let at: Instant
        /// Why, in words; quotes nothing of any record.
        public let because: String
    }
}

/// What became of the wish to see an event's effect.
public enum Settling: Sendable, Hashable {
    /// All views show it.
    case settled
    /// Views do not show it yet, within the time given.
    case behind
    /// All views show it but for what changed for all children at once: those rows are being made again.
    case rebuilding
    /// These read models have stopped; the others show it.
    case stopped([ModelStatus])
}
