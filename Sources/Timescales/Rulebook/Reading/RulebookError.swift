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

    /// One line for each mistake, with the file's name.
    public var description: String { problems.map { "\(file):\($0)" }.joined(separator: "\n") }
}
