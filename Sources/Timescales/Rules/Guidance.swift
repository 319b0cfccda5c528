public import CaseRecord

/// An edition of the statutory guidance, with the days on which it was in force.
public struct Guidance: Sendable, Hashable {
    /// Short name, as `WT2010`.
    public let code: String
    /// Full name.
    public let name: String
    /// The first day in force.
    public let inForceFrom: CivilDate
    /// The last day in force; `nil` while it is current.
    public let inForceUntil: CivilDate?
    /// What is not certain about the dates; `nil` where nothing is.
    public let note: String?

    /// Whether it was in force on that day.
    public func isInForce(on day: CivilDate) -> Bool {
        inForceFrom <= day && inForceUntil.map { day <= $0 } ?? true
    }
}

extension Guidance {
    /// The national editions, earliest first, each in force until the day before the next.
    public static let national: [Guidance] = {
        let editions: [(code: String, name: String, from: String, note: String?)] = [
            (
                "WT1999", "Working Together to Safeguard Children 1999 and Framework for the Assessment 2000",
                "2000-04-01", "In force from April 2000; the day in April is assumed."
            ),
            (
                "WT2006", "Working Together to Safeguard Children 2006", "2006-04-01",
                "In force from April 2006; the day in April is assumed."
            ),
            (
                "WT2010", "Working Together to Safeguard Children 2010", "2010-03-17",
                "Published in March 2010; the day is not verified."
            ),
            ("WT2013", "Working Together to Safeguard Children 2013", "2013-04-15", nil),
            ("WT2015", "Working Together to Safeguard Children 2015", "2015-03-26", nil),
            (
                "WT2018", "Working Together to Safeguard Children 2018", "2018-07-04",
                "Published in July 2018; the day is not verified."
            ),
            (
                "WT2023", "Working Together to Safeguard Children 2023", "2023-12-15",
                "Published in December 2023; the day is not verified."
            ),
            ("WT2026", "Working Together to Safeguard Children 2026", "2026-03-18", nil),
        ]
        let starts = editions.compactMap { CivilDate($0.from) }
        return zip(editions, starts).enumerated().map { index, edition in
            Guidance(
                code: edition.0.code, name: edition.0.name, inForceFrom: edition.1,
                inForceUntil: index + 1 < starts.count ? starts[index + 1].adding(days: -1) : nil,
                note: edition.0.note)
        }
    }()
}
