package import CaseRecord
package import PostgresClient

extension PostgresTimestamp {
    /// The moment as PostgreSQL has it.
    package init(_ instant: Instant) { self.init(microseconds: instant.microseconds) }
    /// The moment as the record has it.
    package var instant: Instant { Instant(microseconds: microseconds) }
}

extension PostgresDate {
    /// The day as PostgreSQL has it.
    package init(_ date: CivilDate) { self.init(days: Int32(clamping: date.daysSinceEpoch)) }
    /// The day as the record has it.
    package var civilDate: CivilDate { CivilDate(daysSinceEpoch: Int(days)) }
}
