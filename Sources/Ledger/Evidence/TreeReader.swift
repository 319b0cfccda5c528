package import CaseRecord
package import MerkleLog
package import PostgresClient

/// Reads the Merkle tree of a log from the database: the leaves that stand with their events and every eighth level
/// above them. The nodes between are hashed together again.
package struct TreeReader: Sendable {
    private let authority: AuthorityCode

    package init(authority: AuthorityCode) { self.authority = authority }

    /// The leaf of that position and its audit path in the tree of that size; `nil` where there is no such leaf.
    package func inclusion(
        of position: Int64, in size: Int64, over connection: PostgresConnection
    ) async throws -> (leaf: TreeHash, path: [TreeHash])? {
        guard let proof = TreeProof.inclusion(of: position - 1, in: size) else { return nil }
        let leaf = TreeNode(level: 0, index: position - 1)
        let nodes = try await load(proof.steps.joined() + [leaf], over: connection)
        return (try nodes.hash(of: leaf), try proof.hashes(nodes.hash(of:)))
    }

    /// The audit path of each of those positions in the tree of that size, which reaches to all of them.
    func paths(
        of positions: [Int64], in size: Int64, over connection: PostgresConnection
    ) async throws -> [[TreeHash]] {
        let proofs = positions.compactMap { TreeProof.inclusion(of: $0 - 1, in: size) }
        let nodes = try await load(proofs.flatMap { $0.steps.joined() }, over: connection)
        return try proofs.map { try $0.hashes(nodes.hash(of:)) }
    }

    /// The proof that the log at size `old` is the beginning of the log at size `new`; `nil` unless 0 < old <= new.
    package func consistency(
        from old: Int64, to new: Int64, over connection: PostgresConnection
    ) async throws -> [TreeHash]? {
        guard let proof = TreeProof.consistency(from: old, to: new) else { return nil }
        return try proof.hashes(try await load(proof.steps.joined(), over: connection).hash(of:))
    }

    /// The root of the log's first `size` entries.
    package func root(of size: Int64, over connection: PostgresConnection) async throws -> TreeHash {
        let peaks = TreeProof.peaks(of: size)
        guard !peaks.isEmpty else { return .empty }
        let nodes = try await load(peaks, over: connection)
        return try TreeProof(steps: [peaks]).hashes(nodes.hash(of:))[0]
    }

    private func load(_ nodes: some Sequence<TreeNode>, over connection: PostgresConnection) async throws -> StoredNodes
    {
        let stored = StoredNodes(needed: nodes)
        var loaded = stored
        for (level, ranges) in stored.ranges {
            let rows = try await connection.query(
                level == 0 ? TreeStatements.leaves : TreeStatements.nodes,
                [
                    .text(authority.text), .int8Array(ranges.map { $0.lowerBound }),
                    .int8Array(ranges.map { $0.upperBound }), .int2(Int16(level)),
                ]
            ) { row in
                (try row.decode(0, as: Int64.self), TreeHash(try row.decode(1, as: [UInt8].self)))
            }
            for (index, hash) in rows { loaded.hashes[TreeNode(level: level, index: index)] = hash }
        }
        return loaded
    }
}

/// The nodes that the database holds, as far as they are needed, and those between, hashed from them.
private struct StoredNodes {
    /// For each stored level, the ranges of indices that are needed.
    let ranges: [(level: Int, ranges: [Range<Int64>])]
    var hashes: [TreeNode: TreeHash] = [:]

    init(needed nodes: some Sequence<TreeNode>) {
        var byLevel: [Int: Set<Range<Int64>>] = [:]
        for node in nodes {
            let (level, range) = Self.base(of: node)
            byLevel[level, default: []].insert(range)
        }
        ranges = byLevel.map { ($0, $1.sorted { $0.lowerBound < $1.lowerBound }) }
    }

    private static func base(of node: TreeNode) -> (level: Int, range: Range<Int64>) {
        let level = node.level / StoredTree.levelStep * StoredTree.levelStep
        let width = Int64(1) << (node.level - level)
        return (level, node.index * width..<(node.index + 1) * width)
    }

    func hash(of node: TreeNode) throws -> TreeHash {
        let (level, range) = Self.base(of: node)
        var row: [TreeHash] = []
        for index in range {
            guard let hash = hashes[TreeNode(level: level, index: index)] else {
                throw LedgerDamage.missingNode(level: level, index: index)
            }
            row.append(hash)
        }
        while row.count > 1 { row = stride(from: 0, to: row.count, by: 2).map { .node(row[$0], row[$0 + 1]) } }
        return row[0]
    }
}

enum TreeStatements {
    static let leaves = Statement(
        name: "tree_leaves",
        sql: """
            SELECT event.position - 1, event.leaf_hash
            FROM unnest($2::bigint[], $3::bigint[]) AS needed (first, past)
            CROSS JOIN LATERAL (
                SELECT position, leaf_hash FROM caselog.event
                WHERE authority = $1 AND position > needed.first AND position <= needed.past AND $4::smallint = 0
            ) AS event
            """)

    static let nodes = Statement(
        name: "tree_nodes",
        sql: """
            SELECT node.index, node.hash
            FROM unnest($2::bigint[], $3::bigint[]) AS needed (first, past)
            CROSS JOIN LATERAL (
                SELECT index, hash FROM caselog.tree_node
                WHERE authority = $1 AND level = $4 AND index >= needed.first AND index < needed.past
            ) AS node
            """)
}
