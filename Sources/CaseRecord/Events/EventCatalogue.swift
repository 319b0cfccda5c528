public import StrictJSON

/// Every type of event that this version knows.
public enum EventCatalogue {
    /// The payload types, in the order in which a case usually meets them.
    public static let types: [any EventPayload.Type] = [
        ChildRegistered.self,
        ContactReceived.self, ContactDecided.self,
        ReferralReceived.self, ReferralDecided.self,
        CaseAllocated.self,
        AssessmentStarted.self, AssessmentCompleted.self, AssessmentAuthorised.self,
        StrategyDiscussionHeld.self, Section47Started.self, Section47Concluded.self,
        ConferenceHeld.self, ChildProtectionPlanStarted.self, ChildProtectionPlanEnded.self,
        PlanMade.self, PlanEnded.self,
        NoteRecorded.self,
        CaseClosed.self,
        EntryCorrected.self, EntryStruckOut.self, RecordMerged.self, RecordUnmerged.self,
    ]

    private static let byType = Dictionary(uniqueKeysWithValues: types.map { ($0.type, $0) })

    /// The payload of that type of event; `nil` if this version does not know it.
    public static func payload(of type: EventType) -> (any EventPayload.Type)? { byType[type] }

    /// The catalogue as `/v1/event-types` shows it: name, title and the JSON Schema of `data` for each type.
    public static var json: JSONValue {
        .array(types.map { ["type": .string($0.type.name), "title": .string($0.title), "data": $0.schema] })
    }
}

extension EventType: FieldValue {
    /// Reads the name of a type that this version knows.
    public init?(field value: JSONValue, _ problems: inout FieldProblems) {
        guard let name = value.stringValue, EventCatalogue.payload(of: EventType(name)) != nil else {
            problems.add(
                "is not a type of event that this version knows", allowed: EventCatalogue.types.map { $0.type.name })
            return nil
        }
        self.init(name)
    }
    /// The name.
    public var field: JSONValue { .string(name) }
    /// `string` that is one of the names.
    public static var schema: JSONValue {
        ["type": "string", "enum": .array(EventCatalogue.types.map { .string($0.type.name) })]
    }
}
