/// What one family's story is about: codes that fit each other, and words that fit the codes.
///
/// In the texts `{c}` stands for the child's given name and `{carer}` for the carer, as `Ms Hughes`.
struct Theme: Sendable {
    let need: String
    /// Category of abuse of a plan, where it comes to one.
    let category: String
    let factors: [String]
    /// Where such a concern comes from.
    let sources: [String]
    /// Ages in years at which the story begins.
    let ages: ClosedRange<Int>
    let concerns: [String]
    let risks: [String]
    let protective: [String]
    /// What a visit finds: whole sentences.
    let seen: [String]
    let views: [String]
    let analysis: [String]
    let goals: [Goal]
    let contingency: [String]

    /// What is to be different, and how one will tell.
    struct Goal: Sendable {
        let outcome: String
        let measure: String
        let owner: String

        init(_ outcome: String, _ measure: String, by owner: String) {
            self.outcome = outcome
            self.measure = measure
            self.owner = owner
        }
    }

    static let all = [
        neglect, domesticAbuse, mentalHealth, alcohol, physical, exploitation, youngCarer, disability, acuteStress,
        conflict,
    ]
    /// Those in which it may come to enquiries under section 47.
    static let harmful = [neglect, domesticAbuse, mentalHealth, alcohol, physical, exploitation]
}
