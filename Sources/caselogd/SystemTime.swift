import CaseRecord
import Foundation

/// The machine's clock: read here and nowhere else, and handed to whatever needs the time.
enum SystemTime {
    /// Now, in whole microseconds.
    @Sendable static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}
