import PostgresClient
import ServiceSupport

/// The present moment as the database keeps it.
enum SystemTime {
    /// Now, in whole microseconds.
    @Sendable static func now() -> PostgresTimestamp { PostgresTimestamp(microseconds: SystemClock.microseconds()) }
}
