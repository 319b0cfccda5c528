import Foundation
import PostgresClient

/// The machine's clock: read here and nowhere else.
enum SystemTime {
    /// Now, in whole microseconds.
    @Sendable static func now() -> PostgresTimestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return PostgresTimestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}
