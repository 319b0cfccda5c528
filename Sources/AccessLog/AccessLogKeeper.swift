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
    private let now: @Sendable () -> Instant
    private let logger: Logger
    private var sealed: Int64 = 0

    /// A keeper of that log's seals.
    public init(
        log: AccessLog, authority: AuthorityCode, directory: CheckpointDirectory, signer: NoteSigner,
        now: @escaping @Sendable () -> Instant, logger: Logger
    ) {
        self.log = log
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
        guard let tree = await log.tree, tree.size != sealed else { return }
        do {
            let checkpoint = Checkpoint(
                origin: AccessLogSeals.origin(of: authority), size: tree.size, root: tree.root)
            var note = SignedNote(text: checkpoint.noteText)
            try signer.sign(&note)
            try directory.keep(note.description, of: AccessLogSeals.name(of: authority), at: now())
            sealed = tree.size
        } catch {
            // What is not sealed yet is still in the tree: the next entry tries again.
            logger.error("sealing the access log failed", metadata: ["error": "\(error)"])
        }
    }
}
