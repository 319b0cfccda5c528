import CaseRecord
public import StrictJSON

/// A gap where it was found, with the entries behind it.
public struct FoundGap: Sendable, Equatable {
    /// The gap.
    public let gap: CaseGap
    /// What it is a gap of, as `assessment A-1`.
    public let subject: String
    /// What is missing there, in words, where more can be said than the gap itself says.
    public let detail: String?
    /// The entries that it follows from, in the order of the log.
    public let entries: [CaseEvidence]
    /// Whether it is a gap of the present state, and not of an assessment that a later one took the place of.
    public let isInForce: Bool

    /// The gap as JSON.
    public var json: JSONValue {
        var object: JSONObject = [
            "gap": .string(gap.rawValue), "title": .string(gap.title), "subject": .string(subject),
            "explanation": .string(gap.explanation),
        ]
        object["detail"] = detail.map { .string($0) }
        object["source"] = .string(gap.source)
        object["inForce"] = .bool(isInForce)
        object["entries"] = .array(entries.map(\.json))
        return .object(object)
    }
}
