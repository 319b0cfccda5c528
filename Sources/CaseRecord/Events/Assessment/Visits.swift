/// What a visit was for.
public enum VisitPurpose: String, FieldChoice {
    /// An assessment.
    case assessment
    /// A section 47 enquiry.
    case section47
    /// A child protection plan.
    case childProtection = "child-protection"
    /// A child in need plan.
    case childInNeed = "child-in-need"
    /// A child in care (regulation 28).
    case lookedAfter = "looked-after"
    /// A care leaver.
    case careLeaver = "care-leaver"
    /// Early help.
    case earlyHelp = "early-help"
    /// A case that nobody has yet.
    case unallocated
    /// Something else.
    case other
}

/// Somebody went to see the child, whether or not the child was seen.
public struct VisitMade: EventPayload, FieldListing {
    /// `visit.made`.
    public static let type: EventType = "visit.made"
    /// Visit.
    public static let title = "Visit"

    /// Names this visit.
    public private(set) var visit: Reference = .unread
    /// What it was for.
    public private(set) var purpose: VisitPurpose = .unread
    /// Who went.
    public private(set) var visitedBy: WorkerID?
    /// Whether the child was seen.
    public private(set) var seen: Bool?
    /// Whether the child was seen alone.
    public private(set) var seenAlone: Bool?
    /// Why not.
    public private(set) var whyNotSeenAlone: String?
    /// Whether the child's bedroom was seen.
    public private(set) var bedroomSeen: Bool?
    /// Whether the family knew beforehand.
    public private(set) var announced: Bool?
    /// Whether it was made together with another agency.
    public private(set) var joint: Bool?
    /// Why not, where that was to be expected.
    public private(set) var whyNotJoint: String?
    /// Who else took part.
    public private(set) var participants: [Participant] = []
    /// Where.
    public private(set) var place: String?
    /// What was seen and said.
    public private(set) var account: String?
    /// The assessment.
    public private(set) var assessment: Reference?
    /// The section 47 enquiry.
    public private(set) var section47: Reference?
    /// The plan.
    public private(set) var plan: Reference?
    /// The placement.
    public private(set) var placement: Reference?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("visit", &visit)
        fields.required("purpose", &purpose)
        fields.optional("visitedBy", &visitedBy)
        fields.optional("seen", &seen)
        fields.optional("seenAlone", &seenAlone)
        fields.optional("whyNotSeenAlone", &whyNotSeenAlone)
        fields.optional("bedroomSeen", &bedroomSeen)
        fields.optional("announced", &announced)
        fields.optional("joint", &joint)
        fields.optional("whyNotJoint", &whyNotJoint)
        fields.list("participants", &participants)
        fields.optional("place", &place)
        fields.optional("account", &account)
        fields.optional("assessment", &assessment)
        fields.optional("section47", &section47)
        fields.optional("plan", &plan)
        fields.optional("placement", &placement)
    }

    /// In one line.
    public var headline: String {
        Self.headline(
            purpose.words, seen.map { $0 ? (seenAlone == true ? "child seen alone" : "child seen") : "child not seen" })
    }
}

/// Somebody who may ask for it asked that the child be visited (regulation 28(7) for looked-after children).
public struct VisitRequested: EventPayload, FieldListing {
    /// `visit.requested`.
    public static let type: EventType = "visit.requested"
    /// Visit asked for.
    public static let title = "Visit asked for"

    /// Who asked.
    public private(set) var by: VisitRequester = .unread
    /// Why.
    public private(set) var reason: String?
    /// The placement.
    public private(set) var placement: Reference?
    /// The private fostering arrangement.
    public private(set) var privateFostering: Reference?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("by", &by)
        fields.optional("reason", &reason)
        fields.optional("placement", &placement)
        fields.optional("privateFostering", &privateFostering)
    }

    /// In one line.
    public var headline: String { Self.headline("by \(by.words)", reason) }
}

/// Who asks for a visit.
public enum VisitRequester: String, FieldChoice {
    /// The child.
    case child
    /// A parent.
    case parent
    /// A carer.
    case carer
    /// Somebody else.
    case other
}
