import CaseRecord

/// A time of day in London.
public struct TimeOfDay: Sendable, Hashable, CustomStringConvertible {
    /// 0 to 23.
    public let hour: Int
    /// 0 to 59.
    public let minute: Int

    /// Reads `HH:MM`.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = Int(parts[0]),
            let minute = Int(parts[1]), (0..<24).contains(hour), (0..<60).contains(minute)
        else { return nil }
        self.hour = hour
        self.minute = minute
    }

    /// `HH:MM`.
    public var description: String {
        "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }
}

/// How long a clock runs from its day 0.
public enum TimeLimit: Sendable, Hashable {
    /// Working days, day 0 excluded; the limit ends with the end of the last or at a time on it.
    case workingDays(Int, by: TimeOfDay? = nil)
    /// Calendar days; with `beginningWith` day 0 counts as the first.
    case days(Int, beginningWith: Bool = false)
    /// Weeks of seven days; with `beginningWith` day 0 counts as the first day.
    case weeks(Int, beginningWith: Bool = false)
    /// Calendar months by the corresponding-date rule (Dodds v Walker [1981] 1 WLR 1027).
    case months(Int)
    /// Elapsed hours from the moment of the start, or from the end of its day where only the day is known.
    case hours(Int)
    /// The first time of that kind on a working day, day 0 among them.
    case next(TimeOfDay)
    /// Due the moment it starts.
    case atOnce
    /// Due on the day that the start says in that field.
    case until(field: FieldPath)

    /// The most of each unit that a limit may have: longer ones are mistakes.
    static let longest = WorkingDayCalendar.longestCount

    /// In words, as rule files write it: `10 working days`, `26 weeks beginning with`.
    public var text: String {
        switch self {
        case .workingDays(let count, let time): count.of("working day") + (time.map { " by \($0)" } ?? "")
        case .days(let count, let beginningWith): count.of("day") + (beginningWith ? " beginning with" : "")
        case .weeks(let count, let beginningWith): count.of("week") + (beginningWith ? " beginning with" : "")
        case .months(let count): count % 12 == 0 ? (count / 12).of("year") : count.of("month")
        case .hours(let count): count.of("hour")
        case .next(let time): "next working day at \(time)"
        case .atOnce: "at once"
        case .until(let field): "until \(field)"
        }
    }

    /// Twice as long; `nil` where that means nothing.
    var doubled: TimeLimit? {
        switch self {
        case .workingDays(let count, _): .workingDays(2 * count)
        case .days(let count, let beginningWith): .days(2 * count, beginningWith: beginningWith)
        case .weeks(let count, let beginningWith): .weeks(2 * count, beginningWith: beginningWith)
        case .months(let count): .months(2 * count)
        case .hours(let count): .hours(2 * count)
        case .next, .atOnce, .until: nil
        }
    }
}

extension TimeLimit {
    /// How a limit is written, for an error message.
    static let expectation =
        "must be a limit, as \"10 working days\", \"1 working day by 09:00\", \"8 days beginning with\", \"6 weeks\", "
        + "\"3 months\", \"72 hours\", \"next working day at 09:00\", \"at once\", \"until FIELD\" or \"none\", of at most \(longest)"

    /// Reads a limit as rule files write it; `nil` where it is none.
    public init?(_ text: String) {
        let words = text.split(separator: " ")
        switch (words.first, words.count) {
        case ("next", 5) where words[1...3] == ["working", "day", "at"]:
            guard let time = TimeOfDay(words[4]) else { return nil }
            self = .next(time)
        case ("at", 2) where words[1] == "once": self = .atOnce
        case ("until", 2):
            guard let field = FieldPath(String(words[1])) else { return nil }
            self = .until(field: field)
        default:
            guard words.count >= 2, let count = Int(words[0]), (1...Self.longest).contains(count) else { return nil }
            if words[1] == "working" {
                guard let limit = Self.workingDays(count, Array(words.dropFirst(2))) else { return nil }
                self = limit
            } else {
                self.init(count, words[1], Array(words.dropFirst(2)))
            }
        }
    }

    private init?(_ count: Int, _ unit: Substring, _ rest: [Substring]) {
        let beginningWith = rest == ["beginning", "with"]
        switch count == 1 ? "\(unit)s" : String(unit) {
        case "days" where rest.isEmpty || beginningWith: self = .days(count, beginningWith: beginningWith)
        case "weeks" where rest.isEmpty || beginningWith: self = .weeks(count, beginningWith: beginningWith)
        case "months" where rest.isEmpty: self = .months(count)
        case "years" where rest.isEmpty && 12 * count <= Self.longest: self = .months(12 * count)
        case "hours" where rest.isEmpty: self = .hours(count)
        default: return nil
        }
    }

    private static func workingDays(_ count: Int, _ words: [Substring]) -> TimeLimit? {
        guard words.first == (count == 1 ? "day" : "days") else { return nil }
        if words.count == 1 { return .workingDays(count) }
        guard words.count == 3, words[1] == "by", let time = TimeOfDay(words[2]) else { return nil }
        return .workingDays(count, by: time)
    }
}

extension Int {
    /// `1 working day`, `10 working days`.
    func of(_ noun: String) -> String { self == 1 ? "1 \(noun)" : "\(self) \(noun)s" }
}
