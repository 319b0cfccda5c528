public import CaseRecord
public import Logging
public import MerkleLog
public import PostgresClient

/// Seals the log: signs what its Merkle tree is and keeps the checkpoints, in the database and in a directory outside.
///
/// A checkpoint is made at most once a second while the log grows, and whenever one is asked for. Appends do not wait
/// for it.
public actor CheckpointKeeper {
    /// The least time between two checkpoints that nobody asked for.
    static let interval: Duration = .seconds(1)

    private let ledger: Ledger
    private let signer: NoteSigner
    private let directory: CheckpointDirectory
    private let pool: PostgresPool
    private let now: @Sendable () -> Instant
    private let logger: Logger
    private var newest: (size: Int64, note: String)?

    /// What a log's checkpoints are called.
    public static func origin(of authority: AuthorityCode) -> String { "caselog/\(authority)" }

    /// A keeper of that ledger's checkpoints.
    public init(
        ledger: Ledger, signer: NoteSigner, directory: CheckpointDirectory, pool: PostgresPool,
        now: @escaping @Sendable () -> Instant, logger: Logger
    ) {
        self.ledger = ledger
        self.signer = signer
        self.directory = directory
        self.pool = pool
        self.now = now
        self.logger = logger
    }

    /// What others check the checkpoints with.
    public nonisolated var verifier: NoteVerifier { signer.verifier }

    /// Compares the log with the newest checkpoint that was kept outside the database.
    ///
    /// - Throws: ``LogContradiction`` when the database does not hold the log that was sealed.
    public func compareWithKept() async throws {
        let authority = ledger.authority
        guard let note = try directory.newest(of: authority.text) else { return }
        guard let signed = SignedNote(parsing: note), let kept = Checkpoint(noteText: signed.text),
            kept.origin == Self.origin(of: authority), signed.isSigned(by: signer.verifier)
        else { throw LogContradiction.unsigned(directory: directory.path) }
        let size = ledger.tree.size
        guard kept.size <= size else {
            throw LogContradiction.shorter(sealed: kept.size, found: size, directory: directory.path)
        }
        let root = try await pool.withConnection {
            try await TreeReader(authority: authority).root(of: kept.size, over: $0)
        }
        guard root == kept.root else { throw LogContradiction.other(sealed: kept.size, directory: directory.path) }
        newest = (kept.size, note)
    }

    /// Seals the log as it grows, until the task is cancelled.
    public func run() async {
        for await _ in ledger.positions() {
            do {
                _ = try await current()
            } catch {
                // The next commit tries again; what is not sealed yet is still in the tree.
                if !Task.isCancelled { logger.error("sealing failed", metadata: ["error": "\(error)"]) }
            }
            try? await Task.sleep(for: Self.interval)
        }
    }

    /// A checkpoint of the whole log as it is now.
    ///
    /// - Returns: The signed note.
    public func current() async throws -> String {
        let tree = ledger.tree
        if let newest, newest.size == tree.size { return newest.note }
        let authority = ledger.authority
        let checkpoint = Checkpoint(origin: Self.origin(of: authority), size: tree.size, root: tree.root)
        var signed = SignedNote(text: checkpoint.noteText)
        try signer.sign(&signed)
        let (note, time) = (signed.description, now())
        // The same size again is the same text, and Ed25519 signs it the same.
        _ = try await pool.withConnection { connection in
            try await connection.execute(
                CheckpointStatements.keep,
                [.text(authority.text), .int8(checkpoint.size), .timestamptz(PostgresTimestamp(time)), .text(note)])
        }
        try directory.keep(note, of: authority.text, at: time)
        if (newest?.size ?? -1) < checkpoint.size { newest = (checkpoint.size, note) }
        return note
    }
}

/// The database does not hold the log that was once sealed: it was rewritten, or put back to an earlier state.
public enum LogContradiction: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kept checkpoint is not one, or not signed by this daemon's key.
    case unsigned(directory: String)
    /// The log has fewer entries than were sealed.
    case shorter(sealed: Int64, found: Int64, directory: String)
    /// The entries that were sealed are not those that the log begins with.
    case other(sealed: Int64, directory: String)

    /// What is wrong and what to do.
    public var description: String {
        let (what, directory) =
            switch self {
            case .unsigned(let directory):
                ("the newest checkpoint is not one of this log, or not signed with this daemon's key", directory)
            case .shorter(let sealed, let found, let directory):
                ("the log has \(found) entries, but \(sealed) were sealed: \(sealed - found) are lost", directory)
            case .other(let sealed, let directory):
                ("the first \(sealed) entries of the log are not those that were sealed", directory)
            }
        return what
            + ". The database may have been changed or restored from a backup. Checkpoints are in \(directory); "
            + "caselog does not write on until somebody who knows what happened moves them away."
    }
}

enum CheckpointStatements {
    static let keep = Statement(
        name: "checkpoint_keep",
        sql: """
            INSERT INTO caselog.checkpoint (authority, size, signed_at, note) VALUES ($1, $2, $3, $4)
            ON CONFLICT DO NOTHING
            """)

    static let all = Statement(
        name: "checkpoint_all", sql: "SELECT size, note FROM caselog.checkpoint WHERE authority = $1 ORDER BY size")
}
