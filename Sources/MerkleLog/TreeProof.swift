/// Which nodes a proof is made of. What they hash to is looked up elsewhere; the hashes are then folded.
public struct TreeProof: Sendable, Equatable {
    /// For each hash of the proof, in order, the full subtrees that it is folded from, left to right.
    public let steps: [[TreeNode]]

    /// The audit path (RFC 6962 section 2.1.1) of leaf `leaf`, counted from 0, in the tree of that size.
    ///
    /// - Returns: `nil` where the tree has no such leaf.
    public static func inclusion(of leaf: Int64, in size: Int64) -> TreeProof? {
        guard leaf >= 0, leaf < size else { return nil }
        var steps: [[TreeNode]] = []
        var (start, count) = (Int64(0), size)
        while count > 1 {
            let left = largestPowerOfTwo(below: count)
            if leaf < start + left {
                steps.append(subtrees(from: start + left, count: count - left))
                count = left
            } else {
                steps.append(subtrees(from: start, count: left))
                (start, count) = (start + left, count - left)
            }
        }
        return TreeProof(steps: steps.reversed())
    }

    /// The proof (RFC 6962 section 2.1.2) that the tree of size `old` is the beginning of the tree of size `new`.
    ///
    /// - Returns: `nil` unless 0 < old <= new.
    public static func consistency(from old: Int64, to new: Int64) -> TreeProof? {
        guard old > 0, old <= new else { return nil }
        var steps: [[TreeNode]] = []
        var (start, count, rest) = (Int64(0), new, old)
        var isWhole = true
        while rest < count {
            let left = largestPowerOfTwo(below: count)
            if rest <= left {
                steps.append(subtrees(from: start + left, count: count - left))
                count = left
            } else {
                steps.append(subtrees(from: start, count: left))
                (start, count, rest) = (start + left, count - left, rest - left)
                isWhole = false
            }
        }
        if !isWhole { steps.append(subtrees(from: start, count: count)) }
        return TreeProof(steps: steps.reversed())
    }

    /// The full subtrees that a tree of that size is made of, largest first.
    public static func peaks(of size: Int64) -> [TreeNode] { subtrees(from: 0, count: size) }

    /// A proof of those nodes.
    public init(steps: [[TreeNode]]) { self.steps = steps }

    /// The hashes of the proof. `hash` is asked for every node of ``steps``.
    public func hashes<Failure: Error>(_ hash: (TreeNode) throws(Failure) -> TreeHash) throws(Failure) -> [TreeHash] {
        var hashes: [TreeHash] = []
        for step in steps {
            var folded: TreeHash?
            for node in step.reversed() {
                let left = try hash(node)
                folded = folded.map { .node(left, $0) } ?? left
            }
            if let folded { hashes.append(folded) }
        }
        return hashes
    }

    /// The full subtrees of those leaves, left to right. They begin where a subtree that large may begin.
    private static func subtrees(from start: Int64, count: Int64) -> [TreeNode] {
        var nodes: [TreeNode] = []
        var (start, count) = (start, count)
        while count > 0 {
            let level = Int64.bitWidth - 1 - count.leadingZeroBitCount
            nodes.append(TreeNode(level: level, index: start >> level))
            start += 1 << level
            count -= 1 << level
        }
        return nodes
    }

    private static func largestPowerOfTwo(below count: Int64) -> Int64 {
        1 << (Int64.bitWidth - 1 - (count - 1).leadingZeroBitCount)
    }
}

/// Checks proofs against roots, knowing nothing but what the proof says (RFC 9162 sections 2.1.3.2 and 2.1.4.2).
public enum TreeCheck {
    /// Whether the audit path leads from the leaf, counted from 0, to the root of the tree of that size.
    public static func isIncluded(
        _ leafHash: TreeHash, at leaf: Int64, in size: Int64, root: TreeHash, path: [TreeHash]
    ) -> Bool {
        guard leaf >= 0, leaf < size else { return false }
        var (node, last, hash) = (leaf, size - 1, leafHash)
        for sibling in path {
            guard last > 0 else { return false }
            if node & 1 == 1 || node == last {
                hash = .node(sibling, hash)
                while node & 1 == 0, node > 0 { (node, last) = (node >> 1, last >> 1) }
            } else {
                hash = .node(hash, sibling)
            }
            (node, last) = (node >> 1, last >> 1)
        }
        return last == 0 && hash == root
    }

    /// Whether the proof shows that the tree of size `old` with that root is the beginning of the other.
    public static func isConsistent(
        from old: Int64, root oldRoot: TreeHash, to new: Int64, root newRoot: TreeHash, proof: [TreeHash]
    ) -> Bool {
        guard old > 0, old <= new else { return false }
        if old == new { return proof.isEmpty && oldRoot == newRoot }
        var path = proof[...]
        // A full old tree is itself the first node, and is left out of the proof.
        if old & (old - 1) == 0 { path = ([oldRoot] + proof)[...] }
        guard let first = path.popFirst() else { return false }
        var (node, last) = (old - 1, new - 1)
        while node & 1 == 1 { (node, last) = (node >> 1, last >> 1) }
        var (oldHash, newHash) = (first, first)
        for hash in path {
            guard last > 0 else { return false }
            if node & 1 == 1 || node == last {
                oldHash = .node(hash, oldHash)
                newHash = .node(hash, newHash)
                while node & 1 == 0, node > 0 { (node, last) = (node >> 1, last >> 1) }
            } else {
                newHash = .node(newHash, hash)
            }
            (node, last) = (node >> 1, last >> 1)
        }
        return last == 0 && oldHash == oldRoot && newHash == newRoot
    }
}
