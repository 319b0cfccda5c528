public import CaseRecord
import StrictJSON

/// How late entries were recorded: of one worker, or of many together.
public struct RecordingDelay: Sendable {
    /// The worker; `nil`: several together.
    public let worker: WorkerID?
    /// How many entries fell into each of ``RecordingLag/bands``.
    public private(set) var counts = [Int](repeating: 0, count: RecordingLag.bands.count)
    /// The longest delay, in days.
    public private(set) var longest = 0

    init(worker: WorkerID? = nil) { self.worker = worker }

    mutating func add(_ lag: RecordingLag) {
        for (band, count) in lag.counts.enumerated() where counts.indices.contains(band) { counts[band] += count }
        longest = max(longest, lag.longest)
    }

    /// How many entries.
    public var entries: Int { counts.reduce(0, +) }

    /// The band within which that share of the entries was recorded, in percent (nearest rank); `nil` without entries.
    public func band(percent: Int) -> ClosedRange<Int>? {
        // The rank is rounded up: the median of four is the second.
        let rank = max(1, (entries * percent + 99) / 100)
        var sum = 0
        for (band, count) in zip(RecordingLag.bands, counts) {
            sum += count
            if sum >= rank { return band }
        }
        return nil
    }

    var json: JSONValue {
        var object = JSONObject()
        object.reserveCapacity(6)
        if let worker { object.append(new: "worker", .string(worker.text)) }
        object.append(new: "entries", .integer(Int64(entries)))
        object.append(new: "median", band(percent: 50).jsonWords)
        object.append(new: "ninetieth", band(percent: 90).jsonWords)
        object.append(new: "longestDays", .integer(Int64(longest)))
        object.append(
            new: "bands",
            .array(
                zip(RecordingLag.bands, counts).map { ["band": .string($0.lagWords), "count": .integer(Int64($1))] }))
        return .object(object)
    }

    /// Sorts the slowest recorders first: by the band of the ninetieth percentile, then the median, then the longest.
    static func slowestFirst(_ delays: some Sequence<RecordingDelay>) -> [RecordingDelay] {
        func rank(_ delay: RecordingDelay) -> (Int, Int, Int) {
            (
                delay.band(percent: 90)?.lowerBound ?? -1, delay.band(percent: 50)?.lowerBound ?? -1, delay.longest
            )
        }
        return delays.sorted { one, other in
            let (first, second) = (rank(one), rank(other))
            guard first == second else { return first > second }
            return (one.worker?.text ?? "") < (other.worker?.text ?? "")
        }
    }
}

extension ClosedRange<Int> {
    /// A band of days in words.
    var lagWords: String {
        if upperBound == 0 { return "same day" }
        if upperBound == Int.max { return "over \(lowerBound - 1) days" }
        return lowerBound == upperBound ? "\(lowerBound) day" : "\(lowerBound) to \(upperBound) days"
    }
}

extension ClosedRange<Int>? {
    fileprivate var jsonWords: JSONValue { map { .string($0.lagWords) } ?? .null }
}
