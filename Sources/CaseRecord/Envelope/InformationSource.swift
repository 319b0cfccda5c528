/// Who the information came from.
public struct InformationSource: FieldGroup {
    /// The agency, as `police`, `school`, `health visiting`, `family`.
    public let agency: String
    /// The person's role there.
    public let role: String?
    /// The person's name, where it may be recorded.
    public let name: String?
    /// How the information is to be taken; `nil` where the recorder did not say.
    public let reliability: Reliability?

    /// A source.
    public init(agency: String, role: String? = nil, name: String? = nil, reliability: Reliability? = nil) {
        self.agency = agency
        self.role = role
        self.name = name
        self.reliability = reliability
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let agency = fields.required("agency", as: String.self)
        role = fields.optional("role")
        name = fields.optional("name")
        reliability = fields.optional("reliability")
        guard let agency else { return nil }
        self.agency = agency
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("agency", agency)
        fields.put("role", role)
        fields.put("name", name)
        fields.put("reliability", reliability)
    }
}

/// How information is to be taken: fact and opinion are kept apart in a record.
public enum Reliability: String, FieldChoice {
    /// Seen or established by the source itself.
    case fact
    /// Told by somebody whom it concerns or who was there, and not established.
    case reported
    /// What the source thinks or judges.
    case opinion
    /// Passed on by somebody who was not there.
    case thirdParty = "third-party"
}

/// Where a migrated entry came from. An event that has it is history: it is recorded and shown like any other, but
/// what was already overdue when it arrived is told to managers in one notice, not in one each.
public struct Original: FieldGroup {
    /// The system that the entry was first recorded in.
    public let system: String
    /// The entry's identifier there.
    public let identifier: String?
    /// When it was recorded there.
    public let recordedAt: Occurrence?

    /// The origin of a migrated entry.
    public init(system: String, identifier: String? = nil, recordedAt: Occurrence? = nil) {
        self.system = system
        self.identifier = identifier
        self.recordedAt = recordedAt
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let system = fields.required("system", as: String.self)
        identifier = fields.optional("id")
        recordedAt = fields.optional("recordedAt")
        guard let system else { return nil }
        self.system = system
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("system", system)
        fields.put("id", identifier)
        fields.put("recordedAt", recordedAt)
    }
}

/// Whether an entry belongs in a chronology of significant events or is routine recording.
public enum Significance: String, FieldChoice {
    /// A significant event for the child.
    case significant
    /// Routine recording.
    case routine
}
