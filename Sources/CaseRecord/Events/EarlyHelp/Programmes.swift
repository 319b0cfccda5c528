/// A programme of targeted help began in an area, so that its effect can be compared with other areas.
public struct ProgrammeStarted: EventPayload, FieldListing {
    /// `programme.started`.
    public static let type: EventType = "programme.started"
    /// Programme started.
    public static let title = "Programme started"
    /// In no child's record.
    public static let placement = RecordPlacement.authority

    /// Names the programme.
    public private(set) var programme: Reference = .unread
    /// What it is called.
    public private(set) var name: String = .unread
    /// Where.
    public private(set) var area: String?
    /// Who takes part.
    public private(set) var agencies: [Agency] = []
    /// What it is to change.
    public private(set) var purpose: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("programme", &programme)
        fields.required("name", &name)
        fields.optional("area", &area)
        fields.list("agencies", &agencies)
        fields.optional("purpose", &purpose)
    }

    /// In one line.
    public var headline: String { Self.headline(name, area) }
}

/// A programme of targeted help ended.
public struct ProgrammeEnded: EventPayload, FieldListing {
    /// `programme.ended`.
    public static let type: EventType = "programme.ended"
    /// Programme ended.
    public static let title = "Programme ended"
    /// In no child's record.
    public static let placement = RecordPlacement.authority

    /// The programme.
    public private(set) var programme: Reference = .unread
    /// Why.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("programme", &programme)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(programme.text, reason) }
}

/// The child joined a programme of targeted help.
public struct ProgrammeJoined: EventPayload, FieldListing {
    /// `programme.joined`.
    public static let type: EventType = "programme.joined"
    /// Joined a programme.
    public static let title = "Joined a programme"

    /// The programme.
    public private(set) var programme: Reference = .unread
    /// The referral that led to it.
    public private(set) var referral: Reference?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("programme", &programme)
        fields.optional("referral", &referral)
    }

    /// In one line.
    public var headline: String { Self.headline(programme.text) }
}

/// The child left a programme of targeted help.
public struct ProgrammeLeft: EventPayload, FieldListing {
    /// `programme.left`.
    public static let type: EventType = "programme.left"
    /// Left a programme.
    public static let title = "Left a programme"

    /// The programme.
    public private(set) var programme: Reference = .unread
    /// Whether it was gone through to its end.
    public private(set) var completed: Bool?
    /// Why.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("programme", &programme)
        fields.optional("completed", &completed)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(programme.text, reason) }
}
