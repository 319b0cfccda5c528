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

    /// At which version the child's record stands; `nil` if that is not remembered.
    subscript(child: ChildID) -> Int64? { newer[child] ?? older[child] }

    /// Those children of the submissions for which no version is remembered.
    func missing(of submissions: [Submission]) -> Set<ChildID> {
        var missing: Set<ChildID> = []
        for submission in submissions {
            for event in submission.events {
                for child in event.children where self[child] == nil { missing.insert(child) }
            }
        }
        return missing
    }

    /// Remembers what a committed batch left them at.
    mutating func save(_ versions: [ChildID: Int64]) {
        for (child, version) in versions { newer[child] = version }
        if newer.count > capacity { (older, newer) = (newer, [:]) }
    }

    /// Forgets all: another turn may have written.
    mutating func forget() { (newer, older) = ([:], [:]) }
}
