import CaseRecord
public import MerkleLog
public import StrictJSON

/// What a verification of the whole log came to.
public struct Verification: Sendable {
    /// Entries that were read.
    public var entries: Int64 = 0
    /// The root of the tree over what was read.
    public var root = TreeHash.empty
    /// Checkpoints that were compared.
    public var checkpoints = 0
    /// What is wrong, first position first; at most ``mostFindings``.
    public private(set) var findings: [Finding] = []
    /// How many things are wrong.
    public private(set) var count = 0

    /// The most findings that are kept; the rest is only counted.
    public static let mostFindings = 100

    /// Whether nothing is wrong.
    public var isSound: Bool { count == 0 }

    /// One thing that is wrong.
    public struct Finding: Sendable, Equatable {
        /// The first position concerned; `nil` where none can be named.
        public let position: Int64?
        /// What is wrong.
        public let reason: String

        /// The finding as JSON.
        public var json: JSONValue {
            ["position": position.map { .integer($0) } ?? .null, "reason": .string(reason)]
        }
    }

    mutating func add(at position: Int64?, _ reason: String) {
        count += 1
        if findings.count < Self.mostFindings { findings.append(Finding(position: position, reason: reason)) }
    }

    mutating func sortFindings() {
        findings.sort { ($0.position ?? .max) < ($1.position ?? .max) }
    }

    /// The verification as JSON.
    public var json: JSONValue {
        [
            "sound": .bool(isSound), "entries": .integer(entries), "root": .string(root.bytes.hexadecimal),
            "checkpoints": .integer(Int64(checkpoints)),
            "firstBadPosition": findings.first?.position.map { .integer($0) } ?? .null,
            "problems": .integer(Int64(count)), "findings": .array(findings.map(\.json)),
        ]
    }
}
