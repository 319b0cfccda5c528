import CaseRecord

extension CivilDate {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// For people: `Thu 14 April 2011`.
    var inWords: String {
        let (year, month, day) = components
        return "\(weekday.abbreviation) \(day) \(Self.months[month - 1]) \(year)"
    }
}

extension Instant {
    /// For people, London's time: `09:05`.
    var timeInWords: String {
        let (hour, minute) = LondonTime.time(of: self)
        return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }
}

extension TimeLimit {
    /// Whether day 0 is the first day of the count.
    var countsDayZero: Bool {
        switch self {
        case .days(_, let beginningWith), .weeks(_, let beginningWith): beginningWith
        case .workingDays, .months, .hours, .next, .atOnce, .until: false
        }
    }
}

extension String {
    /// With a capital, to begin a sentence.
    var sentenceStart: String { prefix(1).uppercased() + dropFirst() }
}
