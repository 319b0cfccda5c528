import CaseRecord
import ServiceSupport

/// The present moment as the log keeps it.
enum SystemTime {
    /// Now, in whole microseconds.
    @Sendable static func now() -> Instant { Instant(microseconds: SystemClock.microseconds()) }
}
