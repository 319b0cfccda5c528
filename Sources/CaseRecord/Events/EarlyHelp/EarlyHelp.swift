/// What early help follows on.
public enum SteppedDownFrom: String, FieldChoice {
    /// A referral that needed no social-work response.
    case referral
    /// A child in need plan.
    case childInNeed = "child-in-need"
    /// A child protection plan.
    case childProtection = "child-protection"
    /// Time in care.
    case lookedAfter = "looked-after"
}

/// Early help (until about 2013: under the Common Assessment Framework) began.
public struct EarlyHelpStarted: EventPayload, FieldListing {
    /// `early-help.started`.
    public static let type: EventType = "early-help.started"
    /// Early help started.
    public static let title = "Early help started"

    /// Names this episode of early help.
    public private(set) var earlyHelp: Reference = .unread
    /// The agency that leads.
    public private(set) var leadAgency: Agency?
    /// The organisation that leads.
    public private(set) var leadOrganisation: String?
    /// The lead practitioner.
    public private(set) var leadPractitioner: String?
    /// The area of the authority.
    public private(set) var area: String?
    /// What it follows on; absent where nothing came before.
    public private(set) var steppedDownFrom: SteppedDownFrom?
    /// The referral that it follows on.
    public private(set) var referral: Reference?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("earlyHelp", &earlyHelp)
        fields.optional("leadAgency", &leadAgency)
        fields.optional("leadOrganisation", &leadOrganisation)
        fields.optional("leadPractitioner", &leadPractitioner)
        fields.optional("area", &area)
        fields.optional("steppedDownFrom", &steppedDownFrom)
        fields.optional("referral", &referral)
    }

    /// In one line.
    public var headline: String { Self.headline(leadAgency.map { "led by \($0.words)" }, leadOrganisation) }
}

/// The people around the family looked at how early help goes.
public struct EarlyHelpReviewed: EventPayload, FieldListing {
    /// `early-help.reviewed`.
    public static let type: EventType = "early-help.reviewed"
    /// Early help reviewed.
    public static let title = "Early help reviewed"

    /// The episode.
    public private(set) var earlyHelp: Reference = .unread
    /// How it goes.
    public private(set) var progress: Progress?
    /// What was decided.
    public private(set) var decided: String?
    /// When it is next to be reviewed.
    public private(set) var reviewDue: CivilDate?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("earlyHelp", &earlyHelp)
        fields.optional("progress", &progress)
        fields.optional("decided", &decided)
        fields.optional("reviewDue", &reviewDue)
    }

    /// In one line.
    public var headline: String { Self.headline(progress?.words, decided) }
}

/// How early help ended.
public enum EarlyHelpOutcome: String, FieldChoice {
    /// What was needed was done.
    case needsMet = "needs-met"
    /// The child needed social work.
    case steppedUp = "stepped-up"
    /// The family no longer wished it.
    case disengaged
    /// The family moved away.
    case moved
    /// Otherwise.
    case other
}

/// Early help ended.
public struct EarlyHelpEnded: EventPayload, FieldListing {
    /// `early-help.ended`.
    public static let type: EventType = "early-help.ended"
    /// Early help ended.
    public static let title = "Early help ended"

    /// The episode.
    public private(set) var earlyHelp: Reference = .unread
    /// How it ended.
    public private(set) var outcome: EarlyHelpOutcome = .unread
    /// The referral that it was stepped up to.
    public private(set) var referral: Reference?
    /// Why.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("earlyHelp", &earlyHelp)
        fields.required("outcome", &outcome)
        fields.optional("referral", &referral)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(outcome.words, reason) }
}
