import CaseRecord
import Foundation

/// Something that says whether work follows from a referral or an enquiry, or not.
struct Signal {
    let entry: Entry<Void>
    /// `nil` where work follows; otherwise why it does not.
    let reasonAgainst: String?

    /// Where it stands among the others. Of what is known only to the day, a signal for the work counts as the end
    /// of that day and one against it as its beginning: a clock that runs on by mistake is seen, one that fell away
    /// is not.
    private var order: (Instant, Int, String) {
        let isFor = reasonAgainst == nil
        let isMoment = entry.recorded.event.occurredAt.precision == .exact
        let at = isFor && !isMoment ? LondonTime.startOfDay(entry.lastDay.adding(days: 1)) : entry.at
        return (at, isFor ? 1 : 0, entry.recorded.event.id.uuidString)
    }

    /// The first of the signals against the work that no later signal for it overtakes.
    static func cancellation(_ signals: [Signal]) -> Cancellation? {
        let sorted = signals.map { (order: $0.order, signal: $0) }.sorted { $0.order < $1.order }.map(\.signal)
        let afterLastFor = sorted.lastIndex { $0.reasonAgainst == nil }.map { sorted.index(after: $0) } ?? 0
        guard let signal = sorted[afterLastFor...].first, let reason = signal.reasonAgainst else { return nil }
        return Cancellation(entry: signal.entry, reason: reason)
    }
}
