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

extension Int {
    /// `1 working day`, `10 working days`.
    var workingDaysInWords: String { self == 1 ? "1 working day" : "\(self) working days" }
}

extension String {
    /// With a capital, to begin a sentence.
    var sentenceStart: String { prefix(1).uppercased() + dropFirst() }
}
