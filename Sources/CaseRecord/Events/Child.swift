import StrictJSON

/// A child became known to the authority, born or unborn; says who the child is.
@dynamicMemberLookup
public struct ChildRegistered: DescribesChild {
    /// `child.registered`.
    public static let type: EventType = "child.registered"
    /// Child registered.
    public static let title = "Child registered"
    /// 2: with previous names and NHS number.
    public static let version: Int16 = 2
    /// What version 1 said, version 2 says in the same way.
    public static let upcasts = [
        Upcast(from: 1) { registration, _ throws(MalformedInput) in
            let problems = ["previousNames", "nhsNumber"].filter { registration[$0] != nil }.map {
                FieldProblem(pointer: "/\($0)", reason: "is not a field of version 1 of \(type)")
            }
            guard problems.isEmpty else { throw MalformedInput(problems: problems) }
            return registration
        }
    ]

    /// Who the child is.
    public let details: ChildDetails

    /// Child registered.
    public init(details: ChildDetails) { self.details = details }

    /// Child registered, by what the census asks of a child, with the names.
    public init(
        givenName: String? = nil, familyName: String? = nil, birthDate: CivilDate? = nil,
        expectedBirthDate: CivilDate? = nil, deathDate: CivilDate? = nil, sex: Code<SexList>? = nil,
        ethnicity: Code<EthnicityList>? = nil, disabilities: [Code<DisabilityList>] = [],
        upn: UniquePupilNumber? = nil, formerUPN: UniquePupilNumber? = nil, upnUnknown: Code<UPNUnknownList>? = nil
    ) {
        details = ChildDetails(
            givenName: givenName, familyName: familyName, birthDate: birthDate, expectedBirthDate: expectedBirthDate,
            deathDate: deathDate, sex: sex, ethnicity: ethnicity, disabilities: disabilities, upn: upn,
            formerUPN: formerUPN, upnUnknown: upnUnknown)
    }

    /// One of the ``details``.
    public subscript<Value>(dynamicMember detail: KeyPath<ChildDetails, Value>) -> Value { details[keyPath: detail] }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) { details = ChildDetails(reading: &fields) }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) { details.write(to: &fields) }

    /// In one line.
    public var headline: String { (["Child registered"] + details.facts).joined(separator: ", ") }
}
