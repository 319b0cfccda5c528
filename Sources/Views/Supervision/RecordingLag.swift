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
