public import StrictJSON

/// When people are told of alerts. An authority changes it by the part `alerts` of its rule file.
public struct AlertPolicy: Sendable, Hashable {
    /// When working hours begin, on working days.
    public internal(set) var opens = TimeOfDay(hour: 8, minute: 30)
    /// When working hours end.
    public internal(set) var closes = TimeOfDay(hour: 17, minute: 30)
    /// When digests go out on working days, earliest first.
    public internal(set) var digests = [TimeOfDay(hour: 8, minute: 30), TimeOfDay(hour: 15, minute: 0)]
    /// How long an alert of severity 2 waits for others that are told together with it, in minutes.
    public internal(set) var waitMinutes = 10
    /// After how many working days the same people are told again of an alert that nobody acknowledged; `nil`: never.
    public internal(set) var repeatsAfter: Int? = 3
    /// After how many working days the next in the line is told; a severity that is missing does not climb.
    public internal(set) var climbsAfter: [Severity: Int] = [.now: 1, .today: 3]
    /// For how many working days an acknowledgement stops the climb.
    public internal(set) var acknowledgementHolds = 5
    /// When a worker carries too much, and who hears of it.
    public internal(set) var caseload = CaseloadPolicy()

    /// What holds where an authority says nothing (the waits and digests of current practice, assumed).
    public static let ordinary = AlertPolicy()

    /// For programs, as rule files write it.
    public var json: JSONValue {
        func days(_ count: Int?) -> JSONValue { .string(count.map { $0.of("working day") } ?? "never") }
        return [
            "hours": ["from": .string("\(opens)"), "until": .string("\(closes)")],
            "digests": .array(digests.map { .string("\($0)") }), "waitMinutes": .integer(Int64(waitMinutes)),
            "repeat": days(repeatsAfter),
            "climb": [
                "1": days(climbsAfter[.now]), "2": days(climbsAfter[.today]), "3": days(climbsAfter[.digest]),
            ],
            "acknowledgementHolds": days(acknowledgementHolds), "caseload": caseload.json,
        ]
    }

    /// For people: a line for each part that is not as in the other.
    func lines(beyond other: AlertPolicy) -> [String] {
        let (own, others) = (json.objectValue ?? JSONObject(), other.json)
        return own.members.filter { others[$0.name] != $0.value }.map { member in
            "alerts: \(member.name) \(member.value.text()) instead of \(others[member.name]?.text() ?? "nothing")"
        }
    }
}

extension TimeOfDay {
    init(hour: Int, minute: Int) {
        self.hour = hour
        self.minute = minute
    }

    /// Minutes since the day began by the clock on the wall.
    public var minuteOfDay: Int { hour * 60 + minute }
}
