public import CaseRecord
public import Foundation
public import Ledger
public import Views

/// The records that were asked for last, with what was made of them. Before one is given out the log's tail is asked
/// whether anything was added to it, or to those that merges connect to it, so that nobody is shown an old one.
public actor RecordCache {
    private struct Entry {
        let record: EffectiveRecord
        let guarding: RecordGuard
        let children: [ChildID]
        /// Taken before it was read.
        let mark: LogTail.Mark
        /// What was made of the record, by what was asked.
        var made: [String: MadeAnswer] = [:]
        let events: Int
        var use = 0

        /// About as many bytes as it holds.
        var weight: Int { events * 2000 + made.values.reduce(0) { $0 + $1.bytes.count } }
    }

    private let tail: LogTail
    private let records: RecordReader
    private let capacity: Int
    private var kept: [ChildID: Entry] = [:]
    private var weight = 0
    private var clock = 0

    /// A cache of the log's records of about so many bytes.
    public init(_ reader: LedgerReader, tail: LogTail, capacity: Int = 128 << 20) {
        self.tail = tail
        records = RecordReader(reader)
        self.capacity = capacity
    }

    /// The record as it now stands; `nil` where the child is not known.
    public func record(of child: ChildID) async throws -> EffectiveRecord? {
        try await entry(of: child)?.record
    }

    /// The record as it now stands, with what decides who may see it; `nil` where the child is not known.
    public func guarded(_ child: ChildID) async throws -> (record: EffectiveRecord, guarding: RecordGuard)? {
        try await entry(of: child).map { ($0.record, $0.guarding) }
    }

    /// What `make` gives of the record as it now stands, made once for each `key`; `nil` where the child is not known.
    ///
    /// - Parameters:
    ///   - key: Names all that the result depends on beside the records that it is made of and the time.
    ///   - now: The present moment.
    ///   - hidden: Says which entries are not to be seen, or throws where nothing of the record is.
    ///   - versions: Says what the records of other children have grown to; `nil` where it depends on who asks.
    public func bytes(
        of child: ChildID, for key: String, at now: Instant,
        hiding hidden: @Sendable (EffectiveRecord, RecordGuard) async throws -> Set<UUID>,
        others versions: @Sendable ([ChildID]) async throws -> [Int64]? = { _ in [] },
        _ make: @Sendable (EffectiveRecord) async throws -> MadeAnswer
    ) async throws -> [UInt8]? {
        guard let entry = try await entry(of: child) else { return nil }
        let hidden = try await hidden(entry.record, entry.guarding)
        guard hidden.isEmpty else { return try await make(entry.record.hiding(hidden)).bytes }
        if let made = entry.made[key], made.holds(at: now), try await versions(made.others) == made.versions {
            return made.bytes
        }
        let answer = try await make(entry.record)
        if answer.versions != nil, let present = kept[child], present.mark == entry.mark {
            weight += answer.bytes.count - (present.made[key]?.bytes.count ?? 0)
            kept[child]?.made[key] = answer
            trim(except: child)
        }
        return answer.bytes
    }

    private func entry(of child: ChildID) async throws -> Entry? {
        let mark = try await tail.mark()
        clock += 1
        if let entry = kept[child], !tail.haveGrown(entry.children, since: entry.mark) {
            kept[child]?.use = clock
            return entry
        }
        let histories = try await records.histories(of: child)
        guard histories.isKnown else { return nil }
        let record = EffectiveRecord(of: child, in: histories)
        let entry = Entry(
            record: record, guarding: RecordGuard.of(record), children: histories.children, mark: mark,
            events: histories.count, use: clock)
        // Another asking may have read it later.
        if let other = kept[child] {
            guard other.mark < mark else { return entry }
            weight -= other.weight
        }
        kept[child] = entry
        weight += entry.weight
        trim(except: child)
        return entry
    }

    /// Forgets what was not asked for the longest, down to half of the room.
    private func trim(except child: ChildID) {
        guard weight > capacity else { return }
        for (other, entry) in kept.sorted(by: { $0.value.use < $1.value.use }) where other != child {
            guard weight > capacity / 2 else { break }
            weight -= entry.weight
            kept[other] = nil
        }
        // Whoever asks for one record in ever other forms takes the room of no other.
        guard weight > capacity, let entry = kept[child] else { return }
        kept[child]?.made = [:]
        weight -= entry.weight - (kept[child]?.weight ?? 0)
    }
}

/// What was made of a record, and for how long it is so.
public struct MadeAnswer: Sendable {
    /// The answer.
    public let bytes: [UInt8]
    /// The moment from which on it would be another, though nothing is added to the log; `nil`: never.
    public let until: Instant?
    /// The children whose records it was made of, too.
    public let others: [ChildID]
    /// What those records had grown to; `nil` where it is not to be kept.
    public let versions: [Int64]?

    /// An answer that holds until something is added to the record.
    public init(_ bytes: [UInt8]) { self.init(bytes, until: nil, others: [], versions: []) }

    /// An answer that holds until that moment, and until something is added to one of those records.
    public init(_ bytes: [UInt8], until: Instant?, others: [ChildID], versions: [Int64]?) {
        self.bytes = bytes
        self.until = until
        self.others = others
        self.versions = versions
    }

    fileprivate func holds(at now: Instant) -> Bool { until.map { now < $0 } ?? true }
}
