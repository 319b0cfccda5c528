public import CaseRecord
public import Foundation

/// Something that was decided or set for one child and is, or was, to be carried out.
public struct CaseItem: Sendable, Hashable {
    /// What it is.
    public enum Kind: String, Sendable, CaseIterable {
        /// A manager's decision.
        case decision
        /// An action, of a plan, a meeting, supervision or its own.
        case action
        /// Something that has to be done to protect the child.
        case protectiveAction = "protective-action"
    }

    /// What became of it.
    public enum State: String, Sendable, CaseIterable {
        /// Nothing is recorded of it yet.
        case open
        /// It was done, or carried out.
        case done
        /// It was carried out in part.
        case partly
        /// It was not done and will not be, or was cancelled.
        case notDone = "not-done"
        /// Another took its place.
        case replaced
    }

    /// The child.
    public var child: ChildID
    /// What it is.
    public var kind: Kind
    /// Names it within the record; an action without a reference has the id of its event and its number in it.
    public var reference: String
    /// What is to be done, or was decided.
    public var what: String
    /// Who decided or set it.
    public var setBy: WorkerID?
    /// When.
    public var setOn: CivilDate
    /// The event that says so.
    public var setByEvent: UUID
    /// Its position in the log.
    public var position: Int64
    /// The worker who is to act.
    public var worker: WorkerID?
    /// Who is to act, in words.
    public var who: String?
    /// The last day for it; `nil` where none was set.
    public var due: CivilDate?
    /// What became of it.
    public var state: State
    /// When that was.
    public var endedOn: CivilDate?
    /// The event that says so.
    public var endedByEvent: UUID?
    /// What it lacks to be specific: `who`, `due`, `success-test`, or vague words; empty where nothing.
    public var lacks: [String]
}
