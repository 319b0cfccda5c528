public import CaseRecord
import MerkleLog
public import PostgresClient
public import StrictJSON

/// What the log can prove of itself, for the API.
public struct LedgerEvidence: Sendable {
    /// The authority whose log it is.
    public let authority: AuthorityCode
    /// Seals the log.
    public let keeper: CheckpointKeeper
    private let directory: CheckpointDirectory
    private let pool: PostgresPool

    /// The evidence of that authority's log, read over connections of that pool.
    public init(
        authority: AuthorityCode, keeper: CheckpointKeeper, directory: CheckpointDirectory, pool: PostgresPool
    ) {
        self.authority = authority
        self.keeper = keeper
        self.directory = directory
        self.pool = pool
    }

    /// What others check the log's checkpoints with: name, hash and public key, as C2SP signed-note writes a verifier key.
    public var key: String { keeper.verifier.description }

    /// Proof that an entry stands at that position of the log that the newest checkpoint seals; `nil` where the log has
    /// no such position.
    public func inclusion(of position: Int64) async throws -> JSONValue? {
        let note = try await keeper.current()
        guard let checkpoint = Self.checkpoint(of: note) else { return nil }
        let proof = try await pool.withConnection {
            try await TreeReader(authority: authority).inclusion(of: position, in: checkpoint.size, over: $0)
        }
        guard let proof else { return nil }
        return [
            "position": .integer(position), "size": .integer(checkpoint.size),
            "leafHash": .string(proof.leaf.base64), "path": .array(proof.path.map { .string($0.base64) }),
            "root": .string(checkpoint.root.base64), "checkpoint": .string(note),
        ]
    }

    /// Proof that the log at one size is the beginning of the log at another; `nil` where the sizes are not those of
    /// this log.
    ///
    /// - Parameter new: `nil` for the newest checkpoint's size.
    public func consistency(from old: Int64, to new: Int64?) async throws -> JSONValue? {
        let note = try await keeper.current()
        guard let newest = Self.checkpoint(of: note) else { return nil }
        let new = new ?? newest.size
        guard new <= newest.size else { return nil }
        return try await pool.withConnection { connection in
            let tree = TreeReader(authority: authority)
            guard let proof = try await tree.consistency(from: old, to: new, over: connection) else { return nil }
            return [
                "from": .integer(old), "to": .integer(new),
                "fromRoot": .string(try await tree.root(of: old, over: connection).base64),
                "toRoot": .string(try await tree.root(of: new, over: connection).base64),
                "proof": .array(proof.map { .string($0.base64) }),
            ]
        }
    }

    /// A bundle of the whole scope, sealed now; `nil` where it reaches beyond the log.
    public func bundle(of scope: EvidenceBundle.Scope) async throws -> EvidenceBundle? {
        EvidenceBundle(authority: authority, scope: scope, note: try await keeper.current())
    }

    /// A page of a bundle.
    public func lines(
        of bundle: EvidenceBundle, after position: Int64
    ) async throws -> (lines: [JSONValue], last: Int64) {
        try await pool.withConnection { try await bundle.lines(after: position, over: $0) }
    }

    /// Reads every stored value again and checks it.
    public func verify(progress: @escaping @Sendable (Int64, Int64) -> Void) async throws -> Verification {
        let verifier = LedgerVerifier(authority: authority, key: keeper.verifier, directory: directory)
        return try await pool.withConnection { try await verifier.verify(over: $0, progress: progress) }
    }

    private static func checkpoint(of note: String) -> Checkpoint? {
        SignedNote(parsing: note).flatMap { Checkpoint(noteText: $0.text) }
    }
}
