import CaseRecord

/// What the entries of one strand say of an assessment. Numbers are places among the strand's events.
struct AssessmentFacts {
    let reference: Reference
    var started: Int?
    var kind: AssessmentKind?
    var referral: Reference?
    var section47: Reference?
    var completed: Int?
    var authorised: Int?
    var notPursued: Int?
    var views: [Int] = []
    var viewsNotObtained: [Int] = []
    var riskFactors: [Int] = []
    var protectiveFactors: [Int] = []
    var history: [Int] = []
    var culture: [Int] = []
    var visits: [Int] = []

    init(_ reference: Reference) { self.reference = reference }

    /// The entry that finished it, as far as the worker is concerned.
    var finished: Int? { completed ?? authorised }
}

/// What the entries of one strand say of a plan.
struct PlanFacts {
    let reference: Reference
    /// The first entry that it began with.
    var begun: Int?
    /// The entry that says what is in it: the last, where it was made anew.
    var made: Int?
    var protectionStarted: Int?
    var kind: PlanKind?
    var category: String?
    var reviews: [Int] = []
    var coreGroups: [Int] = []
    var culture: [Int] = []
    var ended: Int?

    init(_ reference: Reference) { self.reference = reference }

    var isProtection: Bool { protectionStarted != nil }
}

/// What the entries of one strand say of a section 47 enquiry.
struct EnquiryFacts {
    let reference: Reference
    var started: Int?
    var discussion: Int?
    var discussionName: Reference?
    var referral: Reference?
    var concluded: Int?
    var conferences: [Int] = []
    var history: [Int] = []

    init(_ reference: Reference) { self.reference = reference }

    var begun: Int? { discussion ?? started }
}

/// A time that one entry begins and another ends.
struct TimeFacts {
    var begun: Int?
    var ended: Int?
}
