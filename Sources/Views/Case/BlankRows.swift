package import CaseRecord
import Foundation

// Rows to be filled: whoever reads one from a table sets its fields one by one.

extension CaseRow {
    /// A row of that child that says nothing yet.
    package init(blank child: ChildID) {
        self.init(child: child, position: 0, isUnborn: false, isOpen: false, weight: 1, gaps: [], openItems: 0)
    }
}

extension CaseItem {
    /// An item of that child that says nothing yet.
    package init(blank child: ChildID) {
        self.init(
            child: child, kind: .decision, reference: "", what: "", setOn: CivilDate(daysSinceEpoch: 0),
            setByEvent: UUID(), position: 0, state: .open, lacks: [])
    }
}

extension CountedFact {
    /// A fact of that child that says nothing yet.
    package init(blank child: ChildID) {
        self.init(
            child: child, kind: .contact, reference: "", beganOn: CivilDate(daysSinceEpoch: 0), beganWith: UUID(),
            position: 0)
    }
}

extension RecordingLag {
    /// A row of that child that says nothing yet.
    package init(blank child: ChildID) {
        self.init(
            child: child, worker: WorkerID(unchecked: ""), month: CivilDate(daysSinceEpoch: 0),
            counts: Self.bands.map { _ in 0 }, longest: 0)
    }
}
