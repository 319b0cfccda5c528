import MerkleLog
import Testing

/// The definitions of RFC 6962 section 2.1, word for word: the oracle.
enum Definition {
    static func root(_ leaves: ArraySlice<TreeHash>) -> TreeHash {
        guard leaves.count > 1 else { return leaves.first ?? .empty }
        let (left, right) = halves(leaves)
        return .node(root(left), root(right))
    }

    static func path(_ leaf: Int, _ leaves: ArraySlice<TreeHash>) -> [TreeHash] {
        guard leaves.count > 1 else { return [] }
        let (left, right) = halves(leaves)
        return leaf < left.count
            ? path(leaf, left) + [root(right)] : path(leaf - left.count, right) + [root(left)]
    }

    static func proof(_ old: Int, _ leaves: ArraySlice<TreeHash>, _ isWhole: Bool = true) -> [TreeHash] {
        if old == leaves.count { return isWhole ? [] : [root(leaves)] }
        let (left, right) = halves(leaves)
        return old <= left.count
            ? proof(old, left, isWhole) + [root(right)] : proof(old - left.count, right, false) + [root(left)]
    }

    private static func halves(_ leaves: ArraySlice<TreeHash>) -> (ArraySlice<TreeHash>, ArraySlice<TreeHash>) {
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        return (leaves.prefix(split), leaves.dropFirst(split))
    }
}

@Suite struct TreeTests {
    static let leaves = (0..<300).map { TreeHash.leaf(Array("entry \($0)".utf8)) }

    /// The tree of the first `size` leaves with every node that it completed.
    static func tree(_ size: Int) -> (frontier: TreeFrontier, nodes: [TreeNode: TreeHash]) {
        var frontier = TreeFrontier()
        var nodes: [TreeNode: TreeHash] = [:]
        for (index, leaf) in leaves.prefix(size).enumerated() {
            nodes[TreeNode(level: 0, index: Int64(index))] = leaf
            frontier.append(leaf) { nodes[$0] = $1 }
        }
        return (frontier, nodes)
    }

    /// The reference vectors that certificate transparency's implementations share.
    @Test func rootsAreThoseOfTheReferenceVectors() {
        let entries: [[UInt8]] = [
            [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43], Array(0x50...0x57),
            Array(0x60...0x6f),
        ]
        let roots = [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ]
        var frontier = TreeFrontier()
        #expect(hex(frontier.root) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        for (entry, root) in zip(entries, roots) {
            frontier.append(.leaf(entry))
            #expect(hex(frontier.root) == root)
        }
    }

    @Test func frontierHasTheDefinedRootAndReadsBack() {
        for size in 0...Self.leaves.count {
            let frontier = Self.tree(size).frontier
            #expect(frontier.root == Definition.root(Self.leaves.prefix(size)))
            #expect(TreeFrontier(size: Int64(size), bytes: frontier.bytes) == frontier)
        }
        #expect(TreeFrontier(size: 3, bytes: Self.tree(4).frontier.bytes) == nil)
    }

    @Test func everyInclusionProofIsTheDefinedOneAndHoldsOnlyForItsLeaf() throws {
        for size in [1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33, 100, 255, 256, 257] {
            let (frontier, nodes) = Self.tree(size)
            for leaf in 0..<size {
                let plan = try #require(TreeProof.inclusion(of: Int64(leaf), in: Int64(size)))
                let path = try plan.hashes { node in try #require(nodes[node]) }
                #expect(path == Definition.path(leaf, Self.leaves.prefix(size)))
                func holds(_ hash: TreeHash, _ index: Int, _ path: [TreeHash]) -> Bool {
                    TreeCheck.isIncluded(
                        hash, at: Int64(index), in: Int64(size), root: frontier.root, path: path)
                }
                #expect(holds(Self.leaves[leaf], leaf, path))
                #expect(!holds(Self.leaves[leaf + 1], leaf, path))
                #expect(!holds(Self.leaves[leaf], leaf, path + [frontier.root]))
                if !path.isEmpty { #expect(!holds(Self.leaves[leaf], leaf, Array(path.dropLast()))) }
                if leaf > 0 { #expect(!holds(Self.leaves[leaf], leaf - 1, path)) }
            }
            #expect(TreeProof.inclusion(of: Int64(size), in: Int64(size)) == nil)
        }
    }

    @Test func everyConsistencyProofIsTheDefinedOneAndHoldsOnlyForItsRoots() throws {
        for new in [1, 2, 3, 6, 7, 8, 9, 16, 21, 64, 65, 130] {
            let (newer, nodes) = Self.tree(new)
            for old in 1...new {
                let older = Self.tree(old).frontier
                let plan = try #require(TreeProof.consistency(from: Int64(old), to: Int64(new)))
                let proof = try plan.hashes { node in try #require(nodes[node]) }
                #expect(proof == Definition.proof(old, Self.leaves.prefix(new)))
                func holds(_ oldRoot: TreeHash, _ newRoot: TreeHash, _ proof: [TreeHash]) -> Bool {
                    TreeCheck.isConsistent(
                        from: Int64(old), root: oldRoot, to: Int64(new), root: newRoot, proof: proof)
                }
                #expect(holds(older.root, newer.root, proof))
                #expect(!holds(Self.leaves[299], newer.root, proof))
                #expect(!holds(older.root, Self.leaves[299], proof))
                if old < new { #expect(!holds(older.root, newer.root, proof + [older.root])) }
            }
        }
        #expect(TreeProof.consistency(from: 0, to: 4) == nil)
        #expect(TreeProof.consistency(from: 5, to: 4) == nil)
    }

    private func hex(_ hash: TreeHash) -> String {
        hash.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
