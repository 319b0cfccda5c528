import StrictJSON

/// What counts for a clock where no one entry says it.
enum DerivedHappening: String, CaseIterable {
    /// What a section 47 enquiry began with.
    case enquiryInitiated = "section47.initiated"
    /// The day 0 of a core assessment.
    case coreAssessmentRequired = "core-assessment.required"

    /// The kind of matter that core assessments' clocks are for: one for each core assessment and each enquiry
    /// without.
    static let coreAssessmentMatter = "core-assessment"

    /// The JSON Schema of its fields.
    var schema: JSONValue {
        switch self {
        case .enquiryInitiated:
            ["properties": ["section47": ["type": "string"], "by": ["enum": ["discussion", "start"]]]]
        case .coreAssessmentRequired:
            [
                "properties": [
                    "because": [
                        "enum": ["section47-discussion", "section47-start", "initial-assessment", "own-start"]
                    ],
                    "subject": ["type": "string"], "remark": ["type": "string"],
                ]
            ]
        }
    }
}
