/// A template for assessments or plans came into use.
public struct TemplatePublished: EventPayload, FieldListing {
    /// `template.published`.
    public static let type: EventType = "template.published"
    /// Template published.
    public static let title = "Template published"
    /// In no child's record.
    public static let placement = RecordPlacement.authority

    /// What it is called.
    public private(set) var template: String = .unread
    /// Its version.
    public private(set) var version: String = .unread
    /// From when it is used.
    public private(set) var effective: CivilDate?
    /// Its sections.
    public private(set) var sections: [String] = []

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("template", &template)
        fields.required("version", &version)
        fields.optional("effective", &effective)
        fields.list("sections", &sections)
    }

    /// In one line.
    public var headline: String { Self.headline("\(template) \(version)") }
}

/// A figure from elsewhere, as of a budget, to be shown beside the authority's own.
public struct MeasureImported: EventPayload, FieldListing {
    /// `measure.imported`.
    public static let type: EventType = "measure.imported"
    /// Measure imported.
    public static let title = "Measure imported"
    /// In no child's record.
    public static let placement = RecordPlacement.authority

    /// What is measured.
    public private(set) var measure: String = .unread
    /// The figure, in digits.
    public private(set) var value: String = .unread
    /// The time that it is for, as `2010-11` or `2011-03`.
    public private(set) var period: String = .unread
    /// The team that it is for; the whole authority where nothing is said.
    public private(set) var team: TeamID?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("measure", &measure)
        fields.required("value", &value)
        fields.required("period", &period)
        fields.optional("team", &team)
    }

    /// In one line.
    public var headline: String { Self.headline("\(measure) \(period): \(value)") }
}

/// The figures for an inspection were fixed at one position of the log.
public struct InspectionPackFrozen: EventPayload, FieldListing {
    /// `inspection-pack.frozen`.
    public static let type: EventType = "inspection-pack.frozen"
    /// Inspection pack frozen.
    public static let title = "Inspection pack frozen"
    /// In no child's record.
    public static let placement = RecordPlacement.authority

    /// Names this pack.
    public private(set) var pack: Reference = .unread
    /// The last position that it counts.
    public private(set) var throughPosition: Int = .unread
    /// The pack's SHA-256, in hexadecimal digits.
    public private(set) var digest: String = .unread
    /// The findings that it answers.
    public private(set) var findings: [Reference] = []

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("pack", &pack)
        fields.required("throughPosition", &throughPosition)
        fields.required("digest", &digest)
        fields.list("findings", &findings)
    }

    /// In one line.
    public var headline: String { Self.headline("at position \(throughPosition)") }
}
