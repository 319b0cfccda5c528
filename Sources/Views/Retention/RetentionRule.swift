import CaseRecord
public import Timescales

/// How long records of one class are kept.
public struct RetentionRule: Sendable, Hashable {
    /// What the time is counted from.
    public enum Period: Sendable, Hashable {
        /// Until the birthday of that age.
        case untilBirthday(Int)
        /// The same but, of a child who died before 18, so many years from the death.
        case untilBirthdayOrAfterDeath(Int, years: Int)
        /// So many years after the last entry that makes the record one of the class.
        case afterGround(years: Int)
        /// So many years after the last entry of substance.
        case afterLastEntry(years: Int)
        /// So many years after the 18th birthday or the last entry of substance, whichever is later.
        case afterMajorityOrLastEntry(years: Int)
    }

    /// Where a rule comes from.
    public enum Standing: String, Sendable, CaseIterable {
        /// It is law: an authority can keep records longer, not shorter.
        case law
        /// A public inquiry recommended it.
        case recommended
        /// No law says it; authorities set it themselves. Ours is what one of them does.
        case local
    }

    /// The class.
    public let name: RetentionClass
    /// How long.
    public let period: Period
    /// The source, for people.
    public let source: String
    /// What kind of source that is.
    public let standing: Standing

    init(_ name: RetentionClass, _ period: Period, _ standing: Standing, source: String) {
        self.name = name
        self.period = period
        self.standing = standing
        self.source = source
    }

    /// How long, in words.
    public var words: String {
        switch period {
        case .untilBirthday(let age): "until the birthday of \(age)"
        case .untilBirthdayOrAfterDeath(let age, let years):
            "until the birthday of \(age); of a child who died before 18, \(years) years from the death"
        case .afterGround(let years): "\(years) years from the last entry that says so"
        case .afterLastEntry(let years): "\(years) years after the last entry"
        case .afterMajorityOrLastEntry(let years):
            "\(years) years after the birthday of 18 or the last entry, whichever is later"
        }
    }

    /// The same rule with another number of years, or another age.
    func with(_ number: Int, source: String) -> RetentionRule {
        let period: Period =
            switch period {
            case .untilBirthday: .untilBirthday(number)
            case .untilBirthdayOrAfterDeath(_, let years): .untilBirthdayOrAfterDeath(number, years: years)
            case .afterGround: .afterGround(years: number)
            case .afterLastEntry: .afterLastEntry(years: number)
            case .afterMajorityOrLastEntry: .afterMajorityOrLastEntry(years: number)
            }
        return RetentionRule(name, period, standing, source: source)
    }
}

extension CivilDate {
    /// The same day so many years later; of a 29 February in a year without one, the 1 March, so that nothing ends too early.
    func anniversary(_ years: Int) -> CivilDate {
        let day = adding(months: 12 * years)
        return day.components.day == components.day ? day : day.adding(days: 1)
    }
}
