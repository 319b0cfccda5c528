import CaseRecord

/// A concern while it is put together; numbers are places among the strand's events.
struct ConcernDraft {
    let kind: Concern.Kind
    let reference: Reference
    var raised: [Int]
    var decisions: [(place: Int, decision: Concern.Decision)] = []
    var required: [Int] = []
    var followUp: [Int] = []
    /// Whether something of it goes on by itself: an undecided referral, an enquiry that is not concluded, a child who is
    /// missing. What is missing for it to end.
    var undone: Concern.Missing?
    /// Whether the matter itself asks for protection.
    var asksForProtection = false
    /// Entries that are protection themselves: a plan, an order, the child found.
    var protective: [Int] = []
    /// What is missing whatever was decided.
    var missing: Set<Concern.Missing> = []
    /// The referral that it belongs to, where it names one.
    var referral: Reference?

    init(_ kind: Concern.Kind, _ reference: Reference, _ raised: [Int]) {
        self.kind = kind
        self.reference = reference
        self.raised = raised
    }
}
