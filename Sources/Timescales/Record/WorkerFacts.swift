public import CaseRecord

/// What the rules ask about workers.
public struct WorkerFacts: Sendable {
    /// Whether the worker was a registered social worker on that day; `nil` where it is not known.
    public let isRegistered: @Sendable (WorkerID, CivilDate) -> Bool?
    /// Whether the worker was newly qualified on that day; `nil` where it is not known.
    public let isNewlyQualified: @Sendable (WorkerID, CivilDate) -> Bool?

    /// Those answers.
    public init(
        isRegistered: @escaping @Sendable (WorkerID, CivilDate) -> Bool?,
        isNewlyQualified: @escaping @Sendable (WorkerID, CivilDate) -> Bool?
    ) {
        self.isRegistered = isRegistered
        self.isNewlyQualified = isNewlyQualified
    }

    /// Nothing is known of any worker.
    public static let none = WorkerFacts(isRegistered: { _, _ in nil }, isNewlyQualified: { _, _ in nil })
}
