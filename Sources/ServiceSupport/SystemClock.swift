import Glibc

/// The machine's clock: read here and nowhere else, and handed to whatever needs the time.
public enum SystemClock {
    /// Microseconds since 1970.
    public static func microseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }
}
