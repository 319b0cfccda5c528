import ArgumentParser

/// How a command ends. Help and manual take it from here.
enum ExitStatus: Int32, CaseIterable {
    /// It is done.
    case done = 0
    /// The daemon refused something, there is no such record, or what was looked at is not as it should be.
    case refused = 1
    /// Some records of an import were refused; the sound ones are taken.
    case partlyRefused = 2
    /// The command line is not one that there is (EX_USAGE).
    case wrongUsage = 64
    /// A file has mistakes (EX_DATAERR).
    case malformedFile = 65
    /// The daemon cannot be reached (EX_UNAVAILABLE).
    case unreachable = 69

    /// What a command throws to end so.
    var code: ExitCode { ExitCode(rawValue) }

    /// What it says, in words.
    var words: String {
        switch self {
        case .done: "done"
        case .refused:
            "the daemon refused something, there is no such record, or what was looked at is not as it should be"
        case .partlyRefused: "some records of an import were refused, and the sound ones taken"
        case .wrongUsage: "wrong usage"
        case .malformedFile: "a rule file or a calendar has mistakes"
        case .unreachable: "the daemon cannot be reached, or went away"
        }
    }

    /// All of them, for help and manual.
    static var list: String {
        "Exit status:\n" + allCases.map { "  \($0.rawValue)  \($0.words)" }.joined(separator: "\n")
    }
}
