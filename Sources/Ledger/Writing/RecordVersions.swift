import CaseRecord

/// Remembers at which version the records last written to stand, so that most batches need not ask the database.
///
/// Two generations: when the newer is full it becomes the older, and what was not used since is forgotten.
struct RecordVersions: Sendable {
    private let capacity: Int
    private var newer: [ChildID: Int64] = [:]
    private var older: [ChildID: Int64] = [:]

    /// Remembers at least that many records, and at most twice as many.
    init(capacity: Int = 50_000) { self.capacity = capacity }

    /// The versions that are remembered, and the children for which none is.
    func find(_ children: Set<ChildID>) -> (found: [ChildID: Int64], missing: [ChildID]) {
        var found: [ChildID: Int64] = [:]
        var missing: [ChildID] = []
        for child in children {
            if let version = newer[child] ?? older[child] { found[child] = version } else { missing.append(child) }
        }
        return (found, missing)
    }

    /// Remembers what a committed batch left them at.
    mutating func save(_ versions: [ChildID: Int64]) {
        for (child, version) in versions { newer[child] = version }
        if newer.count > capacity { (older, newer) = (newer, [:]) }
    }

    /// Forgets all: another turn may have written.
    mutating func forget() { (newer, older) = ([:], [:]) }
}
