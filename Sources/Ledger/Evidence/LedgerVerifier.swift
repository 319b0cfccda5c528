public import CaseRecord
public import MerkleLog
import NIOConcurrencyHelpers
public import PostgresClient

/// Reads every stored value of a log again and checks it: each entry against its hash, the hashes against the Merkle
/// tree, the tree against every checkpoint and the head, and the list of each child's record against the entries.
public struct LedgerVerifier: Sendable {
    private let authority: AuthorityCode
    private let key: NoteVerifier
    private let directory: CheckpointDirectory

    /// A verifier of that authority's log, which trusts checkpoints signed with that key.
    public init(authority: AuthorityCode, key: NoteVerifier, directory: CheckpointDirectory) {
        self.authority = authority
        self.key = key
        self.directory = directory
    }

    /// Verifies the log as it is now; what is appended meanwhile does not disturb it.
    ///
    /// - Parameter progress: Told now and then how many entries have been read, of how many.
    /// - Throws: ``PostgresError`` when the database cannot be read.
    public func verify(
        over connection: PostgresConnection, progress: @escaping @Sendable (Int64, Int64) -> Void = { _, _ in }
    ) async throws -> Verification {
        let options = TransactionOptions(isolation: .repeatableRead, isReadOnly: true)
        return try await connection.transaction(options) { connection in
            let parameters: [PostgresValue] = [.text(authority.text)]
            guard let head = try await connection.query(VerifierStatements.head, parameters, LedgerHead.init).first
            else { return Verification() }
            let nodes = try await connection.query(VerifierStatements.nodes, parameters, Self.node)
            let (checkpoints, doubts) = try await checkpoints(over: connection)
            let pass = NIOLockedValueBox(
                VerificationPass(
                    authority: authority, nodes: Dictionary(nodes) { first, _ in first }, checkpoints: checkpoints))
            try await StoredEntryScan(authority: authority).run(after: 0, through: .max, over: connection) { entry in
                let count = pass.withLockedValue { pass in
                    pass.take(entry)
                    return pass.verification.entries
                }
                if count % 50_000 == 0 { progress(count, head.position) }
            }
            pass.withLockedValue { $0.finish(head: head.frontier) }
            let index = """
                COPY (SELECT child, version, position FROM caselog.child_event WHERE authority = '\(authority.text)')
                TO STDOUT (FORMAT binary)
                """
            try await connection.copyOut(index, deadline: PostgresConnection.noDeadline) { bytes in
                var reader = CopyRowReader(bytes)
                guard reader.isRow else { return }
                let (child, version, position) = (
                    try reader.text(), try reader.integer(as: Int64.self), try reader.integer(as: Int64.self)
                )
                pass.withLockedValue { $0.takeIndex(child: child, version: version, position: position) }
            }
            return pass.withLockedValue { pass in
                for doubt in doubts { pass.doubt(doubt) }
                return pass.finishIndex()
            }
        }
    }

    /// The checkpoints of the database and the newest one outside, by size; and what is wrong with any.
    private func checkpoints(
        over connection: PostgresConnection
    ) async throws -> (sound: [(size: Int64, root: TreeHash, name: String)], doubts: [String]) {
        var notes = try await connection.query(CheckpointStatements.all, [.text(authority.text)]) { row in
            ("the checkpoint at \(try row.decode(0, as: Int64.self))", try row.decode(1, as: String.self))
        }
        if let kept = try directory.newest(of: authority.text) {
            notes.append(("the checkpoint in \(directory.path)", kept))
        }
        var sound: [(size: Int64, root: TreeHash, name: String)] = []
        var doubts: [String] = []
        for (name, note) in notes {
            guard let signed = SignedNote(parsing: note), signed.isSigned(by: key),
                let checkpoint = Checkpoint(noteText: signed.text),
                checkpoint.origin == CheckpointKeeper.origin(of: authority)
            else {
                doubts.append("\(name) is not signed with the key \(key.description)")
                continue
            }
            sound.append((checkpoint.size, checkpoint.root, name))
        }
        return (sound.sorted { $0.size < $1.size }, doubts)
    }

    @Sendable private static func node(_ row: borrowing PostgresRow) throws -> (TreeNode, TreeHash) {
        let node = TreeNode(level: Int(try row.decode(0, as: Int16.self)), index: try row.decode(1, as: Int64.self))
        guard let hash = TreeHash(try row.decode(2, as: [UInt8].self)) else {
            throw LedgerDamage.missingNode(level: node.level, index: node.index)
        }
        return (node, hash)
    }
}

private enum VerifierStatements {
    static let head = Statement(
        name: "verify_head",
        sql: "SELECT epoch, last_position, last_recorded_at, frontier FROM caselog.authority WHERE authority = $1")

    static let nodes = Statement(
        name: "verify_nodes", sql: "SELECT level, index, hash FROM caselog.tree_node WHERE authority = $1")
}
