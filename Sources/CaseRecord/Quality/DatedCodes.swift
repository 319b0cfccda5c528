/// A census code that an event gives, with the years for which a return takes it.
struct DatedCode {
    let list: String
    let code: String
    let isValid: (_ returnYear: Int) -> Bool

    init<List: CodeList>(_ code: Code<List>) {
        list = List.noun
        self.code = code.code
        isValid = { code.isValid(inReturnYear: $0) }
    }
}

extension EventPayload {
    /// The census codes that it gives as those of its own time. Sex is none: returns before 2025 had it under other codes.
    var datedCodes: [DatedCode] {
        switch self {
        case let data as ContactReceived: [data.sourceCode.map { DatedCode($0) }].compactMap { $0 }
        case let data as ReferralReceived:
            [data.sourceCode.map { DatedCode($0) }, data.primaryNeed.map { DatedCode($0) }].compactMap { $0 }
        case let data as AssessmentAuthorised: data.factors.map { DatedCode($0) }
        case let data as ConferenceHeld: [data.category.map { DatedCode($0) }].compactMap { $0 }
        case let data as ChildProtectionPlanStarted:
            [DatedCode(data.category), data.latestCategory.map { DatedCode($0) }].compactMap { $0 }
        case let data as CaseClosed: [DatedCode(data.reason)]
        default: []
        }
    }
}

extension Occurrence {
    /// The years of the returns into which it can fall, by the calendar year in which each ends (on 31 March).
    var returnYears: ClosedRange<Int> {
        func year(_ day: CivilDate) -> Int { day.components.month >= 4 ? day.year + 1 : day.year }
        return year(firstDay)...year(lastDay)
    }
}
