public import StrictJSON

/// One thing that is wrong with one field of what a client sent.
public struct FieldProblem: Error, Sendable, Hashable {
    /// The field, as a JSON Pointer (RFC 6901) into what was sent.
    public let pointer: String
    /// What is wrong, in words that say what would be right. Never repeats the value: it may be personal data.
    public let reason: String
    /// The values that would be taken, where they are few.
    public let allowed: [String]?

    /// A problem of the field at that pointer.
    public init(pointer: String, reason: String, allowed: [String]? = nil) {
        self.pointer = pointer
        self.reason = reason
        self.allowed = allowed
    }

    /// The problem as a member of a problem document's `errors`.
    public var json: JSONValue {
        var object = JSONObject()
        object["pointer"] = .string(pointer)
        object["reason"] = .string(reason)
        object["allowed"] = allowed.map { .array($0.map { .string($0) }) }
        return .object(object)
    }
}

/// Everything that is wrong with one document, found in one reading.
public struct MalformedInput: Error, Sendable, Equatable {
    /// The problems, in the order of reading; never empty.
    public let problems: [FieldProblem]

    /// The problems found.
    public init(problems: [FieldProblem]) { self.problems = problems }
}

/// Collects problems while a document is read.
///
/// Most documents have none, so where the reading stands is only put down for a problem, on the way out of each field
/// that it is in.
public struct FieldProblems: Sendable {
    /// What was found so far; each points from the field being read.
    public private(set) var found: [FieldProblem] = []

    /// Starts without a problem.
    public init() {}

    /// Notes a problem of the field being read.
    public mutating func add(_ reason: String, allowed: [String]? = nil) {
        found.append(FieldProblem(pointer: "", reason: reason, allowed: allowed))
    }

    /// Notes what was found in the field being read, with pointers that begin there.
    mutating func add(_ input: MalformedInput) { found += input.problems }

    /// Reads a member or element of the field being read.
    public mutating func at<Result>(
        _ token: @autoclosure () -> String, _ body: (inout FieldProblems) -> Result
    ) -> Result {
        let known = found.count
        let result = body(&self)
        if found.count > known { point(from: known, under: "/" + token().escapedPointerToken) }
        return result
    }

    /// What was found in a document that itself stands at that pointer.
    func found(under pointer: String) -> [FieldProblem] {
        var problems = self
        problems.point(from: 0, under: pointer)
        return problems.found
    }

    private mutating func point(from index: Int, under pointer: String) {
        for index in index..<found.count {
            let problem = found[index]
            found[index] = FieldProblem(
                pointer: pointer + problem.pointer, reason: problem.reason, allowed: problem.allowed)
        }
    }
}

extension String {
    /// The text as a token of a JSON Pointer (RFC 6901 section 3).
    fileprivate var escapedPointerToken: String {
        guard contains("~") || contains("/") else { return self }
        return split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
            .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
    }
}
