import CaseRecord
import Foundation
import Ledger
import MerkleLog
import PostgresClient
import StrictJSON
import TestSupport
import Testing

/// A running ledger that is sealed, with what it can prove.
struct SealedLedger {
    let running: RunningLedger
    let signer: NoteSigner
    let keeper: CheckpointKeeper
    let evidence: LedgerEvidence
    let directory: CheckpointDirectory

    static func with(_ body: (SealedLedger) async throws -> Void) async throws {
        let path = try TestDirectory.make()
        defer { TestDirectory.remove(path) }
        let directory = CheckpointDirectory(path: path + "/checkpoints")
        let signer = try SigningKeyFile.load(path + "/key", name: "caselog/926")
        try await RunningLedger.with { running in
            let keeper = CheckpointKeeper(
                ledger: running.ledger, signer: signer, directory: directory, pool: running.pool,
                now: { Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)) },
                logger: TestDatabase.quietLogger)
            try await body(
                SealedLedger(
                    running: running, signer: signer, keeper: keeper,
                    evidence: LedgerEvidence(
                        authority: RunningLedger.authority, keeper: keeper, directory: directory, pool: running.pool),
                    directory: directory))
        }
    }

    func append(_ count: Int, to child: String = "N1") async throws {
        for start in stride(from: 0, to: count, by: 100) {
            let drafts = (start..<min(start + 100, count)).map { note("entry \($0)", [child]) }
            _ = try await running.ledger.append(drafts, submittedBy: "t")
        }
    }

    /// Changes what is stored as only somebody can who owns the database.
    func tamper(_ sql: String) async throws {
        try await Psql.run(running.database, "SET session_replication_role = replica; \(sql)")
    }

    func verify() async throws -> Verification { try await evidence.verify { _, _ in } }
}

@Suite struct ProofTests {
    @Test func everyPositionHasAProofThatHoldsAgainstTheCheckpoint() async throws {
        try await SealedLedger.with { sealed in
            // Two full subtrees of the stored level and some.
            try await sealed.append(600)
            let note = try #require(SignedNote(parsing: try await sealed.keeper.current()))
            #expect(note.isSigned(by: sealed.keeper.verifier))
            let checkpoint = try #require(Checkpoint(noteText: note.text))
            #expect(checkpoint.size == 600 && checkpoint.origin == "caselog/926")
            for position: Int64 in [1, 2, 255, 256, 257, 512, 513, 599, 600] {
                let proof = try #require(try await sealed.evidence.inclusion(of: position))
                let leaf = try #require(proof["leafHash"]?.stringValue.flatMap { TreeHash(base64: $0) })
                let path = (proof["path"]?.arrayValue ?? []).compactMap {
                    $0.stringValue.flatMap { TreeHash(base64: $0) }
                }
                #expect(
                    TreeCheck.isIncluded(leaf, at: position - 1, in: 600, root: checkpoint.root, path: path))
                #expect(
                    !TreeCheck.isIncluded(leaf, at: position % 600, in: 600, root: checkpoint.root, path: path))
            }
            #expect(try await sealed.evidence.inclusion(of: 601) == nil)
        }
    }

    @Test func eachCheckpointIsTheBeginningOfTheNext() async throws {
        try await SealedLedger.with { sealed in
            var checkpoints: [Checkpoint] = []
            for count in [3, 254, 1, 300] {
                try await sealed.append(count)
                let note = try #require(SignedNote(parsing: try await sealed.keeper.current()))
                checkpoints.append(try #require(Checkpoint(noteText: note.text)))
            }
            for (old, new) in zip(checkpoints, checkpoints.dropFirst()) {
                let proof = try #require(try await sealed.evidence.consistency(from: old.size, to: new.size))
                let hashes = (proof["proof"]?.arrayValue ?? []).compactMap {
                    $0.stringValue.flatMap { TreeHash(base64: $0) }
                }
                #expect(
                    TreeCheck.isConsistent(
                        from: old.size, root: old.root, to: new.size, root: new.root, proof: hashes))
            }
            #expect(try await sealed.evidence.consistency(from: 1, to: 10_000) == nil)
        }
    }
}

/// Each kind of tampering, by somebody who owns the database, is found and placed.
@Suite struct VerificationTests {
    @Test func aSoundLogIsSound() async throws {
        try await SealedLedger.with { sealed in
            #expect(try await sealed.verify().isSound)
            try await sealed.append(300)
            _ = try await sealed.keeper.current()
            try await sealed.append(40, to: "N2")
            let found = try await sealed.verify()
            #expect(found.isSound, "\(found.findings)")
            #expect(found.entries == 340 && found.checkpoints >= 1)
            #expect(found.root == sealed.running.ledger.treeRoot)
        }
    }

