public import CaseRecord

/// How long after the event one worker recorded entries of one child's record, for one month of recording. Migrated
/// history does not count.
public struct RecordingLag: Sendable, Hashable {
    /// The bands, by the days from the last day on which it can have happened to the day of recording: the same day, 1, 2
    /// to 3, 4 to 7, 8 to 28, and more.
    public static let bands: [ClosedRange<Int>] = [0...0, 1...1, 2...3, 4...7, 8...28, 29...Int.max]

    /// The child.
    public var child: ChildID
    /// Who recorded.
    public var worker: WorkerID
    /// The first day of the month in which it was recorded.
    public var month: CivilDate
    /// How many entries fell into each of ``bands``; as many numbers as there are bands.
    public var counts: [Int]
    /// The longest of them, in days.
    public var longest: Int
}

extension RecordingLag {
    /// How late the entries of a record were recorded, by worker and then month.
    ///
    /// Entries that stand count, each from the day on which it happened as is known now; what was said about entries, and
    /// acts on the record itself, do not. One that names several children counts in the record of each. A record that was
    /// merged into another has none: its entries count there.
    public static func all(in record: EffectiveRecord) -> [RecordingLag] {
        guard record.mergedInto == nil else { return [] }
        var found: [Key: RecordingLag] = [:]
        for recorded in record.standing where counts(recorded.event) {
            let day = LondonTime.date(of: recorded.recordedAt)
            let key = Key(worker: recorded.event.recordedBy, month: day.adding(days: 1 - day.components.day))
            let days = max(0, day.days(since: recorded.event.occurredAt.lastDay))
            found[key, default: RecordingLag(record.child, key)].add(days)
        }
        return found.values.sorted { ($0.worker, $0.month) < ($1.worker, $1.month) }
    }

    private struct Key: Hashable {
        let worker: WorkerID
        let month: CivilDate
    }

    private init(_ child: ChildID, _ key: Key) {
        self.init(
            child: child, worker: key.worker, month: key.month,
            counts: [Int](repeating: 0, count: Self.bands.count), longest: 0)
    }

    private mutating func add(_ days: Int) {
        counts[Self.bands.firstIndex { $0.contains(days) } ?? 0] += 1
        longest = max(longest, days)
    }

    private static func counts(_ event: CaseEvent) -> Bool {
        event.original == nil && event.isOfTheCase
    }

    /// What is done to a record when it is recorded, so that it never comes late.
    static let actsOnTheRecord: Set<EventType> = [
        "record.merged", "record.restricted", "record.unrestricted", "significance.set", "alert.acknowledged",
        "alert.dismissed", "alert.silenced", "legal-hold.placed", "legal-hold.lifted",
        "access.granted", "access.revoked", "emergency-access.opened", "emergency-access.reviewed",
    ]
}
