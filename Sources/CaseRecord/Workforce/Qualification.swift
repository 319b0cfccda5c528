public import StrictJSON

/// A social worker's registration with the regulator, for a time.
public struct Qualification: FieldGroup {
    /// The registration number.
    public let registrationNumber: String?
    /// The register: whose depends on the time, so old numbers keep theirs.
    public let register: Register?
    /// What the register says.
    public let status: Status
    /// The first day on which it says so; the day of the event where nothing is said.
    public let from: CivilDate?
    /// The last day on which it says so; no end is known where nothing is said.
    public let until: CivilDate?

    /// A register of social workers.
    public enum Register: String, FieldChoice {
        /// The General Social Care Council (England, until 31 July 2012).
        case generalSocialCareCouncil = "gscc"
        /// The Health and Care Professions Council (England, from 1 August 2012 until 1 December 2019).
        case healthAndCareProfessionsCouncil = "hcpc"
        /// Social Work England (from 2 December 2019).
        case socialWorkEngland = "social-work-england"
        /// A register of Scotland, Wales or Northern Ireland.
        case otherNation = "other-nation"
    }

    /// What a register says of a social worker.
    public enum Status: String, FieldChoice {
        /// Registered.
        case registered
        /// Registered, with conditions of practice.
        case registeredWithConditions = "registered-with-conditions"
        /// Applied for and not yet given.
        case applied
        /// Not renewed.
        case lapsed
        /// Suspended.
        case suspended
        /// Removed, by the regulator or at the worker's wish.
        case removed

        /// Whether somebody of whom the register says that is a registered social worker.
        public var isRegistered: Bool { self == .registered || self == .registeredWithConditions }
    }

    /// A registration.
    public init(
        status: Status, from: CivilDate? = nil, until: CivilDate? = nil, registrationNumber: String? = nil,
        register: Register? = nil
    ) {
        self.registrationNumber = registrationNumber
        self.register = register
        self.status = status
        self.from = from
        self.until = until
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        registrationNumber = fields.optional("registrationNumber")
        register = fields.optional("register")
        let status = fields.required("status", as: Status.self)
        from = fields.optional("from")
        until = fields.optional("until")
        guard fields.hasNoEnd(until, before: from), let status else { return nil }
        self.status = status
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("registrationNumber", registrationNumber)
        fields.put("register", register)
        fields.put("status", status)
        fields.put("from", from)
        fields.put("until", until)
    }
}

/// Days from one to another, both of them included; no end is known where none is said.
public struct DayPeriod: FieldGroup {
    /// The first day.
    public let from: CivilDate
    /// The last day.
    public let until: CivilDate?

    /// Those days.
    public init(from: CivilDate, until: CivilDate? = nil) {
        self.from = from
        self.until = until
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let from = fields.required("from", as: CivilDate.self)
        until = fields.optional("until")
        guard fields.hasNoEnd(until, before: from), let from else { return nil }
        self.from = from
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("from", from)
        fields.put("until", until)
    }

    /// Whether the day is one of them.
    public func contains(_ date: CivilDate) -> Bool { from <= date && until.map { date <= $0 } ?? true }
}

extension FieldReader {
    /// Refuses the field `until` where it comes before the beginning.
    mutating func hasNoEnd(_ until: CivilDate?, before from: CivilDate?) -> Bool {
        guard let from, let until, until < from else { return true }
        refuse("until", "must not be before from")
        return false
    }
}

/// The share of full-time hours that somebody works, in hundredths: 0 to 1.
public struct FullTimeEquivalent: FieldValue, Comparable, CustomStringConvertible {
    /// Hundredths of full-time hours, 0 or more; more than 100 in the sum of a team.
    public let hundredths: Int

    /// That many hundredths.
    public init(hundredths: Int) { self.hundredths = hundredths }

    /// Full time.
    public static let whole = FullTimeEquivalent(hundredths: 100)
    /// Not at work.
    public static let none = FullTimeEquivalent(hundredths: 0)

    /// Reads a number from 0 to 1 with at most two decimals.
    public init?(field value: JSONValue, _ problems: inout FieldProblems) {
        var hundredths: Int?
        switch value {
        case .integer(let whole) where (0...1).contains(whole): hundredths = Int(whole) * 100
        case .number(let number) where (0...1).contains(number):
            // The nearest double of a number with two decimals is the nearest double of its hundredths over 100.
            let rounded = (number * 100).rounded()
            if rounded / 100 == number { hundredths = Int(rounded) }
        default: break
        }
        guard let hundredths else {
            problems.add("must be a number from 0 to 1 with at most two decimals: 1 is full time")
            return nil
        }
        self.hundredths = hundredths
    }
    /// The number.
    public var field: JSONValue {
        hundredths % 100 == 0 ? .integer(Int64(hundredths / 100)) : .number(Double(hundredths) / 100)
    }
    /// `number` from 0 to 1; how many decimals it has, a schema cannot say reliably.
    public static var schema: JSONValue { ["type": "number", "minimum": 0, "maximum": 1] }
    /// As `0.60`.
    public var description: String { "\(hundredths / 100).\(padded(hundredths % 100, 2))" }
    /// The first of the two is the smaller share.
    public static func < (one: Self, other: Self) -> Bool { one.hundredths < other.hundredths }
    /// The sum of the two.
    public static func + (one: Self, other: Self) -> Self {
        FullTimeEquivalent(hundredths: one.hundredths + other.hundredths)
    }
}
