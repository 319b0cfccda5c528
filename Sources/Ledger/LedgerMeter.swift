public import Figures

/// What a ledger counts of its own work, since the process began.
public struct LedgerMeter: Sendable {
    /// How long appends took, from their arrival until they were durable, in seconds.
    public let appends = Histogram(bounds: Histogram.seconds)
    /// How many events each commit added.
    public let commits = Histogram(bounds: Histogram.numbers)
    /// How often an append added nothing, by why.
    public let refusals = Tally<String>()
}

extension AppendError {
    /// The reason as figures name it.
    var name: String {
        switch self {
        case .contentConflict: "content-conflict"
        case .versionConflict: "version-conflict"
        case .otherAuthority: "other-authority"
        case .overloaded: "overloaded"
        case .unavailable: "unavailable"
        case .storageExhausted: "storage-exhausted"
        case .refused: "refused"
        case .stopping: "stopping"
        case .fenced: "fenced"
        }
    }
}
