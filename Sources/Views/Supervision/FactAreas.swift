import CaseRecord

/// Where facts were: at the locality that is said or, where none is, where their team works.
struct FactAreas {
    private let workforce: Workforce
    private let today: CivilDate
    private var areas: [TeamID: String?] = [:]

    /// By where teams work on that day.
    init(_ workforce: Workforce, on today: CivilDate) {
        (self.workforce, self.today) = (workforce, today)
    }

    /// The area of that fact; `nil` where nothing says it.
    mutating func area(of fact: CountedFact) -> String? {
        if let locality = fact.locality { return locality }
        guard let team = fact.team else { return nil }
        if let known = areas[team] { return known }
        let area = workforce.team(team, on: today)?.area
        areas[team] = .some(area)
        return area
    }
}
