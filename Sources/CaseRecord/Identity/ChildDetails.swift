/// What an event may say of who a child is. What it leaves out stays as it was.
public struct ChildDetails: Sendable, Hashable {
    /// Given names.
    public let givenName: String?
    /// Family name.
    public let familyName: String?
    /// Names that the child had before.
    public let previousNames: [PreviousName]
    /// Date of birth (N00066).
    public let birthDate: CivilDate?
    /// Expected date of birth of an unborn child (N00098).
    public let expectedBirthDate: CivilDate?
    /// Date of death (N00108).
    public let deathDate: CivilDate?
    /// Sex (N00783).
    public let sex: Code<SexList>?
    /// Ethnicity (N00177).
    public let ethnicity: Code<EthnicityList>?
    /// Disabilities (N00099), all of them.
    public let disabilities: [Code<DisabilityList>]
    /// Unique pupil number (N00001).
    public let upn: UniquePupilNumber?
    /// Former unique pupil number (N00002).
    public let formerUPN: UniquePupilNumber?
    /// Why the unique pupil number is unknown (N00135).
    public let upnUnknown: Code<UPNUnknownList>?
    /// NHS number.
    public let nhsNumber: NHSNumber?

    /// What is said of a child.
    public init(
        givenName: String? = nil, familyName: String? = nil, previousNames: [PreviousName] = [],
        birthDate: CivilDate? = nil, expectedBirthDate: CivilDate? = nil, deathDate: CivilDate? = nil,
        sex: Code<SexList>? = nil, ethnicity: Code<EthnicityList>? = nil, disabilities: [Code<DisabilityList>] = [],
        upn: UniquePupilNumber? = nil, formerUPN: UniquePupilNumber? = nil, upnUnknown: Code<UPNUnknownList>? = nil,
        nhsNumber: NHSNumber? = nil
    ) {
        self.givenName = givenName
        self.familyName = familyName
        self.previousNames = previousNames
        self.birthDate = birthDate
        self.expectedBirthDate = expectedBirthDate
        self.deathDate = deathDate
        self.sex = sex
        self.ethnicity = ethnicity
        self.disabilities = disabilities
        self.upn = upn
        self.formerUPN = formerUPN
        self.upnUnknown = upnUnknown
        self.nhsNumber = nhsNumber
    }

    /// Whether nothing is said.
    var isEmpty: Bool { self == ChildDetails() }

    init(reading fields: inout FieldReader) {
        givenName = fields.optional("givenName")
        familyName = fields.optional("familyName")
        previousNames = fields.list("previousNames")
        birthDate = fields.optional("birthDate")
        expectedBirthDate = fields.optional("expectedBirthDate")
        deathDate = fields.optional("deathDate")
        sex = fields.optional("sex")
        ethnicity = fields.optional("ethnicity")
        disabilities = fields.list("disabilities")
        upn = fields.optional("upn")
        formerUPN = fields.optional("formerUpn")
        upnUnknown = fields.optional("upnUnknown")
        nhsNumber = fields.optional("nhsNumber")
    }

    func write(to fields: inout FieldWriter) {
        fields.put("givenName", givenName)
        fields.put("familyName", familyName)
        fields.put("previousNames", previousNames)
        fields.put("birthDate", birthDate)
        fields.put("expectedBirthDate", expectedBirthDate)
        fields.put("deathDate", deathDate)
        fields.put("sex", sex)
        fields.put("ethnicity", ethnicity)
        fields.put("disabilities", disabilities)
        fields.put("upn", upn)
        fields.put("formerUpn", formerUPN)
        fields.put("upnUnknown", upnUnknown)
        fields.put("nhsNumber", nhsNumber)
    }

    /// The facts of a headline.
    var facts: [String] {
        let name = [givenName, familyName].compactMap { $0 }.joined(separator: " ")
        let birth = birthDate.map { "born \($0)" } ?? expectedBirthDate.map { "expected \($0)" }
        return [name.isEmpty ? nil : name, birth, sex?.label].compactMap { $0 }
    }
}

/// A name that a child had before.
public struct PreviousName: FieldGroup {
    /// Given names.
    public let givenName: String?
    /// Family name.
    public let familyName: String?
    /// The last day on which the child had it.
    public let until: CivilDate?

    /// A name.
    public init(givenName: String? = nil, familyName: String? = nil, until: CivilDate? = nil) {
        self.givenName = givenName
        self.familyName = familyName
        self.until = until
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let known = fields.problems.found.count
        givenName = fields.optional("givenName")
        familyName = fields.optional("familyName")
        until = fields.optional("until")
        if givenName == nil, familyName == nil, fields.problems.found.count == known {
            fields.refuse(nil, "must have a givenName or a familyName")
        }
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("givenName", givenName)
        fields.put("familyName", familyName)
        fields.put("until", until)
    }
}

/// A payload that says who a child is.
public protocol DescribesChild: EventPayload {
    /// What it says.
    var details: ChildDetails { get }
}

extension DescribesChild {
    /// All that it says.
    public var childDetails: ChildDetails? { details }
}

/// More became known of who a child is, or it changed: a name, the birth of an unborn child, a death.
public struct ChildDetailsRecorded: DescribesChild {
    /// `child.details-recorded`.
    public static let type: EventType = "child.details-recorded"
    /// Child's details recorded.
    public static let title = "Child's details recorded"

    /// What is said, from the day of the event; the rest stays as it was.
    public let details: ChildDetails

    /// Child's details recorded.
    public init(details: ChildDetails) { self.details = details }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let known = fields.problems.found.count
        details = ChildDetails(reading: &fields)
        if details.isEmpty, fields.problems.found.count == known {
            fields.refuse(nil, "must say something of the child: at least one field")
        }
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) { details.write(to: &fields) }

    /// In one line.
    public var headline: String {
        let death = details.deathDate.map { ["died \($0)"] } ?? []
        return (["Child's details recorded"] + details.facts + death).joined(separator: ", ")
    }
}
