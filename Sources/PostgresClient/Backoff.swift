/// Exponential waiting times between attempts, with jitter so that many clients do not come back at once.
struct Backoff: Sendable, Equatable {
    /// Longest wait after the first failure.
    var base: Duration = .milliseconds(100)
    /// Longest wait of all.
    var cap: Duration = .seconds(10)

    /// The wait after so many failures in a row (from 1): half fixed, half by `random` in 0..<1.
    func delay(afterFailures failures: Int, random: Double) -> Duration {
        let doublings = min(max(failures, 1) - 1, 30)
        let full = min(base * (1 << doublings), cap)
        return full * (0.5 + random / 2)
    }

    func delay(afterFailures failures: Int) -> Duration {
        delay(afterFailures: failures, random: Double.random(in: 0..<1))
    }
}
