public import CaseRecord
import StrictJSON

/// A plan that goes on, with how far it has come.
public struct PlanStanding: Sendable {
    /// Names it within the record.
    public let reference: Reference
    /// Its kind, in words.
    public let kind: String
    /// The category of abuse of a child protection plan.
    public let category: String?
    /// The entry that it began with.
    public let begunBy: CaseEvidence
    /// The last review.
    public let lastReview: CaseEvidence?
    /// When it is next to be reviewed, as the plan or its last review says.
    public let reviewDue: CivilDate?
    /// The last core group.
    public let lastCoreGroup: CaseEvidence?
    /// What is to be different for the child.
    public let outcomes: [Outcome]
    /// What happens if it does not work, in the words of the plan; empty where it says nothing.
    public let contingencies: [String]

    /// One outcome.
    public struct Outcome: Sendable {
        /// What is to be different.
        public let outcome: PlanOutcome
        /// The entry that says so last.
        public let setBy: CaseEvidence
        /// Whether it got no better in the last two reviews.
        public let isDrifting: Bool
        /// How it went, in each review that says so.
        public let progress: [(said: OutcomeProgress, by: CaseEvidence)]

        /// What it lacks to be measured: `measure`, `baseline`, `target`, `due`.
        public var lacks: [String] {
            [
                outcome.measure == nil ? "measure" : nil, outcome.baseline == nil ? "baseline" : nil,
                outcome.target == nil ? "target" : nil, outcome.due == nil ? "due" : nil,
            ].compactMap(\.self)
        }

        /// Whether its day is past and no review says that it is achieved.
        public func isOverdue(on day: CivilDate) -> Bool {
            outcome.due.map { $0 < day } ?? false && progress.last?.said.progress != .achieved
        }
    }

    init?(_ strand: StrandFold, _ plan: PlanFacts) {
        guard let begun = plan.begun else { return nil }
        reference = plan.reference
        kind = plan.kind?.words ?? "child protection"
        category = plan.category
        begunBy = strand.evidence(begun)
        lastReview = plan.reviews.last.map(strand.evidence)
        lastCoreGroup = plan.coreGroups.last.map(strand.evidence)
        let made = plan.made.flatMap { strand.events[$0].event.data as? PlanMade }
        let reviewed = plan.reviews.last.flatMap { strand.events[$0].event.data as? PlanReviewed }
        reviewDue = plan.reviews.isEmpty ? made?.reviewDue : reviewed?.reviewDue
        outcomes = strand.outcomes(of: plan).map { outcome, place in
            Outcome(
                outcome: outcome, setBy: strand.evidence(place), isDrifting: strand.isDrifting(outcome, plan),
                progress: strand.progress(of: outcome, plan).map { ($0.progress, strand.evidence($0.place)) })
        }
        let (_, text, listed) = strand.contingency(of: plan)
        contingencies =
            [text].compactMap(\.self)
            + listed.map { contingency in
                let when = contingency.trigger.map { "If \($0.lowercasedFirstLetter): " } ?? ""
                return when + contingency.response + (contingency.who.map { " (\($0))" } ?? "")
            }
    }

    /// The plan as JSON, as at a day.
    func json(asAt day: CivilDate) -> JSONValue {
        var object: JSONObject = ["plan": .string(reference.text), "kind": .string(kind)]
        object["category"] = category.map { .string($0) }
        object["begunBy"] = begunBy.json
        object["lastReview"] = lastReview?.json
        object["reviewDue"] = reviewDue.map { .string($0.description) }
        object["lastCoreGroup"] = lastCoreGroup?.json
        object["outcomes"] = .array(outcomes.map { $0.json(asAt: day) })
        object["contingencies"] = .array(contingencies.map { .string($0) })
        return .object(object)
    }
}

extension PlanStanding.Outcome {
    fileprivate func json(asAt day: CivilDate) -> JSONValue {
        var object: JSONObject = ["outcome": .string(outcome.outcome)]
        object["name"] = outcome.name.map { .string($0) }
        object["need"] = outcome.need.map { .string($0) }
        object["measure"] = outcome.measure.map { .string($0) }
        object["baseline"] = outcome.baseline.map { .string($0) }
        object["target"] = outcome.target.map { .string($0) }
        object["due"] = outcome.due.map { .string($0.description) }
        object["owner"] = outcome.owner.map { .string($0) }
        object["setBy"] = setBy.json
        object["lacks"] = .array(lacks.map { .string($0) })
        object["progress"] = .array(
            progress.map { said, by in
                var object: JSONObject = ["progress": .string(said.progress.rawValue)]
                object["value"] = said.value.map { .string($0) }
                object["by"] = by.json
                return .object(object)
            })
        object["drifts"] = .bool(isDrifting)
        object["overdue"] = .bool(isOverdue(on: day))
        return .object(object)
    }
}

extension String {
    /// With a small first letter, to stand within a sentence.
    var lowercasedFirstLetter: String { prefix(1).lowercased() + dropFirst() }
}
