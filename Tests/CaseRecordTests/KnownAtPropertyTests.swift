import CaseRecord
import StrictJSON
import TestHistory
import Testing

/// Random histories of few children in which much is corrected, struck out, merged and unmerged, sensibly or not.
@Suite struct KnownAtPropertyTests {
    static let children = ["A", "B", "C"]

    @Test(arguments: 0..<60)
    func asKnownEarlierIsWhatTheShorterLogSays(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let log = try Self.log(&random)
        for count in stride(from: 0, through: log.events.count, by: 3) {
            let prefix = log.prefix(count)
            for child in Self.children {
                let earlier = log.record(child, knownAt: Int64(count)).essence
                #expect(earlier == prefix.record(child).essence, "seed \(seed), position \(count)")
            }
        }
    }

    @Test(arguments: 0..<60)
    func everyRecordHoldsTogether(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) + 1000)
        let log = try Self.log(&random)
        let records = Self.children.map { log.record($0) }
        for record in records {
            // Every entry is shown once: on its own or in one trail.
            let shown = record.entries.flatMap(Self.positions(in:)).sorted()
            #expect(Set(shown).count == shown.count, "seed \(seed)")
            let own = log.events.filter { $0.event.children.contains(record.child) }.map(\.position)
            #expect(Set(own).isSubset(of: shown), "seed \(seed)")
            // What is part of a record says so, and the record at the top is part of none.
            for part in record.mergedFrom {
                #expect(log.record(part.text).mergedInto == (record.mergedInto ?? record.child), "seed \(seed)")
            }
            if let whole = record.mergedInto { #expect(log.record(whole.text).mergedInto == nil) }
            // What stands, stands in some strand.
            let strands = Set(record.strands.flatMap(\.events).map(\.position))
            #expect(strands == Set(record.positions), "seed \(seed)")
        }
        // Each child's clocks run in one place.
        let tops = records.filter { $0.mergedInto == nil }
        #expect(tops.flatMap { [$0.child] + $0.mergedFrom }.sorted() == records.map(\.child).sorted(), "seed \(seed)")
    }

    static func positions(in entry: EffectiveEntry) -> [Int64] {
        [entry.recorded.position] + entry.changes.flatMap { positions(in: $0.entry) }
    }

    static func log(_ random: inout SeededGenerator) throws -> Log {
        var log = Log()
        for _ in 0..<Int.random(in: 5...30, using: &random) {
            // Mostly an entry that is there, sometimes one to come.
            let target = Log.id(Int.random(in: 1...(log.events.count + 2), using: &random))
            let named = children.filter { _ in Bool.random(using: &random) }
            let some = named.isEmpty ? ["A"] : named
            let merges = log.events.filter { $0.event.data is RecordMerged }
            switch Int.random(in: 0..<12, using: &random) {
            case 0..<4: try log.add("note.recorded", some, on: "2020-0\(Int.random(in: 1...9, using: &random))-11")
            case 4..<6:
                let known = log.events.first { $0.event.id.field == target }
                try log.correct(
                    target, of: known?.event.type.name ?? "note.recorded", in: some,
                    ["summary": .string("\(log.events.count)"), "occurredAt": "2020-03-03"])
            case 6..<9: try log.strike(target, in: some)
            case 9..<11:
                let pair = children.shuffled(using: &random)
                try log.merge(pair[0], into: pair[1])
            default:
                guard let merge = merges.randomElement(using: &random), let data = merge.event.data as? RecordMerged
                else { continue }
                try log.unmerge(merge.event.id.field, data.from.text, from: data.into.text)
            }
        }
        return log
    }
}
