import CaseRecord
import Views

extension CountedFact {
    static let table = ReadTable<CountedFact>(
        "counted_fact",
        key: [.field("child", \.child), .field("kind", \.kind), .field("reference", \.reference)],
        [
            .field("variant", \.variant), .field("team", \.team), .field("worker", \.worker),
            .field("locality", \.locality), .field("began_on", \.beganOn), .field("began_with", \.beganWith),
            .field("position", \.position), .field("ended_on", \.endedOn), .field("ended_with", \.endedWith),
            .field("due", \.due), .field("working_days", \.workingDays), .field("outcome", \.outcome),
            .field("previous_on", \.previousOn),
        ])
}

extension RecordingLag {
    static let table = ReadTable<RecordingLag>(
        "recording_lag",
        key: [.field("child", \.child), .field("worker", \.worker), .field("month", \.month)],
        [
            .field("same_day", \.counts[0]), .field("day_1", \.counts[1]), .field("days_2_3", \.counts[2]),
            .field("days_4_7", \.counts[3]), .field("days_8_28", \.counts[4]), .field("days_29_up", \.counts[5]),
            .field("longest", \.longest),
        ])
}
