/// A service was asked for; the time until it starts is measured.
public struct ServiceRequested: EventPayload, FieldListing {
    /// `service.requested`.
    public static let type: EventType = "service.requested"
    /// Service requested.
    public static let title = "Service requested"

    /// Names this service.
    public private(set) var service: Reference = .unread
    /// What is asked for.
    public private(set) var what: String = .unread
    /// Who is to provide it.
    public private(set) var provider: String?
    /// By when it is needed.
    public private(set) var neededBy: CivilDate?
    /// The plan that it belongs to.
    public private(set) var plan: Reference?
    /// The outcome of the plan that it serves.
    public private(set) var outcome: String?
    /// The assessment that found the need.
    public private(set) var assessment: Reference?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("service", &service)
        fields.required("what", &what)
        fields.optional("provider", &provider)
        fields.optional("neededBy", &neededBy)
        fields.optional("plan", &plan)
        fields.optional("outcome", &outcome)
        fields.optional("assessment", &assessment)
    }

    /// In one line.
    public var headline: String { Self.headline(what, provider) }
}

/// A service began.
public struct ServiceStarted: EventPayload, FieldListing {
    /// `service.started`.
    public static let type: EventType = "service.started"
    /// Service started.
    public static let title = "Service started"

    /// The service.
    public private(set) var service: Reference = .unread
    /// Who provides it.
    public private(set) var provider: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("service", &service)
        fields.optional("provider", &provider)
    }

    /// In one line.
    public var headline: String { Self.headline(provider) }
}

/// A service ended.
public struct ServiceEnded: EventPayload, FieldListing {
    /// `service.ended`.
    public static let type: EventType = "service.ended"
    /// Service ended.
    public static let title = "Service ended"

    /// The service.
    public private(set) var service: Reference = .unread
    /// Why.
    public private(set) var reason: String?
    /// What its effect was measured by.
    public private(set) var measure: String?
    /// What that said before.
    public private(set) var before: String?
    /// What it said at the end.
    public private(set) var after: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("service", &service)
        fields.optional("reason", &reason)
        fields.optional("measure", &measure)
        fields.optional("before", &before)
        fields.optional("after", &after)
    }

    /// In one line.
    public var headline: String { Self.headline(reason) }
}
