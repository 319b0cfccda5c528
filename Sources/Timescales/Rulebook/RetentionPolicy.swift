public import StrictJSON

/// How long an authority keeps records, where it says so itself. An authority changes it by the part `retention` of its rule
/// file.
public struct RetentionPolicy: Sendable, Hashable {
    /// Years, or the age, for which records of a class are kept; one that is missing is kept as is usual.
    public internal(set) var numbers: [RetentionClass: Int] = [:]
    /// The schedule or decision that sets them.
    public internal(set) var reason = ""

    /// What holds where an authority says nothing.
    public static let ordinary = RetentionPolicy()

    /// What the law has as the least; an authority can keep records longer, not shorter.
    static let least: [RetentionClass: Int] = [.adopted: 100, .lookedAfter: 75]
    /// The most that can be said.
    static let most = 150

    /// For programs, as rule files write it.
    public var json: JSONValue {
        var keep = JSONObject()
        for name in RetentionClass.allCases { keep[name.rawValue] = numbers[name].map { .integer(Int64($0)) } }
        return ["reason": .string(reason), "keep": .object(keep)]
    }

    /// For people: a line for each class that is not kept as by the other.
    func lines(beyond other: RetentionPolicy) -> [String] {
        RetentionClass.allCases.compactMap { name in
            guard let number = numbers[name], number != other.numbers[name] else { return nil }
            return
                "retention: \(name.words) \(number) instead of \(other.numbers[name].map(String.init) ?? "the usual") (\(reason))"
        }
    }
}
