public import Foundation

/// Which way a factor works.
public enum FactorKind: String, FieldChoice {
    /// It harms or may harm.
    case risk
    /// It protects.
    case protective
}

/// A risk or protective factor with what it rests on.
public struct FactorRecorded: EventPayload, FieldListing {
    /// `factor.recorded`.
    public static let type: EventType = "factor.recorded"
    /// Factor recorded.
    public static let title = "Factor recorded"

    /// Which way it works.
    public private(set) var kind: FactorKind = .unread
    /// The factor.
    public private(set) var factor: String = .unread
    /// Its code (N00181).
    public private(set) var code: Code<AssessmentFactorList>?
    /// The assessment that found it.
    public private(set) var assessment: Reference?
    /// The entries that it rests on, by the ids of their events.
    public private(set) var evidence: [UUID] = []
    /// What it rests on beside them.
    public private(set) var basis: String?
    /// Where the family lives, for the needs of localities.
    public private(set) var locality: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("kind", &kind)
        fields.required("factor", &factor)
        fields.optional("code", &code)
        fields.optional("assessment", &assessment)
        fields.list("evidence", &evidence)
        fields.optional("basis", &basis)
        fields.optional("locality", &locality)
    }

    /// In one line.
    public var headline: String { "\(kind.sentenceStart) factor: \(factor)" }
}
