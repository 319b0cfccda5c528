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

/// Collects problems while a document is read; knows where the reading stands.
public struct FieldProblems: Sendable {
    /// What was found so far.
    public private(set) var found: [FieldProblem] = []
    /// The JSON Pointer of the field being read.
    public private(set) var pointer: String

    /// Starts at that pointer (the empty string is the whole document).
    public init(at pointer: String = "") { self.pointer = pointer }

    /// Notes a problem of the field being read.
    public mutating func add(_ reason: String, allowed: [String]? = nil) {
        found.append(FieldProblem(pointer: pointer, reason: reason, allowed: allowed))
    }

    /// Notes what was found in the field being read, with pointers that begin there.
    mutating func add(_ input: MalformedInput) {
        for problem in input.problems {
            found.append(
                FieldProblem(
                    pointer: pointer + problem.pointer, reason: problem.reason, allowed: problem.allowed))
        }
    }

    /// Reads a member or element of the field being read.
    public mutating func at<Result>(_ token: String, _ body: (inout FieldProblems) -> Result) -> Result {
        let outer = pointer
        pointer += "/" + token.escapedPointerToken
        defer { pointer = outer }
        return body(&self)
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
