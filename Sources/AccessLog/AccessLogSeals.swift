public import CaseRecord
public import Ledger
public import MerkleLog

/// What was signed of the access log and kept outside the database, beside the checkpoints of the case log: whoever can
/// rewrite the whole database cannot rewrite these.
public struct AccessLogSeals: Sendable {
    private let authority: AuthorityCode
    private let directory: CheckpointDirectory
    private let verifier: NoteVerifier

    /// Seals in that directory, signed with that key.
    public init(authority: AuthorityCode, directory: CheckpointDirectory, verifier: NoteVerifier) {
        self.authority = authority
        self.directory = directory
        self.verifier = verifier
    }

    /// What an access log's checkpoints are called.
    static func origin(of authority: AuthorityCode) -> String { "caselog/\(authority)/access-log" }

    /// What the files are called.
    static func name(of authority: AuthorityCode) -> String { "\(authority)-access-log" }

    /// The newest one; `nil` where none has been kept.
    ///
    /// - Throws: ``AccessLogContradiction`` where the file is not one or not signed with this key; what the file system says.
    public func newest() throws -> Checkpoint? {
        guard let note = try directory.newest(of: Self.name(of: authority)) else { return nil }
        guard let signed = SignedNote(parsing: note), let kept = Checkpoint(noteText: signed.text),
            kept.origin == Self.origin(of: authority), signed.isSigned(by: verifier)
        else {
            throw AccessLogContradiction(
                number: 0, reason: "the seal in \(directory.path) is not one of this log, or not signed with its key")
        }
        return kept
    }
}
