import CaseRecord
import NIOConcurrencyHelpers

/// What an answer tells of, gathered while it is made, for the access log.
final class AccessedRecords: Sendable {
    private let told = NIOLockedValueBox<(children: Set<ChildID>, position: Int64?)>(([], nil))

    /// The answer tells of that child's record.
    func add(_ child: ChildID) { told.withLockedValue { _ = $0.children.insert(child) } }

    /// The answer reflects the log up to that position.
    func reflects(_ position: Int64) { told.withLockedValue { $0.position = max($0.position ?? 0, position) } }

    var hasChildren: Bool { told.withLockedValue { !$0.children.isEmpty } }
    var children: [ChildID] { told.withLockedValue { $0.children.sorted() } }
    var position: Int64? { told.withLockedValue { $0.position } }
}
