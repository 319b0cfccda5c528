import Access
public import CaseRecord
import Ledger
import MerkleLog
public import PostgresClient
import StrictJSON

/// The access log of one authority: append-only, and covered by a Merkle tree of its own.
///
/// An answer that tells of a record is given only once its entry is durable. Entries that come while others are written
/// go together in the next transaction, so that many readers wait for one commit and not each for its own.
public actor AccessLog {
    /// The most entries of one transaction.
    static let mostAtOnce = 1000

    private struct Waiting {
        let entry: AccessEntry
        let resume: CheckedContinuation<Void, any Error>
    }

    private let authority: AuthorityCode
    private let pool: PostgresPool
    private var waiting: [Waiting] = []
    private var isWriting = false
    private var frontier: TreeFrontier?
    /// How often the end of the log was read because this process had not written it.
    private var moves = 0
    /// Tells one keeper that entries came.
    nonisolated let growth: AsyncStream<Void>
    private let grown: AsyncStream<Void>.Continuation

    /// The log, written with connections of that pool.
    public init(authority: AuthorityCode, pool: PostgresPool) {
        self.authority = authority
        self.pool = pool
        (growth, grown) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// The tree of all entries, once this process has written one, and how often it had moved without it.
    var tree: (frontier: TreeFrontier, moves: Int)? { frontier.map { ($0, moves) } }

    /// Adds an entry. Returns when it is durable.
    ///
    /// - Throws: What the database says; then nothing may be answered.
    public func add(_ entry: AccessEntry) async throws {
        try await withCheckedThrowingContinuation { resume in
            waiting.append(Waiting(entry: entry, resume: resume))
            guard !isWriting else { return }
            isWriting = true
            // It lives until all that wait are answered, whoever of them gives up.
            Task { await writeAll() }
        }
    }

    private func writeAll() async {
        while !waiting.isEmpty {
            let batch = Array(waiting.prefix(Self.mostAtOnce))
            waiting.removeFirst(batch.count)
            do {
                try await write(batch.map(\.entry))
                for waiting in batch { waiting.resume.resume() }
            } catch {
                // Whether it was stored is not known: the next batch reads anew where the log ends.
                frontier = nil
                for waiting in batch { waiting.resume.resume(throwing: error) }
            }
        }
        isWriting = false
    }

    private func write(_ entries: [AccessEntry]) async throws {
        var begin = try await head()
        for attempt in 1...3 {
            let frontier = try await write(entries, after: begin)
            if let frontier {
                self.frontier = frontier
                grown.yield()
                return
            }
            guard attempt < 3 else { break }
            begin = try await readHead()
        }
        throw AccessLogContention()
    }

    /// Writes them after that end of the log; `nil` where it ends elsewhere by now, and nothing was written.
    private func write(_ entries: [AccessEntry], after begin: TreeFrontier) async throws -> TreeFrontier? {
        var frontier = begin
        var contents: [[UInt8]] = []
        var hashes: [[UInt8]] = []
        for entry in entries {
            let content = JSONValue.object(entry.json).bytes(.canonical)
            let hash = TreeHash.leaf(content)
            frontier.append(hash)
            contents.append(content)
            hashes.append(hash.bytes)
        }
        let parameters: [PostgresValue] = [
            .text(authority.text), .int8(begin.size), .int8(frontier.size), .bytea(frontier.bytes),
            .timestamptzArray(entries.map { PostgresTimestamp($0.at) }), .textArray(entries.map(\.worker.text)),
            .byteaArray(contents), .byteaArray(hashes),
            .textArray(entries.map { $0.children.map(\.text).joined(separator: " ") }),
        ]
        let moved = try await pool.withConnection { connection in
            try await connection.query(AccessStatements.add, parameters) { try $0.decode(0, as: Int64.self) }
        }
        return moved.first == 1 ? frontier : nil
    }

    private func head() async throws -> TreeFrontier {
        if let frontier { return frontier }
        return try await readHead()
    }

    private func readHead() async throws -> TreeFrontier {
        moves += 1
        return try await AccessLogReader(authority: authority, pool: pool).head()
    }
}

/// Another daemon writes the same access log all the time: only one may serve an authority.
struct AccessLogContention: Error {}
