public import CaseRecord
import Foundation
public import Timescales

extension CountedFact {
    /// All that began, and perhaps ended, in a child's record as it now stands, by kind, position and reference. A record
    /// that was merged into another has none: what it holds counts for that other.
    ///
    /// - Parameters:
    ///   - record: The record.
    ///   - clocks: All the clocks of that record, which say what was due when.
    ///   - calendars: The working days.
    public static func all(
        in record: EffectiveRecord, clocks: [Clock], calendars: CalendarHistory
    ) -> [CountedFact] {
        guard record.mergedInto == nil else { return [] }
        var facts: [CountedFact] = []
        var specific: Set<UUID>?
        for strand in record.strands where !strand.events.isEmpty {
            let history = FactHistory(strand.events)
            // Most records hold no decision, and need no look at what is to be done.
            if specific == nil, !history.decisions.isEmpty {
                let decisions = CaseItem.all(in: record).filter { $0.kind == .decision && $0.isSpecific }
                specific = Set(decisions.map(\.setByEvent))
            }
            let maker = FactMaker(
                child: record.child, strand: strand.child, history: history,
                clocks: FactClocks(clocks, strand: strand.child, of: record.child), calendar: calendars.current,
                specific: specific ?? [])
            facts += maker.facts()
        }
        name(&facts)
        sayWhatCameBefore(&facts)
        return facts.sorted { one, other in
            if one.kind != other.kind { return one.kind.rawValue < other.kind.rawValue }
            return (one.position, one.reference) < (other.position, other.reference)
        }
    }

    /// Of what has the same reference the first by position keeps it; the others go by the ids of their events.
    private static func name(_ facts: inout [CountedFact]) {
        struct Name: Hashable {
            let kind: Kind
            let reference: String
        }
        var keepers: [Name: Int] = [:]
        var others: [Int] = []
        for place in facts.indices {
            let name = Name(kind: facts[place].kind, reference: facts[place].reference)
            guard let keeper = keepers[name] else {
                keepers[name] = place
                continue
            }
            let isEarlier = facts[place].position < facts[keeper].position
            others.append(isEarlier ? keeper : place)
            if isEarlier { keepers[name] = place }
        }
        for place in others.sorted(by: { (facts[$0].position, $0) < (facts[$1].position, $1) }) {
            let id = facts[place].beganWith.uuidString.lowercased()
            var name = Name(kind: facts[place].kind, reference: id)
            var number = 1
            while keepers[name] != nil {
                number += 1
                name = Name(kind: facts[place].kind, reference: "\(id)/\(number)")
            }
            keepers[name] = place
            facts[place].reference = name.reference
        }
    }

    /// The last referral before each, and the end of the last child protection plan before each.
    private static func sayWhatCameBefore(_ facts: inout [CountedFact]) {
        for kind in [Kind.referral, .protectionPlan] {
            let places = facts.indices.filter { facts[$0].kind == kind }
                .sorted { (facts[$0].beganOn, facts[$0].position, $0) < (facts[$1].beganOn, facts[$1].position, $1) }
            for (last, place) in zip(places, places.dropFirst()) {
                switch kind {
                case .protectionPlan:
                    // A plan that nothing ended was over when the next one began.
                    facts[place].previousOn = min(facts[last].endedOn ?? facts[place].beganOn, facts[place].beganOn)
                    facts[place].outcome = "repeat"
                default: facts[place].previousOn = facts[last].beganOn
                }
            }
        }
    }
}
