import CaseRecord
import Foundation
import MerkleLog

/// Goes through the log's rows in order and checks each against its hash, the tree and the checkpoints.
struct VerificationPass {
    let authority: AuthorityCode
    private(set) var verification = Verification()
    private(set) var tree = TreeFrontier()
    /// For each child, the positions of its record's entries in order.
    private(set) var records: [String: [Int64]] = [:]
    private let nodes: [TreeNode: TreeHash]
    private var checkpoints: ArraySlice<(size: Int64, root: TreeHash, name: String)>
    private var lastRecordedAt = Int64.min
    private var soundSince: Int64 = 0
    private var buffer: [UInt8] = []

    /// - Parameter checkpoints: By size.
    init(
        authority: AuthorityCode, nodes: [TreeNode: TreeHash],
        checkpoints: [(size: Int64, root: TreeHash, name: String)]
    ) {
        self.authority = authority
        self.nodes = nodes
        self.checkpoints = checkpoints[...]
        compareCheckpoints()
    }

    mutating func take(_ entry: borrowing StoredEntry) {
        let position = tree.size + 1
        if entry.position != position {
            verification.add(at: position, "the entry is missing: the next one is at position \(entry.position)")
        }
        let computed = entry.computedLeafHash(authority: authority, using: &buffer)
        if computed == nil {
            verification.add(at: entry.position, "the entry has a format that this version does not know")
        } else if computed != entry.leafHash {
            verification.add(
                at: entry.position, "what is stored of the entry is not what was hashed when it was recorded")
        }
        if entry.recordedAt < lastRecordedAt {
            verification.add(at: entry.position, "the entry was recorded before the one before it")
        }
        lastRecordedAt = entry.recordedAt
        follow(entry)
        // Over the stored hashes, so that one changed entry is told apart from a changed tree.
        if let leaf = entry.leafHash ?? computed {
            var wrong: [TreeNode] = []
            tree.append(leaf) { [nodes] node, hash in
                if node.level % StoredTree.levelStep == 0, nodes[node] != hash { wrong.append(node) }
            }
            for node in wrong {
                let first = node.index << node.level + 1
                verification.add(
                    at: first, "the entries \(first) to \(position) are not those that the Merkle tree was built from")
            }
        }
        verification.entries += 1
        compareCheckpoints()
    }

    private mutating func follow(_ entry: borrowing StoredEntry) {
        guard let children = ChildrenScan.children(of: entry.content), children.count == entry.versions.count else {
            verification.add(at: entry.position, "the entry does not say whose records it stands in")
            return
        }
        for (child, version) in zip(children, entry.versions) {
            records[child, default: []].append(entry.position)
            if let count = records[child]?.count, Int64(count) != version {
                verification.add(
                    at: entry.position, "the entry's version in a child's record does not follow the last one")
            }
        }
    }

    private mutating func compareCheckpoints() {
        while let next = checkpoints.first, next.size <= tree.size {
            checkpoints.removeFirst()
            verification.checkpoints += 1
            if next.root == tree.root {
                soundSince = next.size
            } else {
                verification.add(
                    at: soundSince + 1,
                    "the entries \(soundSince + 1) to \(next.size) are not those that \(next.name) sealed")
            }
        }
    }

    /// After the last row: compares with the head and with checkpoints beyond it.
    mutating func finish(head: TreeFrontier) {
        verification.root = tree.root
        if tree.size < head.size {
            verification.add(at: tree.size + 1, "the last \(head.size - tree.size) entries are missing")
        } else if tree != head {
            verification.add(at: nil, "the head of the log does not belong to its entries")
        }
        for checkpoint in checkpoints {
            verification.add(
                at: tree.size + 1, "\(checkpoint.name) sealed \(checkpoint.size) entries, and there are \(tree.size)")
        }
    }

    /// Checks one row of the index of children's records.
    mutating func takeIndex(child: String, version: Int64, position: Int64) {
        guard let positions = records[child], version >= 1, version <= positions.count,
            positions[Int(version) - 1] == position
        else {
            verification.add(
                at: position, "a child's record lists the entry, which does not stand in it at that version")
            return
        }
        // Negative: met.
        records[child]?[Int(version) - 1] = -position
    }

    /// Something that no position can be named for.
    mutating func doubt(_ reason: String) { verification.add(at: nil, reason) }

    /// After the last row of the index.
    mutating func finishIndex() -> Verification {
        for positions in records.values {
            for position in positions where position > 0 {
                verification.add(at: position, "the entry is missing from the list of a child's record")
            }
        }
        verification.sortFindings()
        return verification
    }
}

/// Finds the children that an event names in its canonical bytes, which begin with authority and, where it names any,
/// children.
enum ChildrenScan {
    private static let opening = Array(#"{"authority":"000","children":["#.utf8)
    private static let openingWithout = Array(#"{"authority":"000","data":"#.utf8)

    static func children(of content: UnsafeRawBufferPointer) -> [String]? {
        guard begins(content, opening) else { return begins(content, openingWithout) ? [] : nil }
        var children: [String] = []
        var index = opening.count
        // Identifiers need no escapes, so a quote ends one.
        while index < content.count, content[index] == UInt8(ascii: "\"") {
            guard let end = content[(index + 1)...].firstIndex(of: UInt8(ascii: "\"")) else { return nil }
            children.append(String(decoding: content[(index + 1)..<end], as: UTF8.self))
            index = end + 1
            if index < content.count, content[index] == UInt8(ascii: ",") { index += 1 }
        }
        return index < content.count && content[index] == UInt8(ascii: "]") ? children : nil
    }

    private static func begins(_ content: UnsafeRawBufferPointer, _ opening: [UInt8]) -> Bool {
        content.count > opening.count && content.starts(with: opening, by: { $0 == $1 || isDigit($0) && $1 == 0x30 })
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
