import CaseRecord
import Foundation
import Ledger
import PostgresClient
import Synchronization
import TestSupport
import Testing

/// Large batches, which are written by COPY, and the log as it was known at an earlier moment.
@Suite struct BulkTests {
    @Test func aLargeBatchIsPartOfTheSameLogAndChecked() async throws {
        try await SealedLedger.with { sealed in
            let ledger = sealed.running.ledger
            _ = try await ledger.append([note("before", ["B1"])], submittedBy: "t")
            let repeated = note("again", ["B2"])
            let drafts =
                (0..<2500).map { note("bulk \($0)", ["B\($0 % 9)", "C\($0 % 5)"]) } + [repeated, repeated]
            let receipts = try await ledger.append(drafts, submittedBy: "t")
            #expect(receipts.prefix(2501).map(\.position) == Array(2...2502))
            #expect(receipts.last?.position == 2502 && receipts.last?.isNew == false)
            _ = try await ledger.append([note("after", ["B1"])], submittedBy: "t")
            let record = try await sealed.running.reader.history(of: ChildID("B1")!)
            #expect(record.first?.position == 1 && record.last?.position == 2503)
            #expect(record.count == 2 + 278)
            _ = try await sealed.keeper.current()
            let found = try await sealed.verify()
            #expect(found.isSound, "\(found.findings)")
            #expect(found.entries == 2503)

            // The same again adds nothing, and one conflict refuses all.
            let again = try await ledger.append(drafts, submittedBy: "t")
            #expect(again.allSatisfy { !$0.isNew } && again.map(\.position) == receipts.map(\.position))
            let more = (0..<2200).map { note("more \($0)") } + [note("other", id: repeated.event.id)]
            await #expect(throws: AppendError.contentConflict(index: 2200, id: repeated.event.id, position: 2502)) {
                try await ledger.append(more, submittedBy: "t")
            }
            #expect(try await sealed.running.reader.lastPosition() == 2503)
        }
    }

    /// While one large batch is written the next is made ready, on top of it. One that cannot be stored fails alone, though
    /// the one after it was ready to follow.
    @Test func largeAndSmallBatchesComeTogether() async throws {
        try await SealedLedger.with { sealed in
            let ledger = sealed.running.ledger
            let taken = note("taken", ["B1"])
            _ = try await ledger.append([taken], submittedBy: "t")
            let results = await withTaskGroup(of: (Int, Result<[Receipt], any Error>).self) { group in
                for number in 0..<8 {
                    group.addTask {
                        var drafts = (0..<2100).map { note("bulk \(number) \($0)", ["B\($0 % 9)"]) }
                        if number == 3 { drafts[1500] = note("other", ["B2"], id: taken.event.id) }
                        do {
                            return (number, .success(try await ledger.append(drafts, submittedBy: "t")))
                        } catch {
                            return (number, .failure(error))
                        }
                    }
                }
                for number in 8..<28 {
                    group.addTask {
                        do {
                            return (number, .success(try await ledger.append([note("\(number)")], submittedBy: "t")))
                        } catch {
                            return (number, .failure(error))
                        }
                    }
                }
                var results: [Int: Result<[Receipt], any Error>] = [:]
                for await (number, result) in group { results[number] = result }
                return results
            }
            var positions: [Int64] = [1]
            for (number, result) in results {
                switch result {
                case .success(let receipts):
                    #expect(number != 3)
                    // One append lies together.
                    let first = receipts[0].position
                    #expect(receipts.map(\.position) == (0..<Int64(receipts.count)).map { first + $0 })
                    #expect(receipts.allSatisfy { $0.isNew })
                    positions += receipts.map(\.position)
                case .failure(let error):
                    #expect(number == 3)
                    #expect(
                        error as? AppendError == .contentConflict(index: 1500, id: taken.event.id, position: 1))
                }
            }
            #expect(positions.sorted() == Array(1...Int64(1 + 7 * 2100 + 20)))
            _ = try await sealed.keeper.current()
            let found = try await sealed.verify()
            #expect(found.isSound, "\(found.findings)")
            #expect(found.entries == 1 + 7 * 2100 + 20)
        }
    }

    @Test func theLogIsReadAsKnownEarlier() async throws {
        try await RunningLedger.with { running in
            var moments: [(Int64, Instant)] = []
            for index in 0..<9 {
                let receipts = try await running.ledger.append([note("\(index)")], submittedBy: "t")
                moments.append((receipts[0].position, receipts[0].recordedAt))
                try await Task.sleep(for: .milliseconds(2))
            }
            for (position, moment) in moments {
                #expect(try await running.reader.lastPosition(knownAt: moment) == position)
                let before = Instant(microseconds: moment.microseconds - 1)
                #expect(try await running.reader.lastPosition(knownAt: before) == position - 1)
            }
            #expect(try await running.reader.lastPosition(knownAt: Instant("2999-01-01T00:00:00Z")!) == 9)
            #expect(try await running.reader.events(after: 2, through: 5, limit: 100).map(\.position) == [3, 4, 5])
        }
        try await RunningLedger.with { running in
            let last = try await running.reader.lastPosition(knownAt: Instant("2999-01-01T00:00:00Z")!)
            #expect(last == 0)
        }
    }

    /// A machine whose time goes back does not make the log go back.
    @Test func recordedTimesNeverGoBack() async throws {
        let database = try await TestDatabase.migrated()
        let times = Times([1000, 5000, 2000, -50, 6000])
        let ledger = Ledger(
            authority: RunningLedger.authority,
            configuration: PostgresConfiguration(connectionString: database, role: "caselogd"),
            now: { times.next() }, logger: TestDatabase.quietLogger)
        try await ledger.open()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await ledger.run() }
            var recorded: [Int64] = []
            for index in 0..<5 {
                let receipts = try await ledger.append([note("\(index)")], submittedBy: "t")
                recorded.append(receipts[0].recordedAt.microseconds)
            }
            #expect(recorded == [1000, 5000, 5000, 5000, 6000])
            ledger.stop()
            try await group.waitForAll()
        }
    }
}

/// A clock that says what it was told to.
private final class Times: Sendable {
    private let left: Mutex<[Int64]>
    init(_ times: [Int64]) { left = Mutex(times) }
    func next() -> Instant {
        left.withLock { left in
            Instant(microseconds: left.count > 1 ? left.removeFirst() : left[0])
        }
    }
}
