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
    /// What in the return it comes from: the reference and the element that has the day.
    let origin: String
    let data: any EventPayload

    init(_ day: CivilDate, _ rank: Rank, _ origin: String, _ data: any EventPayload) {
        self.day = day
        self.rank = rank
        self.origin = origin
        self.data = data
    }

    /// Tells facts in a fixed order, whatever the order in the file.
    static func precedes(_ one: Fact, _ other: Fact) -> Bool {
        (one.day, one.rank.rawValue, one.origin) < (other.day, other.rank.rawValue, other.origin)
    }
}
