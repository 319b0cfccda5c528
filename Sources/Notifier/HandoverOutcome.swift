/// What became of handing a delivery over.
enum HandoverOutcome: Sendable, Equatable {
    /// The receiver took it.
    case delivered
    /// The receiver will never take it.
    case refused(String)
    /// It is tried again; not before that pause, where the receiver asked for one.
    case failed(String, after: Duration? = nil)
    /// The receiver wants nothing any more.
    case disabled(String)

    /// What was wrong, without anything that the receiver said; `nil` where nothing was.
    var reason: String? {
        switch self {
        case .delivered: nil
        case .refused(let reason), .failed(let reason, _), .disabled(let reason): reason
        }
    }
}
