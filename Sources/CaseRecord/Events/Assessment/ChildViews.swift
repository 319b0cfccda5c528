/// How a child's view was learnt.
public enum ViewMethod: String, FieldChoice {
    /// In talk.
    case spoken
    /// In writing.
    case written
    /// By drawing.
    case drawn
    /// In play.
    case played
    /// By watching, as with babies.
    case observed
    /// Through an interpreter or signing.
    case interpreted
    /// Through an advocate.
    case advocate
    /// Otherwise.
    case other
}

/// What the child wishes, feels and says; for each child on its own.
public struct ChildViewRecorded: EventPayload, FieldListing {
    /// `child-view.recorded`.
    public static let type: EventType = "child-view.recorded"
    /// Child's view recorded.
    public static let title = "Child's view recorded"

    /// The child's own words.
    public private(set) var words: String?
    /// What was seen, where the child does not speak.
    public private(set) var observed: String?
    /// What it is about.
    public private(set) var about: String?
    /// How it was learnt.
    public private(set) var method: ViewMethod?
    /// Whether the child was seen alone for it.
    public private(set) var alone: Bool?
    /// The child's age and understanding.
    public private(set) var ageAndUnderstanding: String?
    /// What weight it was given.
    public private(set) var weightGiven: String?
    /// What changed because of it.
    public private(set) var effect: String?
    /// Who learnt it.
    public private(set) var obtainedBy: WorkerID?
    /// The assessment that it goes into.
    public private(set) var assessment: Reference?
    /// The section 47 enquiry that it goes into.
    public private(set) var section47: Reference?
    /// The conference that it goes to.
    public private(set) var conference: Reference?
    /// The plan that it goes into.
    public private(set) var plan: Reference?
    /// The visit at which it was learnt.
    public private(set) var visit: Reference?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.optional("words", &words)
        fields.optional("observed", &observed)
        fields.optional("about", &about)
        fields.optional("method", &method)
        fields.optional("alone", &alone)
        fields.optional("ageAndUnderstanding", &ageAndUnderstanding)
        fields.optional("weightGiven", &weightGiven)
        fields.optional("effect", &effect)
        fields.optional("obtainedBy", &obtainedBy)
        fields.optional("assessment", &assessment)
        fields.optional("section47", &section47)
        fields.optional("conference", &conference)
        fields.optional("plan", &plan)
        fields.optional("visit", &visit)
    }

    /// In one line.
    public var headline: String { Self.headline(words.map { "“\($0)”" } ?? observed) }
}

/// Why the child's view is not known yet.
public struct ChildViewNotObtained: EventPayload, FieldListing {
    /// `child-view.not-obtained`.
    public static let type: EventType = "child-view.not-obtained"
    /// Child's view not obtained.
    public static let title = "Child's view not obtained"

    /// Why.
    public private(set) var reason: String = .unread
    /// When it will be tried again.
    public private(set) var nextTry: CivilDate?
    /// The assessment that lacks it.
    public private(set) var assessment: Reference?
    /// The section 47 enquiry that lacks it.
    public private(set) var section47: Reference?
    /// The conference that lacks it.
    public private(set) var conference: Reference?
    /// The plan that lacks it.
    public private(set) var plan: Reference?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("reason", &reason)
        fields.optional("nextTry", &nextTry)
        fields.optional("assessment", &assessment)
        fields.optional("section47", &section47)
        fields.optional("conference", &conference)
        fields.optional("plan", &plan)
    }

    /// In one line.
    public var headline: String { Self.headline(reason) }
}
