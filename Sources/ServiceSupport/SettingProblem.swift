/// One mistake in what a program is told.
public struct SettingProblem: Sendable, Hashable, CustomStringConvertible {
    /// The setting.
    public let key: String
    /// What is wrong.
    public let reason: String
    /// Where it is said: a line of the file, a variable or an option; `nil` where nothing is said.
    public let place: String?

    /// A mistake.
    public init(_ key: String, _ reason: String, place: String? = nil) {
        self.key = key
        self.reason = reason
        self.place = place
    }

    /// `socket.mode: must be ... (/etc/caselog/caselogd.yaml:3)`.
    public var description: String { "\(key): \(reason)" + (place.map { " (\($0))" } ?? "") }
}

/// Why a program cannot work with what it is told: every mistake.
public struct SettingsError: Error, Sendable, CustomStringConvertible {
    /// The exit status that says so (`EX_CONFIG` of sysexits).
    public static let exitStatus: Int32 = 78

    /// The mistakes.
    public let problems: [SettingProblem]

    /// Those mistakes.
    public init(_ problems: [SettingProblem]) { self.problems = problems }

    /// A line for each.
    public var description: String { problems.map { "\($0)" }.joined(separator: "\n") }
}
