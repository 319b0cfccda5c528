/// The right edge of a Merkle tree that grows: all that is needed to add leaves and to tell the root. It holds one
/// hash for each one-bit of the size, at most 63.
public struct TreeFrontier: Sendable, Hashable {
    /// How many leaves the tree has.
    public private(set) var size: Int64
    /// The roots of the perfect subtrees that make up the tree, largest first.
    public private(set) var peaks: [TreeHash]

    /// A tree without leaves.
    public init() {
        size = 0
        peaks = []
    }

    /// A frontier as ``bytes`` wrote it; `nil` if the bytes do not fit the size.
    public init?(size: Int64, bytes: some Collection<UInt8>) {
        guard size >= 0, bytes.count == size.nonzeroBitCount * TreeHash.length else { return nil }
        self.size = size
        peaks = []
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let hash = TreeHash(rest.prefix(TreeHash.length)) else { return nil }
            peaks.append(hash)
            rest = rest.dropFirst(TreeHash.length)
        }
    }

    /// The hashes end to end, largest subtree first.
    public var bytes: [UInt8] { peaks.flatMap(\.bytes) }

    /// Adds a leaf. `onNode` is told of every interior node that this completes, lowest first.
    public mutating func append(_ leaf: TreeHash, onNode: (TreeNode, TreeHash) -> Void = { _, _ in }) {
        append(leaf, combining: TreeHash.node, onNode: onNode)
    }

    /// Adds a leaf to a tree whose nodes are made of their children in that way: only so that a benchmark can leave out
    /// the hashing.
    package mutating func append(
        _ leaf: TreeHash, combining: (TreeHash, TreeHash) -> TreeHash, onNode: (TreeNode, TreeHash) -> Void
    ) {
        var hash = leaf
        var level = 0
        while size >> level & 1 == 1, let left = peaks.popLast() {
            hash = combining(left, hash)
            level += 1
            onNode(TreeNode(level: level, index: size >> level), hash)
        }
        peaks.append(hash)
        size += 1
    }

    /// The root (RFC 6962 section 2.1).
    public var root: TreeHash {
        guard var hash = peaks.last else { return .empty }
        for peak in peaks.dropLast().reversed() { hash = .node(peak, hash) }
        return hash
    }
}

/// A node of the tree whose subtree is full: level 0 are the leaves, and node `index` of a level covers the leaves
/// from `index << level`.
public struct TreeNode: Sendable, Hashable {
    /// The height above the leaves.
    public let level: Int
    /// The place in the level, from 0.
    public let index: Int64

    /// A node.
    public init(level: Int, index: Int64) {
        self.level = level
        self.index = index
    }
}
