import NIOConcurrencyHelpers

/// How many there were of each size: seconds that something took, or events in one commit.
public final class Histogram: Sendable {
    /// What has been seen so far.
    public struct Snapshot: Sendable, Hashable {
        /// The upper bounds, growing; what is larger than all of them counts in the last place of `counts`.
        public let bounds: [Double]
        /// One more than bounds, not cumulated.
        public var counts: [UInt64]
        /// The sum of all that was seen.
        public var sum = 0.0
        /// How many were seen.
        public var count: UInt64 { counts.reduce(0, +) }
    }

    /// Bounds for durations in seconds, from a quarter of a millisecond to ten seconds.
    public static let seconds: [Double] = [
        0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]
    /// Bounds for numbers of events, from 1 to 5000.
    public static let numbers: [Double] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]

    private let seen: NIOLockedValueBox<Snapshot>

    /// A histogram with those upper bounds, which must grow.
    public init(bounds: [Double]) {
        seen = NIOLockedValueBox(Snapshot(bounds: bounds, counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    /// What has been seen so far.
    public var snapshot: Snapshot { seen.withLockedValue { $0 } }

    /// Counts one of that size.
    public func add(_ value: Double) {
        seen.withLockedValue { seen in
            let place = seen.bounds.firstIndex { value <= $0 } ?? seen.bounds.count
            seen.counts[place] += 1
            seen.sum += value
        }
    }

    /// Counts one that took so long, in seconds.
    public func add(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        add(Double(seconds) + Double(attoseconds) * 1e-18)
    }
}
