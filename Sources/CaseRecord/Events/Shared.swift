/// An agency that has to do with a child.
public enum Agency: String, FieldChoice {
    /// Children's social care.
    case socialCare = "social-care"
    /// The police.
    case police
    /// Health services.
    case health
    /// Schools and education services.
    case education
    /// Early help services.
    case earlyHelp = "early-help"
    /// Housing.
    case housing
    /// Adult social care.
    case adultServices = "adult-services"
    /// Youth justice.
    case youthJustice = "youth-justice"
    /// Probation.
    case probation
    /// Lawyers, courts and Cafcass.
    case legal
    /// A voluntary organisation.
    case voluntary
    /// Another local authority.
    case otherAuthority = "other-authority"
    /// The child and the family.
    case family
    /// Another agency.
    case other
}

/// Somebody who took part.
public struct Participant: FieldListing {
    /// The agency.
    public private(set) var agency: Agency = .unread
    /// The organisation, as the name of a school.
    public private(set) var organisation: String?
    /// The role, as `midwife`.
    public private(set) var role: String?
    /// The name, where it may be recorded.
    public private(set) var name: String?
    /// The worker, where it is one of the authority's.
    public private(set) var worker: WorkerID?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("agency", &agency)
        fields.optional("organisation", &organisation)
        fields.optional("role", &role)
        fields.optional("name", &name)
        fields.optional("worker", &worker)
    }
}

/// How a child took part in a meeting.
public enum ChildParticipation: String, FieldChoice {
    /// The child was there.
    case attended
    /// Somebody spoke for the child.
    case represented
    /// The child's views were told.
    case viewsShared = "views-shared"
    /// Not at all.
    case notAtAll = "none"
}

/// How something goes.
public enum Progress: String, FieldChoice {
    /// It is achieved.
    case achieved
    /// Better than before.
    case better
    /// As before.
    case same
    /// Worse than before.
    case worse
}

/// Whether something was done for the first time.
public enum FirstOrReview: String, FieldChoice {
    /// For the first time.
    case initial
    /// Again.
    case review
}
