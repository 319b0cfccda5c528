import CaseRecord
import Foundation
import Ledger
import StrictJSON
import Synchronization
import TestHistory
import TestSupport
import Testing
import Timescales
import Views

@testable import Projections

/// What is kept of the log must be what reading it anew gives, however it grew.
@Suite struct RecordCacheTests {
    private static func text(_ record: EffectiveRecord) -> String {
        "\(record.position) \(record.mergedFrom) \(record.mergedInto?.text ?? "") "
            + record.standing.map { JSONValue.object($0.event.json).text() }.joined(separator: "\n")
    }

    /// A cache for all records and one that forgets most of them at once.
    @Test(arguments: [128 << 20, 40_000], [11, 12] as [UInt64])
    func aKeptRecordIsTheOneThatTheLogHas(capacity: Int, seed: UInt64) async throws {
        let drafts = try RandomHistory.drafts(seed: seed)
        let children = Array(Set(drafts.flatMap(\.event.children))).sorted()
        try await RunningLedger.with { running in
            let tail = LogTail(running.reader)
            let cache = RecordCache(running.reader, tail: tail, capacity: capacity)
            let authority = AuthorityReader(running.reader, tail: tail, standard: try Rulebook.standard())
            var random = SeededGenerator(seed: seed)
            var rest = drafts[...]
            var known = 0
            while !rest.isEmpty {
                let batch = rest.prefix(Int.random(in: 1...60, using: &random))
                rest = rest.dropFirst(batch.count)
                _ = try await running.ledger.append(Array(batch), submittedBy: "t")
                for child in children.shuffled(using: &random).prefix(6) {
                    let fresh = try await RecordReader(running.reader).histories(of: child)
                    let kept = try await cache.record(of: child)
                    #expect((kept != nil) == fresh.isKnown)
                    guard let kept else { continue }
                    known += 1
                    #expect(Self.text(kept) == Self.text(EffectiveRecord(of: child, in: fresh)))
                }
                let state = try await authority.state()
                let fresh = try await AuthorityReader(
                    running.reader, tail: LogTail(running.reader), standard: try Rulebook.standard()
                ).state()
                #expect(state.lastEntry == fresh.lastEntry && state.position == fresh.position)
            }
            #expect(known > 20)
        }
    }

    @Test func whatWasMadeIsGivenAgainUntilSomethingItIsMadeOfChanges() async throws {
        try await RunningLedger.with { running in
            func add(_ child: String) async throws {
                let draft = try EventDraft.reading(
                    [
                        "id": .string(UUID().uuidString.lowercased()), "type": "note.recorded",
                        "children": [.string(child)], "occurredAt": "2026-11-20", "data": ["text": "Seen"],
                    ],
                    in: RecordingContext(
                        authority: RunningLedger.authority, recordedBy: WorkerID(unchecked: "jo"),
                        now: ProjectorTests.now))
                _ = try await running.ledger.append([draft], submittedBy: "t")
            }
            for child in ["A", "B", "C"] { try await add(child) }
            let cache = RecordCache(running.reader, tail: LogTail(running.reader))
            let (a, b) = (ChildID(unchecked: "A"), ChildID(unchecked: "B"))
            let made = Counted()
            let until = ProjectorTests.now.adding(seconds: 60)
            func ask(
                _ key: String = "k", after seconds: Int64 = 0, keeps: Bool = true, hiding: Set<UUID> = []
            ) async throws -> Int {
                let versions: @Sendable ([ChildID]) async throws -> [Int64]? = { children in
                    var versions: [Int64] = []
                    for child in children { versions.append(try await cache.record(of: child)?.position ?? -1) }
                    return keeps ? versions : nil
                }
                let before = made.count
                let bytes = try await cache.bytes(
                    of: a, for: key, at: ProjectorTests.now.adding(seconds: seconds), hiding: { _, _ in hiding },
                    others: versions
                ) { record in
                    made.add()
                    return MadeAnswer(
                        Array("\(record.entries.count)".utf8), until: until, others: [b],
                        versions: try await versions([b]))
                }
                #expect(bytes != nil)
                return made.count - before
            }
            #expect(try await ask() == 1)
            #expect(try await ask() == 0)
            #expect(try await ask("other") == 1)
            #expect(try await ask(after: 59) == 0)
            #expect(try await ask(after: 60) == 1, "its time is over")
            try await add("C")
            #expect(try await ask() == 0, "it is not made of C")
            try await add("B")
            #expect(try await ask() == 1)
            #expect(try await ask() == 0)
            try await add("A")
            #expect(try await ask() == 1)
            #expect(try await ask(hiding: [UUID()]) == 1, "who may not see all gets one of their own")
            #expect(try await ask() == 0)
            #expect(try await ask("mine", keeps: false) == 1)
            #expect(try await ask("mine", keeps: false) == 1)
            let nobody = try await cache.bytes(
                of: ChildID(unchecked: "nobody"), for: "k", at: ProjectorTests.now, hiding: { _, _ in [] }
            ) { _ in MadeAnswer([]) }
            #expect(nobody == nil)
        }
    }
}

private final class Counted: Sendable {
    private let made = Mutex(0)
    var count: Int { made.withLock { $0 } }
    func add() { made.withLock { $0 += 1 } }
}
