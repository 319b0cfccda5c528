public import CaseRecord
public import Foundation
public import Ledger
public import Views

/// The records that were asked for last, with what was made of them. Before one is given out the log is asked whether
/// anything was added to it, or to those that merges connect to it, so that nobody is shown an old one.
public actor RecordCache {
    private struct Entry {
        let record: EffectiveRecord
        let guarding: RecordGuard
        let children: [ChildID]
        /// The last position at which one of them has an entry.
        let newest: Int64
        /// What was made of the record, by what was asked.
        var made: [String: [UInt8]] = [:]
        let events: Int
        var use = 0

        /// About as many bytes as it holds.
        var weight: Int { events * 2000 + made.values.reduce(0) { $0 + $1.count } }
    }

    private let reader: LedgerReader
    private let records: RecordReader
    private let capacity: Int
    private var kept: [ChildID: Entry] = [:]
    private var weight = 0
    private var clock = 0

    /// A cache of the log's records of about so many bytes.
    public init(_ reader: LedgerReader, capacity: Int = 128 << 20) {
        self.reader = reader
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
    ///   - key: Names all that the result depends on beside the record.
    ///   - hidden: Says which entries are not to be seen, or throws where nothing of the record is.
    public func bytes(
        of child: ChildID, for key: String,
        hiding hidden: @Sendable (EffectiveRecord, RecordGuard) async throws -> Set<UUID>,
        _ make: @Sendable (EffectiveRecord) async throws -> [UInt8]
    ) async throws -> [UInt8]? {
        guard let entry = try await entry(of: child) else { return nil }
        let hidden = try await hidden(entry.record, entry.guarding)
        guard hidden.isEmpty else { return try await make(entry.record.hiding(hidden)) }
        if let made = entry.made[key] { return made }
        let bytes = try await make(entry.record)
        if let now = kept[child], now.newest == entry.newest, now.made[key] == nil {
            kept[child]?.made[key] = bytes
            weight += bytes.count
            trim(except: child)
        }
        return bytes
    }

    private func entry(of child: ChildID) async throws -> Entry? {
        if let entry = kept[child], try await reader.lastPosition(of: entry.children) == entry.newest {
            clock += 1
            kept[child]?.use = clock
            return entry
        }
        let histories = try await records.histories(of: child)
        guard histories.isKnown else { return nil }
        clock += 1
        let record = EffectiveRecord(of: child, in: histories)
        var entry = Entry(
            record: record, guarding: RecordGuard.of(record), children: histories.children,
            newest: histories.lastPosition, events: histories.count)
        entry.use = clock
        // Another asking may have read more of it meanwhile.
        if let other = kept[child] {
            guard other.newest < entry.newest else { return other.newest == entry.newest ? other : entry }
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
    }
}
