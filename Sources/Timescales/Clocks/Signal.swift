import CaseRecord
import Foundation

/// Something that says whether a clock falls away or goes on.
struct Signal {
    let happening: Happening
    /// `nil` where it goes on; otherwise why it does not.
    let reasonAgainst: String?

    /// Where it stands among the others. Of what is known only to the day, a signal for the work counts as the end
    /// of that day and one against it as its beginning: a clock that runs on by mistake is seen, one that fell away
    /// is not.
    private var order: (at: Instant, isFor: Bool, id: UUID) {
        let isFor = reasonAgainst == nil
        let at =
            isFor && !happening.isMoment
            ? LondonTime.startOfDay(happening.lastDay.adding(days: 1)).justBefore : happening.at
        return (at, isFor, happening.recorded.event.id)
    }

    /// The first of the signals against the work that no later signal for it overtakes.
    static func cancellation(_ signals: [Signal]) -> Cancellation? {
        let sorted = signals.map { (order: $0.order, signal: $0) }.sorted { one, other in
            if one.order.at != other.order.at { return one.order.at < other.order.at }
            if one.order.isFor != other.order.isFor { return other.order.isFor }
            return one.order.id.precedes(other.order.id)
        }.map(\.signal)
        let afterLastFor = sorted.lastIndex { $0.reasonAgainst == nil }.map { sorted.index(after: $0) } ?? 0
        guard let signal = sorted[afterLastFor...].first, let reason = signal.reasonAgainst else { return nil }
        return Cancellation(happening: signal.happening, reason: reason)
    }
}

/// An event that makes a clock fall away.
struct Cancellation {
    let happening: Happening
    /// Why, to follow "because".
    let reason: String

    var day: CivilDate { happening.day }

    /// The earlier of the two.
    static func earlier(_ one: Cancellation?, _ other: Cancellation?) -> Cancellation? {
        guard let one else { return other }
        guard let other else { return one }
        return other.happening.precedes(one.happening) ? other : one
    }
}