    @Test(arguments: [
        ("content = set_byte(content, 20, get_byte(content, 20) # 1)", Int64(77)),
        ("recorded_by = 'somebody else'", 1), ("submitted_by = 'root(0)x'", 2), ("type = 'note.struck'", 300),
        ("recorded_at = recorded_at - interval '1 microsecond'", 140), ("occurred_precision = 'exact'", 141),
        ("occurred_at = occurred_at + interval '1 day'", 142), ("type_version = 2", 143), ("format = 2", 144),
        ("versions = ARRAY[9]", 145), ("event_id = gen_random_uuid()", 146),
        ("leaf_hash = set_byte(leaf_hash, 0, get_byte(leaf_hash, 0) # 1)", 147),
    ])
    func oneChangedValueIsNamed(change: String, position: Int64) async throws {
        try await SealedLedger.with { sealed in
            try await sealed.append(300)
            try await sealed.tamper("UPDATE caselog.event SET \(change) WHERE position = \(position)")
            let found = try await sealed.verify()
            #expect(!found.isSound)
            #expect(found.findings.contains { $0.position == position }, "\(found.findings)")
            #expect((found.findings.first?.position ?? 0) <= position)
        }
    }

    /// Somebody who knows the format hashes the changed entry anew: the tree says between which entries, and, where the
    /// tree was rebuilt as well, the checkpoints do.
    @Test func anEntryThatWasHashedAnewIsPlacedByTreeAndCheckpoints() async throws {
        try await SealedLedger.with { sealed in
            try await sealed.append(200)
            _ = try await sealed.keeper.current()
            try await sealed.append(400)
            _ = try await sealed.keeper.current()
            try await sealed.tamper(
                "UPDATE caselog.event SET leaf_hash = decode(repeat('ab', 32), 'hex') WHERE position = 300")
            let found = try await sealed.verify()
            #expect(found.findings.contains { $0.position == 257 && $0.reason.contains("Merkle tree") })
            #expect(found.findings.contains { $0.position == 201 && $0.reason.contains("checkpoint at 600") })
            #expect(!found.findings.contains { $0.reason.contains("checkpoint at 200") })
        }
    }

    @Test func missingEntriesAreNamed() async throws {
        try await SealedLedger.with { sealed in
            try await sealed.append(120)
            try await sealed.tamper("DELETE FROM caselog.event WHERE position = 60")
            #expect(try await sealed.verify().findings.first?.position == 60)
        }
    }

    @Test func aRecordsListThatLacksAnEntryIsNamed() async throws {
        try await SealedLedger.with { sealed in
            try await sealed.append(50)
            try await sealed.tamper("DELETE FROM caselog.child_event WHERE version = 17")
            #expect(try await sealed.verify().findings.first?.position == 17)
        }
    }

    @Test func aLogThatWasPutBackIsRefusedAtTheStartAndFoundByVerify() async throws {
        do {
            try await SealedLedger.with { sealed in try await Self.putBack(sealed) }
        } catch AppendError.fenced {
            // The ledger that wrote before has lost its turn, as it should.
        }
    }

    private static func putBack(_ sealed: SealedLedger) async throws {
        try await sealed.append(30)
        let before = sealed.running.ledger.treeBytes
        try await sealed.append(30)
        _ = try await sealed.keeper.current()
        try await sealed.tamper(
            """
            DELETE FROM caselog.event WHERE position > 30; DELETE FROM caselog.child_event WHERE position > 30;
            DELETE FROM caselog.checkpoint;
            UPDATE caselog.authority
            SET last_position = 30, frontier = '\\x\(before.hexadecimal)', epoch = epoch + 1,
                lease_until = '-infinity'
            """)
        let found = try await sealed.verify()
        #expect(found.findings.first?.position == 31)
        // A daemon that starts on it refuses.
        let later = Ledger(
            authority: RunningLedger.authority,
            configuration: PostgresConfiguration(
                connectionString: sealed.running.database, role: "caselogd"),
            now: { Instant(microseconds: 0) }, logger: TestDatabase.quietLogger)
        try await later.open()
        let keeper = CheckpointKeeper(
            ledger: later, signer: NoteSigner(name: "caselog/926"), directory: sealed.directory,
            pool: sealed.running.pool, now: { Instant(microseconds: 0) }, logger: TestDatabase.quietLogger)
        await #expect(throws: LogContradiction.unsigned(directory: sealed.directory.path)) {
            try await keeper.compareWithKept()
        }
        let own = sealed.keeper(of: later)
        await #expect(
            throws: LogContradiction.shorter(sealed: 60, found: 30, directory: sealed.directory.path)
        ) { try await own.compareWithKept() }
    }
}

extension Ledger {
    var treeRoot: TreeHash { tree.root }
    var treeBytes: [UInt8] { tree.bytes }
}

extension SealedLedger {
    /// A keeper with the same key over another ledger.
    func keeper(of ledger: Ledger) -> CheckpointKeeper {
        CheckpointKeeper(
            ledger: ledger, signer: signer, directory: directory, pool: running.pool,
            now: { Instant(microseconds: 0) }, logger: TestDatabase.quietLogger)
    }
}
