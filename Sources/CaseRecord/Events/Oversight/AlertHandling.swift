public import Foundation

/// Somebody has taken note of an alert. That stops its climb, not its clock.
public struct AlertAcknowledged: EventPayload, FieldListing {
    /// `alert.acknowledged`.
    public static let type: EventType = "alert.acknowledged"
    /// Alert acknowledged.
    public static let title = "Alert acknowledged"
    /// In the records of the children named, where it names any.
    public static let placement = RecordPlacement.either

    /// The alert.
    public private(set) var alert: UUID = .unread
    /// What is being done.
    public private(set) var note: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("alert", &alert)
        fields.optional("note", &note)
    }

    /// In one line.
    public var headline: String { Self.headline(note) }
}

/// Somebody holds an alert to be wrong or of no matter.
public struct AlertDismissed: EventPayload, FieldListing {
    /// `alert.dismissed`.
    public static let type: EventType = "alert.dismissed"
    /// Alert dismissed.
    public static let title = "Alert dismissed"
    /// In the records of the children named, where it names any.
    public static let placement = RecordPlacement.either

    /// The alert.
    public private(set) var alert: UUID = .unread
    /// Why.
    public private(set) var reason: String = .unread

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("alert", &alert)
        fields.required("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(reason) }
}

/// Some alerts are not to be told for a time.
public struct AlertSilenced: EventPayload, FieldListing {
    /// `alert.silenced`.
    public static let type: EventType = "alert.silenced"
    /// Alerts silenced.
    public static let title = "Alerts silenced"
    /// In the records of the children named, where it names any.
    public static let placement = RecordPlacement.either

    /// Names this silence.
    public private(set) var silence: Reference = .unread
    /// Why.
    public private(set) var reason: String = .unread
    /// When it ends.
    public private(set) var until: Occurrence = .unread
    /// Only this alert.
    public private(set) var alert: UUID?
    /// Only alerts of this rule.
    public private(set) var rule: String?
    /// Only alerts of this team.
    public private(set) var team: TeamID?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("silence", &silence)
        fields.required("reason", &reason)
        fields.required("until", &until)
        fields.optional("alert", &alert)
        fields.optional("rule", &rule)
        fields.optional("team", &team)
    }

    /// In one line.
    public var headline: String { Self.headline("until \(until)", reason) }
}
