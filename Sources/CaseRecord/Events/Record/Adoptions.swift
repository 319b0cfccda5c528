/// The authority adopted rules of its own: what its file changes of the national rules and those of practice, and adds to
/// them. It takes the place of what was adopted before.
public struct RulebookAdopted: EventPayload, FieldListing {
    /// `rulebook.adopted`.
    public static let type: EventType = "rulebook.adopted"
    /// Rulebook adopted.
    public static let title = "Rulebook adopted"
    /// In no child's record.
    public static let placement = RecordPlacement.authority

    /// The file's name.
    public private(set) var name: String = .unread
    /// The whole rule file, as the article on the rulebook describes it.
    public private(set) var text: String = .unread
    /// Why, and by whose decision.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("name", &name)
        fields.required("text", &text)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(name) }
}

/// A day that is no working day, as a calendar publishes it.
public struct PublishedHoliday: FieldGroup, FieldListing {
    /// The day.
    public private(set) var date: CivilDate = .unread
    /// Its name.
    public private(set) var name: String = .unread

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("date", &date)
        fields.required("name", &name)
    }
}

/// The authority adopted a newer publication of England's bank holidays.
public struct CalendarAdopted: EventPayload, FieldListing {
    /// `calendar.adopted`.
    public static let type: EventType = "calendar.adopted"
    /// Bank holidays adopted.
    public static let title = "Bank holidays adopted"
    /// In no child's record.
    public static let placement = RecordPlacement.authority

    /// Who published it, and for which years: what a recounted clock shows.
    public private(set) var calendar: String = .unread
    /// The first year that it has in full.
    public private(set) var firstYear: Int = .unread
    /// The last year that it has in full.
    public private(set) var lastYear: Int = .unread
    /// Every bank holiday of those years in England.
    public private(set) var bankHolidays: [PublishedHoliday] = []
    /// Why, where there is something to say.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("calendar", &calendar)
        fields.required("firstYear", &firstYear)
        fields.required("lastYear", &lastYear)
        fields.required("bankHolidays", &bankHolidays)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(calendar) }

    /// A year without its holidays would make every day of it a working day.
    public func check(_ envelope: EnvelopeFacts, _ problems: inout FieldProblems) {
        guard firstYear <= lastYear, (2000...2100).contains(firstYear), (2000...2100).contains(lastYear) else {
            problems.at("data") { problems in
                problems.at("lastYear") { $0.add("must be a year from firstYear to 2100, and firstYear 2000 or later") }
            }
            return
        }
        var perYear: [Int: Int] = [:]
        var seen: Set<CivilDate> = []
        for (index, holiday) in bankHolidays.enumerated() {
            perYear[holiday.date.year, default: 0] += 1
            let isWrong = !seen.insert(holiday.date).inserted || !(firstYear...lastYear).contains(holiday.date.year)
            guard isWrong else { continue }
            problems.at("data") { problems in
                problems.at("bankHolidays") { problems in
                    problems.at(String(index)) { $0.add("is given twice or lies outside the years") }
                }
            }
        }
        for year in firstYear...lastYear where perYear[year, default: 0] < Self.fewestAYear {
            problems.at("data") { problems in
                problems.at("bankHolidays") { $0.add("has fewer than \(Self.fewestAYear) bank holidays for \(year)") }
            }
        }
    }

    /// England has had eight bank holidays or more in every year since 1978.
    public static let fewestAYear = 8
}
