public import CaseRecord

/// Why a clock is due when it is, and how it stands.
public struct Explanation: Sendable, Hashable {
    /// What is due, by when, counted from what, and how it ended: one or two sentences.
    public let sentence: String
    /// Every working day counted, day 1 first.
    public let counted: [CivilDate]
    /// Every day passed over, with the reason.
    public let skipped: [SkippedDay]
    /// What else has to be known.
    public let remarks: [String]
    private let heading: [String]

    init(of clock: Clock) {
        sentence = clock.sentence
        let count = clock.count
        counted = count?.counted ?? []
        skipped = count?.skipped ?? []
        remarks = clock.remarksAndReasons
        let note = clock.edition.note.map { ": \($0)" } ?? ""
        heading = [
            "\(clock.rule.id) \(clock.rule.title)",
            "\(clock.edition.source.name), \(clock.edition.paragraph)",
            "\(clock.edition.sureness.rawValue.sentenceStart)\(note)",
            "\(clock.limit.countsDayZero ? "The first day" : "Day 0, not counted"): \(clock.dayZero.inWords), "
                + "\(clock.startedWith) (event \(clock.startedBy.id), position \(clock.startedBy.position))",
        ]
    }

    /// All of it for people, in lines: rule, source, day 0, each day counted or skipped in order, and the remarks.
    public var lines: [String] {
        let numbered = counted.enumerated().map { ($1, "Day \($0 + 1): \($1.inWords)") }
        let passed = skipped.map { ($0.date, "Not counted: \($0.date.inWords), \($0.reason)") }
        return [sentence] + heading + (numbered + passed).sorted { $0.0 < $1.0 }.map(\.1) + remarks
    }

    /// What is due by when, counted from what.
    private static func due(of clock: Clock) -> String {
        let subject = clock.subject.sentenceStart
        let verb = clock.isOpen ? "is" : "was"
        let start = "\(clock.startedWith) on \(clock.dayZero.inWords)"
        switch clock.limit {
        case .atOnce: return "\(subject) \(verb) due as soon as \(start)."
        case .until:
            return "\(subject) \(verb) due by the end of \(clock.due.inWords), the day that was set when \(start)."
        case .hours(let hours):
            let from = clock.startedAt.map { ", \($0.timeInWords)" } ?? ""
            return "\(subject) \(verb) due by \(clock.deadline.overdueFrom.timeInWords) on "
                + "\(LondonTime.date(of: clock.deadline.overdueFrom).inWords), \(hours.of("hour")) after \(start)\(from)."
        case .workingDays(let days, let time?):
            return
                "\(subject) \(verb) due by \(time) on \(clock.due.inWords), \(days.of("working day")) after \(start)."
        case .next(let time):
            return "\(subject) \(verb) due by \(time) on \(clock.due.inWords), the next working day at that time after "
                + "\(start)."
        case .workingDays, .days, .weeks, .months:
            let by = "\(subject) \(verb) due by the end of \(clock.due.inWords)"
            return clock.limit.countsDayZero
                ? "\(by), \(clock.limit.text) the day on which \(start)." : "\(by), \(clock.limit.text) after \(start)."
        }
    }

    fileprivate static func sentence(of clock: Clock) -> String {
        let due = due(of: clock)
        switch clock.state {
        case .open: return due
        case .met(let day, _): return "\(due) It was done in time, on \(day.inWords)."
        case .late(let day, _, 0) where day == clock.due: return "\(due) It was done late, on \(day.inWords)."
        case .late(let day, _, 0):
            return "\(due) It was done late, on \(day.inWords), with no working day between."
        case .late(let day, _, let late):
            return "\(due) It was done late, on \(day.inWords), \(late.of("working day")) after the due day."
        case .cancelled(let day, _, let reason, let wasOverdue):
            let overdue = wasOverdue ? ", when it was overdue" : ""
            return "\(due) It fell away on \(day.inWords)\(overdue), because \(reason)."
        case .cannotBeTold(let reason): return "\(due) Whether it was met cannot be told: \(reason)."
        }
    }
}

extension Clock {
    /// Why the clock is due when it is, and how it stands.
    public var explanation: Explanation { Explanation(of: self) }

    /// The explanation's sentence alone: what is due, by when, counted from what, and how it ended.
    public var sentence: String { Explanation.sentence(of: self) }

    /// The explanation's remarks: what else has to be known, and the reasons recorded for a delay.
    public var remarksAndReasons: [String] {
        remarks
            + reasons.map { "A reason was recorded on \($0.day.inWords) (position \($0.entry.position)): \($0.words)" }
    }
}
