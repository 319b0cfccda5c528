public import StrictJSON

/// Types of event under their names.
public struct EventCatalogue: Sendable {
    /// The payload types.
    public let types: [any EventPayload.Type]
    private let byType: [EventType: any EventPayload.Type]

    /// A catalogue of those types, no two of them of one name.
    public init(_ types: [any EventPayload.Type]) {
        self.types = types
        byType = Dictionary(types.map { ($0.type, $0) }) { first, _ in first }
    }

    /// Every type of event that this program knows, in the order in which a case usually meets them.
    public static let current = EventCatalogue([
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
        WorkerRegistered.self, WorkerChanged.self, WorkerLeft.self, AbsenceRecorded.self,
        TeamRegistered.self, TeamChanged.self, TeamReorganised.self, TeamClosed.self,
        ChildDetailsRecorded.self, RelationshipRecorded.self, RelationshipEnded.self,
    ])

    /// The payload of that type of event; `nil` if the catalogue does not have it.
    public func payload(of type: EventType) -> (any EventPayload.Type)? { byType[type] }

    /// The catalogue as `/v1/event-types` shows it: name, current version, title, whether events name children, and the
    /// JSON Schema of `data` for each type.
    public var json: JSONValue {
        .array(
            types.map { type in
                [
                    "type": .string(type.type.name), "version": .integer(Int64(type.version)),
                    "title": .string(type.title), "children": .string(type.placement.rawValue), "data": type.schema,
                ]
            })
    }
}

extension EventType: FieldValue {
    /// Reads the name of a type that this version knows.
    public init?(field value: JSONValue, _ problems: inout FieldProblems) {
        guard let name = value.stringValue, EventCatalogue.current.payload(of: EventType(name)) != nil else {
            problems.add(
                "is not a type of event that this version knows",
                allowed: EventCatalogue.current.types.map { $0.type.name })
            return nil
        }
        self.init(name)
    }
    /// The name.
    public var field: JSONValue { .string(name) }
    /// `string` that is one of the names.
    public static var schema: JSONValue {
        ["type": "string", "enum": .array(EventCatalogue.current.types.map { .string($0.type.name) })]
    }
}
