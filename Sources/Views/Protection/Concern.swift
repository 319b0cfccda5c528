public import CaseRecord

/// Something that made the authority ask whether a child has to be protected, with what was decided, what had to be
/// done, what was done, and what the record does not show.
public struct Concern: Sendable {
    /// What it is.
    public enum Kind: String, Sendable, CaseIterable {
        /// Somebody approached the authority.
        case contact
        /// A referral.
        case referral
        /// A strategy discussion that belongs to no enquiry.
        case strategyDiscussion = "strategy-discussion"
        /// A section 47 enquiry, with its strategy discussion and its conference.
        case section47
        /// A conference that belongs to no enquiry on record.
        case conference
        /// A time of police protection.
        case policeProtection = "police-protection"
        /// The child was missing.
        case missing
        /// A serious incident.
        case incident
        /// A decision that requires protection and names nothing that it is about.
        case decision
        /// A protective action that names nothing that it is for.
        case protectiveAction = "protective-action"
    }

    /// A decision on it.
    public struct Decision: Sendable {
        /// What was decided.
        public let what: String
        /// Who decided, where the record says so.
        public let decidedBy: WorkerID?
        /// The risk seen.
        public let riskLevel: RiskLevel?
        /// Whether it says that the child has to be protected.
        public let requiresProtection: Bool
        /// The entry.
        public let entry: CaseEvidence
    }

    /// Something that had to be done.
    public struct Step: Sendable {
        /// The action, with what became of it.
        public let item: CaseItem
        /// The entry that requires it.
        public let requiredBy: CaseEvidence
        /// The entry that says that it was done, or that it was not.
        public let endedBy: CaseEvidence?
        /// Who did it or decided not to, where the record says so.
        public let actor: WorkerID?
        /// What was done, or why it was not, in words.
        public let result: String?
        /// The entries named to show it, as far as they stand in the record.
        public let shownBy: [CaseEvidence]

        /// Whether it is a protective action, and not another action of a decision or discussion.
        public var isProtective: Bool { item.kind == .protectiveAction }
    }

    /// What the record does not show.
    public enum Missing: String, Sendable, CaseIterable {
        /// Nobody decided on it.
        case decision = "no-decision"
        /// The enquiry is neither concluded nor led to a conference.
        case conclusion = "not-concluded"
        /// The enquiry was concluded to need a conference, and none was held.
        case conference = "no-conference"
        /// The conference decided on a child protection plan, and none was started.
        case plan = "no-plan"
        /// No core or single assessment was started with the enquiry.
        case assessment = "no-assessment"
        /// Protection is required, and nothing is named or done for it.
        case action = "no-protective-action"
        /// A protective action is still open.
        case end = "action-open"
        /// A protective action is still open, and its day is past.
        case overdueEnd = "action-overdue"
        /// A protective action was taken, and no entry in the record shows it.
        case evidence = "no-evidence"
        /// What had to be done was not done, and nothing else was.
        case taken = "nothing-taken"
        /// The child was not seen since.
        case seen = "child-not-seen"
        /// The child has not been found.
        case found = "not-found"
        /// Nobody talked with the child after it came back.
        case returnInterview = "no-return-interview"
        /// No manager looked at it again.
        case review = "no-review"
        /// The case was closed while it was open.
        case closedOpen = "closed-while-open"
    }

    /// What the record shows of the protection of the child.
    public enum Verdict: String, Sendable, CaseIterable {
        /// It was decided that no protective action was needed, and what asks for that is there.
        case notRequired = "not-required"
        /// Protective action was taken, and the record shows it.
        case evidenced
        /// It goes on, and nothing is late.
        case open
        /// The record does not show that the child was protected.
        case notEvidenced = "not-evidenced"
    }

    /// What it is.
    public let kind: Kind
    /// Names it within the record.
    public let reference: Reference
    /// The entries that raised it.
    public let raisedBy: [CaseEvidence]
    /// The first day on which it can have been raised.
    public let raisedOn: CivilDate
    /// Whether it belongs to the episode that is open or was open last, or came after it.
    public let isCurrent: Bool
    /// What was decided.
    public let decisions: [Decision]
    /// What had to be done.
    public let steps: [Step]
    /// What else was done because of it.
    public let followUp: [CaseEvidence]
    /// The first time that the child was seen since.
    public let seenBy: CaseEvidence?
    /// The first time that a manager looked at it after the last decision.
    public let reviewedBy: CaseEvidence?
    /// Whether it asks for the child's protection.
    public let requiresProtection: Bool
    /// What the record does not show.
    public let missing: [Missing]
    /// What the record shows of the protection of the child.
    public let verdict: Verdict
}

extension Concern.Kind {
    /// In words, with a capital.
    public var title: String {
        switch self {
        case .contact: "Contact"
        case .referral: "Referral"
        case .strategyDiscussion: "Strategy discussion"
        case .section47: "Section 47 enquiry"
        case .conference: "Conference"
        case .policeProtection: "Police protection"
        case .missing: "Missing"
        case .incident: "Serious incident"
        case .decision: "Decision"
        case .protectiveAction: "Protective action"
        }
    }
}

extension Concern.Missing {
    /// In words.
    public var words: String {
        switch self {
        case .decision: "nobody decided on it"
        case .conclusion: "the enquiry is not concluded"
        case .conference: "a conference was needed, and none was held"
        case .plan: "a child protection plan was decided on, and none was started"
        case .assessment: "no core or single assessment was started with the enquiry"
        case .action: "protection is required, and no protective action is named or shown"
        case .end: "a protective action is open: nothing says whether it was taken"
        case .overdueEnd: "a protective action is open and its day is past"
        case .evidence: "an action is said to have been taken, and no entry of the record shows it"
        case .taken: "what was required was not done, and nothing else was"
        case .seen: "the child has not been seen since"
        case .found: "the child has not been found"
        case .returnInterview: "nobody talked with the child after it came back"
        case .review: "no manager has looked at it since"
        case .closedOpen: "the case was closed while it was open"
        }
    }
}

extension Concern.Verdict {
    /// In words.
    public var words: String {
        switch self {
        case .notRequired: "no protective action was required"
        case .evidenced: "protective action is evidenced"
        case .open: "protection is still open"
        case .notEvidenced: "PROTECTION IS NOT EVIDENCED"
        }
    }
}
