import CaseRecord

/// One thing that a return says happened on a day.
struct Fact {
    /// In which order things of one day are told.
    enum Rank: Int {
        case registered, referral, assessmentStart, enquiryStart, conference, planStart, review, authorised, planEnd
        case concluded, closed
    }

    let day: CivilDate
    let rank: Rank
    /// The name of what it happened to; empty for the child itself.
    let reference: String
    /// The element of the return that has the day or, of the registration, says who the child is.
    let element: String
    let data: any EventPayload

    init(_ day: CivilDate, _ rank: Rank, _ reference: Reference?, _ element: String, _ data: any EventPayload) {
        self.day = day
        self.rank = rank
        self.reference = reference?.text ?? ""
        self.element = element
        self.data = data
    }

    /// Where in the return it comes from.
    var origin: String { reference.isEmpty ? element : "\(reference)/\(element)" }

    /// Tells facts in a fixed order, whatever the order in the file.
    static func precedes(_ one: Fact, _ other: Fact) -> Bool {
        (one.day, one.rank.rawValue, one.reference, one.element)
            < (other.day, other.rank.rawValue, other.reference, other.element)
    }
}
