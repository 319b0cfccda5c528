public import CaseRecord
import Ledger
public import MerkleLog
public import PostgresClient
public import StrictJSON

/// Reads who read what.
public struct AccessLogReader: Sendable {
    private let authority: AuthorityCode
    private let pool: PostgresPool
    private let seals: AccessLogSeals?

    /// A reader with connections of that pool, which compares with those seals.
    public init(authority: AuthorityCode, pool: PostgresPool, seals: AccessLogSeals? = nil) {
        self.authority = authority
        self.pool = pool
        self.seals = seals
    }

    /// Which entries to list.
    public struct Filter: Sendable {
        /// Only those that tell of this child's record.
        public var child: ChildID?
        /// Only this worker's.
        public var worker: WorkerID?
        /// Only from this moment on.
        public var from: Instant?
        /// Only before this moment.
        public var to: Instant?
        /// Only those after this one.
        public var after: Int64 = 0
        /// At most so many.
        public var limit = 100

        /// The first hundred.
        public init() {}
    }

    /// Entries with their numbers, oldest first.
    public func entries(_ filter: Filter) async throws -> [(number: Int64, entry: JSONObject)] {
        let parameters: [PostgresValue] = [
            .text(authority.text), .int8(filter.after), .int8(Int64(filter.limit)), .text(filter.child?.text),
            .text(filter.worker?.text), .timestamptz(filter.from.map { PostgresTimestamp($0) }),
            .timestamptz(filter.to.map { PostgresTimestamp($0) }),
        ]
        let statement = filter.child == nil ? AccessStatements.list : AccessStatements.ofChild
        return try await pool.withConnection { connection in
            try await connection.query(statement, parameters) { row in
                let number = try row.decode(0, as: Int64.self)
                var entry: JSONObject = ["number": .integer(number)]
                let content = try JSONValue(parsing: row.decode(1, as: [UInt8].self))
                for member in content.objectValue?.members ?? [] { entry[member.name] = member.value }
                return (number, entry)
            }
        }
    }

    /// Where the log ends.
    public func head() async throws -> TreeFrontier {
        let heads = try await pool.withConnection { [authority] connection in
            try await connection.query(AccessStatements.head, [.text(authority.text)]) { row in
                TreeFrontier(
                    size: try row.decode(0, as: Int64.self), bytes: try row.decode(1, as: [UInt8].self))
            }
        }
        guard let head = heads.first else { return TreeFrontier() }
        guard let head else { throw AccessLogContradiction(number: 0, reason: "its head is not one of a tree") }
        return head
    }

    /// Reads every entry again and compares it with the tree, and with what was sealed outside the database.
    ///
    /// - Returns: How many there are, and up to which of them they were sealed before.
    /// - Throws: ``AccessLogContradiction`` at the first entry that is not what was stored.
    public func verify() async throws -> (entries: Int64, sealed: Int64) {
        let seal = try seals?.newest()
        // Read first: what is added meanwhile lies after it.
        let head = try await head()
        var frontier = TreeFrontier()
        while frontier.size < head.size {
            let page = try await page(after: frontier.size)
            guard !page.isEmpty else {
                throw AccessLogContradiction(number: frontier.size + 1, reason: "it is missing")
            }
            for (number, content, hash) in page where frontier.size < head.size {
                guard number == frontier.size + 1 else {
                    throw AccessLogContradiction(number: frontier.size + 1, reason: "it is missing")
                }
                let leaf = TreeHash.leaf(content)
                guard leaf == TreeHash(hash) else {
                    throw AccessLogContradiction(number: number, reason: "its content is not what was stored")
                }
                frontier.append(leaf)
                if let seal, seal.size == frontier.size, seal.root != frontier.root {
                    throw AccessLogContradiction(number: seal.size, reason: "the entries up to it are not those sealed")
                }
            }
        }
        guard frontier == head else {
            throw AccessLogContradiction(number: head.size, reason: "the tree up to it is not the one that was stored")
        }
        if let seal, seal.size > head.size {
            throw AccessLogContradiction(
                number: head.size + 1, reason: "it is missing: \(seal.size) entries were sealed")
        }
        return (head.size, seal?.size ?? 0)
    }

    /// Compares the entries up to the newest seal with it, by their hashes alone.
    ///
    /// - Returns: How many entries it seals; 0 where there is none.
    /// - Throws: ``AccessLogContradiction`` where the log does not begin with the entries that were sealed.
    func compareWithSeal() async throws -> Int64 {
        guard let seal = try seals?.newest() else { return 0 }
        var frontier = TreeFrontier()
        while frontier.size < seal.size {
            let hashes = try await pool.withConnection { [authority, size = frontier.size] connection in
                try await connection.query(AccessStatements.hashes, [.text(authority.text), .int8(size)]) { row in
                    (try row.decode(0, as: Int64.self), TreeHash(try row.decode(1, as: [UInt8].self)))
                }
            }
            guard !hashes.isEmpty else {
                throw AccessLogContradiction(
                    number: frontier.size + 1, reason: "it is missing: \(seal.size) entries were sealed")
            }
            for (number, hash) in hashes where frontier.size < seal.size {
                guard number == frontier.size + 1, let hash else {
                    throw AccessLogContradiction(number: frontier.size + 1, reason: "it is missing")
                }
                frontier.append(hash)
            }
        }
        guard frontier.root == seal.root || seal.size == 0 else {
            throw AccessLogContradiction(number: seal.size, reason: "the entries up to it are not those sealed")
        }
        return seal.size
    }

    private func page(after number: Int64) async throws -> [(Int64, [UInt8], [UInt8])] {
        try await pool.withConnection { [authority] connection in
            try await connection.query(AccessStatements.page, [.text(authority.text), .int8(number)]) { row in
                (
                    try row.decode(0, as: Int64.self), try row.decode(1, as: [UInt8].self),
                    try row.decode(2, as: [UInt8].self)
                )
            }
        }
    }
}

/// The access log is not what was written.
public struct AccessLogContradiction: Error, Sendable, Hashable, CustomStringConvertible {
    /// The entry.
    public let number: Int64
    /// What is wrong with it.
    public let reason: String
    /// In words.
    public var description: String { "entry \(number) of the access log: \(reason)" }
}
