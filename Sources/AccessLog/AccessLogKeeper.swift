public import CaseRecord
public import Ledger
public import Logging
public import MerkleLog

/// Seals the access log as it grows: signs what its tree is, at most once a second, and keeps that outside the database.
/// Answers do not wait for it.
public actor AccessLogKeeper {
    private static let interval: Duration = .seconds(1)

    private let log: AccessLog
    private let authority: AuthorityCode
    private let directory: CheckpointDirectory
    private let signer: NoteSigner
    private let reader: AccessLogReader
    private let now: @Sendable () -> Instant
    private let logger: Logger
    private var sealed: Int64 = 0
    /// How often the log had moved without this process when it was last compared with its seal; `nil`: it never was.
    private var compared: Int?
    /// Whether the log is known not to be the one that was sealed.
    private var isContradicted = false

    /// A keeper of that log's seals; `reader` reads the log back.
    public init(
        log: AccessLog, reader: AccessLogReader, authority: AuthorityCode, directory: CheckpointDirectory,
        signer: NoteSigner, now: @escaping @Sendable () -> Instant, logger: Logger
    ) {
        self.log = log
        self.reader = reader
        self.authority = authority
        self.directory = directory
        self.signer = signer
        self.now = now
        self.logger = logger
    }

    /// Seals until the task is cancelled, and then what has come meanwhile.
    public func run() async {
        for await _ in log.growth {
            await seal()
            try? await Task.sleep(for: Self.interval)
        }
        await seal()
    }

    private func seal() async {
        guard !isContradicted, let (tree, moves) = await log.tree else { return }
        do {
            // Whoever put another log into its place has its seal kept, and not overwritten by one of the other log.
            if compared != moves {
                sealed = max(sealed, try await reader.compareWithSeal())
                compared = moves
            }
            guard tree.size > sealed else { return }
            let checkpoint = Checkpoint(
                origin: AccessLogSeals.origin(of: authority), size: tree.size, root: tree.root)
            var note = SignedNote(text: checkpoint.noteText)
            try signer.sign(&note)
            try directory.keep(note.description, of: AccessLogSeals.name(of: authority), at: now())
            sealed = tree.size
        } catch let contradiction as AccessLogContradiction {
            isContradicted = true
            logger.critical(
                """
                the access log is not the one that was sealed; it is not sealed any more until somebody who knows what happened \
                has moved the seal away and started the daemon again
                """,
                metadata: ["error": "\(contradiction)", "directory": "\(directory.path)"])
        } catch {
            // What is not sealed yet is still in the tree: the next entry tries again.
            logger.error("sealing the access log failed", metadata: ["error": "\(error)"])
        }
    }
}
