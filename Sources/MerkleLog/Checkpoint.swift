/// What a log says of itself at one moment: this many entries, with this root. In the form of C2SP tlog-checkpoint.
public struct Checkpoint: Sendable, Equatable {
    /// Which log it is.
    public let origin: String
    /// How many entries it has.
    public let size: Int64
    /// The root of the tree of that size.
    public let root: TreeHash

    /// A checkpoint.
    public init(origin: String, size: Int64, root: TreeHash) {
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// Reads the text of a note; `nil` if it is not a checkpoint. Lines after the third are passed over.
    public init?(noteText: String) {
        let lines = noteText.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 4, !lines[0].isEmpty, let size = Int64(lines[1]), size >= 0, String(size) == lines[1],
            let root = TreeHash(base64: String(lines[2]))
        else { return nil }
        self.init(origin: String(lines[0]), size: size, root: root)
    }

    /// The text that is signed.
    public var noteText: String { "\(origin)\n\(size)\n\(root.base64)\n" }
}
