public import CaseRecord

/// One thing in a return that was not taken, and how much went with it.
public struct Refusal: Sendable, Hashable {
    /// How much was left out.
    public enum Scope: String, Sendable, CaseIterable {
        /// Text that stands where no text belongs.
        case text
        /// One element; its block was taken without it.
        case element
        /// The block that cannot stand without the element: one episode, assessment, enquiry or plan.
        case block
        /// The whole child.
        case child
    }

    /// The line on which the element stands (or, of a missing one, the block that lacks it), from 1.
    public let line: Int
    /// Whose block it stands in, where that is known.
    public let child: ChildID?
    /// The element's name in the return.
    public let element: String
    /// What is wrong, in words that say what would be right. Never repeats the value: it may be personal data.
    public let reason: String
    /// How much was left out.
    public let scope: Scope

    /// A refusal.
    public init(line: Int, child: ChildID?, element: String, reason: String, scope: Scope) {
        self.line = line
        self.child = child
        self.element = element
        self.reason = reason
        self.scope = scope
    }
}

extension Refusal: CustomStringConvertible {
    /// In one line, without the child.
    public var description: String { "line \(line): \(element) \(reason) (left out: \(scope.rawValue))" }
}
