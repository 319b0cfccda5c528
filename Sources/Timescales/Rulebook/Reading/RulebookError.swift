public import StrictJSON

/// One mistake in a rule file.
public struct RuleFileProblem: Sendable, Hashable, CustomStringConvertible {
    /// From 1.
    public let line: Int
    /// From 1.
    public let column: Int
    /// Where in the file, as `rules/3/limit`.
    public let path: String
    /// What is wrong.
    public let reason: String
    /// What could stand there instead, where that is a list.
    public let allowed: [String]

    /// A mistake there.
    public init(line: Int, column: Int, path: String, reason: String, allowed: [String]) {
        self.line = line
        self.column = column
        self.path = path
        self.reason = reason
        self.allowed = allowed
    }

    /// For programs: `line`, `column`, `pointer` (the path as a JSON Pointer), `reason` and, where it is a list,
    /// `allowed`.
    public var json: JSONValue {
        var object: JSONObject = [
            "line": .integer(Int64(line)), "column": .integer(Int64(column)),
            "pointer": .string(path.isEmpty ? "" : "/" + path), "path": .string(path), "reason": .string(reason),
        ]
        if !allowed.isEmpty { object["allowed"] = .array(allowed.map { .string($0) }) }
        return .object(object)
    }

    /// `12:5 rules/3/limit: must be ...`.
    public var description: String {
        let choices = allowed.isEmpty ? "" : " (\(allowed.joined(separator: ", ")))"
        return "\(line):\(column) \(path.isEmpty ? "the file" : path): \(reason)\(choices)"
    }
}

/// Why a rule file cannot be used: every mistake in it.
public struct RulebookError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file's name.
    public let file: String
    /// The mistakes, in the order of the file.
    public let problems: [RuleFileProblem]

    /// Those mistakes of that file.
    public init(file: String, problems: [RuleFileProblem]) {
        self.file = file
        self.problems = problems
    }

    /// One line for each mistake, with the file's name.
    public var description: String { problems.map { "\(file):\($0)" }.joined(separator: "\n") }
}
