/// A child became known to the authority, born or unborn; says who the child is.
public struct ChildRegistered: EventPayload {
    /// `child.registered`.
    public static let type: EventType = "child.registered"
    /// Child registered.
    public static let title = "Child registered"

    /// Given names.
    public let givenName: String?
    /// Family name.
    public let familyName: String?
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
    /// Disabilities (N00099).
    public let disabilities: [Code<DisabilityList>]
    /// Unique pupil number (N00001).
    public let upn: UniquePupilNumber?
    /// Former unique pupil number (N00002).
    public let formerUPN: UniquePupilNumber?
    /// Why the unique pupil number is unknown (N00135).
    public let upnUnknown: Code<UPNUnknownList>?

    /// Child registered.
    public init(
        givenName: String? = nil, familyName: String? = nil, birthDate: CivilDate? = nil,
        expectedBirthDate: CivilDate? = nil, deathDate: CivilDate? = nil, sex: Code<SexList>? = nil,
        ethnicity: Code<EthnicityList>? = nil, disabilities: [Code<DisabilityList>] = [],
        upn: UniquePupilNumber? = nil, formerUPN: UniquePupilNumber? = nil, upnUnknown: Code<UPNUnknownList>? = nil
    ) {
        self.givenName = givenName
        self.familyName = familyName
        self.birthDate = birthDate
        self.expectedBirthDate = expectedBirthDate
        self.deathDate = deathDate
        self.sex = sex
        self.ethnicity = ethnicity
        self.disabilities = disabilities
        self.upn = upn
        self.formerUPN = formerUPN
        self.upnUnknown = upnUnknown
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        givenName = fields.optional("givenName")
        familyName = fields.optional("familyName")
        birthDate = fields.optional("birthDate")
        expectedBirthDate = fields.optional("expectedBirthDate")
        deathDate = fields.optional("deathDate")
        sex = fields.optional("sex")
        ethnicity = fields.optional("ethnicity")
        disabilities = fields.list("disabilities")
        upn = fields.optional("upn")
        formerUPN = fields.optional("formerUpn")
        upnUnknown = fields.optional("upnUnknown")
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("givenName", givenName)
        fields.put("familyName", familyName)
        fields.put("birthDate", birthDate)
        fields.put("expectedBirthDate", expectedBirthDate)
        fields.put("deathDate", deathDate)
        fields.put("sex", sex)
        fields.put("ethnicity", ethnicity)
        fields.put("disabilities", disabilities)
        fields.put("upn", upn)
        fields.put("formerUpn", formerUPN)
        fields.put("upnUnknown", upnUnknown)
    }

    /// In one line.
    public var headline: String {
        let name = [givenName, familyName].compactMap { $0 }.joined(separator: " ")
        let birth = birthDate.map { "born \($0)" } ?? expectedBirthDate.map { "expected \($0)" }
        let facts = [name.isEmpty ? nil : name, birth, sex?.label].compactMap { $0 }
        return (["Child registered"] + facts).joined(separator: ", ")
    }
}
