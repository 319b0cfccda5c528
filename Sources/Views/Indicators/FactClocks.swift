import CaseRecord
import Foundation
import Timescales

/// The clocks of one strand of a record, by what they wait for. No rule is known by its name: what starts and what ends a
/// clock says what it limits.
struct FactClocks {
    private struct Place: Hashable {
        let started: Int64
        let stop: String
    }

    private struct Named: Hashable {
        let per: RuleScope
        let name: String
        let stop: String
    }

    private struct Ended: Hashable {
        let event: UUID
        let per: RuleScope
        let stop: String
    }

    private var byStart: [Place: Clock] = [:]
    private var byName: [Named: Clock] = [:]
    private var byEnd: [Ended: Clock] = [:]
    /// Those that wait for a review conference or a review of a looked-after child.
    private(set) var reviews: [Clock] = []

    private static let stops: Set<String> = [
        ContactDecided.type.name, ReferralDecided.type.name, AssessmentAuthorised.type.name,
        Section47Concluded.type.name, HandoverAccepted.type.name,
        ConferenceHeld.type.name, CareReviewHeld.type.name,
    ]

    init(_ clocks: [Clock], strand: ChildID, of child: ChildID) {
        let cameFrom = strand == child ? nil : strand
        for clock in clocks where !clock.isMeasure && clock.cameFrom == cameFrom {
            let name = clock.name
            for pattern in clock.rule.stop {
                for stop in pattern.events where Self.stops.contains(stop) {
                    Self.keep(clock, as: Place(started: clock.startedBy.position, stop: stop), in: &byStart)
                    Self.keep(clock, as: Named(per: clock.rule.per, name: name, stop: stop), in: &byName)
                    if let end = clock.state.end {
                        Self.keep(clock, as: Ended(event: end.by.id, per: clock.rule.per, stop: stop), in: &byEnd)
                    }
                    if stop == ConferenceHeld.type.name || stop == CareReviewHeld.type.name { reviews.append(clock) }
                }
            }
        }
    }

    /// The clock that the event at that position started and one of that type stops.
    func started(by position: Int64, until stop: EventType) -> Clock? {
        byStart[Place(started: position, stop: stop.name)]
    }

    /// The clock for the matter of that name.
    func named(_ name: String, per kind: String, until stop: EventType) -> Clock? {
        byName[Named(per: .matter(kind), name: name, stop: stop.name)]
    }

    /// The clock for a matter of that kind that the event ended.
    func ended(by event: UUID, per kind: String, until stop: EventType) -> Clock? {
        byEnd[Ended(event: event, per: .matter(kind), stop: stop.name)]
    }

    /// Of several the one that legislation or guidance sets, and of these the one that is due first.
    private static func keep<Key: Hashable>(_ clock: Clock, as key: Key, in clocks: inout [Key: Clock]) {
        if let other = clocks[key], !clock.counts(before: other) { return }
        clocks[key] = clock
    }
}

extension Clock {
    /// Whether it, and not the other, says when something is due.
    func counts(before other: Clock) -> Bool {
        let (isLocal, otherIsLocal) = (rule.kind == .local, other.rule.kind == .local)
        if isLocal != otherIsLocal { return otherIsLocal }
        return (due, id) < (other.due, other.id)
    }

    /// What stands in its id after rule, child and the record that it came from.
    fileprivate var name: String {
        let parts = id.split(separator: "/", maxSplits: cameFrom == nil ? 2 : 3)
        return parts.last.map(String.init) ?? id
    }
}
