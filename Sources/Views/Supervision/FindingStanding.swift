public import CaseRecord
public import Foundation
import StrictJSON

/// Something that the authority is to improve, and how far it has come.
public struct FindingStanding: Sendable {
    /// What is to be done about it.
    public struct Action: Sendable {
        /// Names it.
        public let action: String
        /// What is to be done.
        public let what: String
        /// Who answers for it.
        public let owner: WorkerID?
        /// By when.
        public let due: CivilDate?
        /// The measure that will show it, and what that is to reach.
        public let measure: String?
        /// What the measure is to reach.
        public let target: String?
        /// Whether that is held in every team, where it is a share of a measure that teams are compared by and the finding is
        /// open.
        public let standing: TargetStanding?
        /// Whether its day is past while the finding is open and the action is not completed.
        public let isOverdue: Bool
        /// The position of the entry that sets it.
        public let position: Int64
    }

    /// The finding.
    public let finding: String
    /// Where it comes from.
    public let source: FindingSource
    /// Its theme.
    public let theme: String?
    /// What was found.
    public let what: String
    /// When it was raised: the day of the inspection or audit, or that of the entry.
    public let on: CivilDate
    /// The event that raised it.
    public let event: UUID
    /// Its position in the log.
    public let position: Int64
    /// The earlier findings that it repeats: those it names, one after the other, and earlier ones of the same theme.
    public let repeats: [String]
    /// What is to be done.
    public let actions: [Action]
    /// The last note of progress, and when that was.
    public let progress: (on: CivilDate, note: String, measured: String?)?
    /// When it was held to be answered.
    public let closedOn: CivilDate?

    /// The days on which counts what is shown of the targets of open findings where that day is the last that is over; `nil`:
    /// there is none that can be told.
    static func days(of standing: [RecordedEvent], endingOn last: CivilDate) -> ClosedRange<CivilDate>? {
        let months = TargetStanding.months(endingOn: last)
        let closed = Set(standing.compactMap { ($0.event.data as? FindingClosed)?.finding })
        let isAny = standing.contains { recorded in
            guard let data = recorded.event.data as? FindingActionSet, !closed.contains(data.finding) else {
                return false
            }
            return TargetStanding(measure: data.measure, target: data.target, in: months) != nil
        }
        return isAny ? months.lowerBound...months.upperBound.adding(months: 1).adding(days: -1) : nil
    }

    /// The findings that those events make: open ones first, of these the recurring ones first, then the oldest.
    ///
    /// - Parameters:
    ///   - events: What stands of the events outside children's records.
    ///   - facts: Those of ``TeamMeasure/kinds`` in ``days(of:endingOn:)``; others do no harm.
    ///   - last: The last day of the view that is over.
    ///   - today: The day by which actions are overdue.
    ///   - judges: Of which teams it is told whether they hold a target.
    ///   - isPartial: Whether there are teams of which no facts are there.
    static func all(
        of events: [RecordedEvent], facts: [CountedFact], endingOn last: CivilDate, today: CivilDate,
        judges: (TeamID) -> Bool, isPartial: Bool
    ) -> [FindingStanding] {
        let months = TargetStanding.months(endingOn: last)
        let answered = Set(events.compactMap { ($0.event.data as? FindingClosed)?.finding })
        func target(_ action: FindingActionSet) -> TargetStanding? {
            guard !answered.contains(action.finding) else { return nil }
            return TargetStanding(measure: action.measure, target: action.target, in: months)
        }
        let measures = Set(
            events.compactMap { ($0.event.data as? FindingActionSet).flatMap(target)?.measure })
        let counts = TargetStanding.Counts(
            of: measures, facts, in: months, today: today, judges: judges, isPartial: isPartial)
        var actions: [Reference: [(FindingActionSet, Int64)]] = [:]
        var progress: [Reference: (on: CivilDate, note: String, measured: String?)] = [:]
        var closed: [Reference: CivilDate] = [:]
        var done: Set<Reference> = []
        var raised: [(FindingRaised, RecordedEvent, CivilDate)] = []
        for recorded in events {
            let day = recorded.event.occurredAt.firstDay
            switch recorded.event.data {
            case let data as FindingRaised: raised.append((data, recorded, data.inspectedOn ?? day))
            case let data as FindingActionSet: actions[data.finding, default: []].append((data, recorded.position))
            case let data as FindingProgressNoted:
                if progress[data.finding].map({ $0.on <= day }) ?? true {
                    progress[data.finding] = (day, data.note, data.measured)
                }
            case let data as FindingClosed: closed[data.finding] = day
            case let data as ActionCompleted: done.insert(data.action)
            default: break
            }
        }
        let named = Dictionary(raised.map { ($0.0.finding, $0.0) }) { first, _ in first }
        return raised.map { data, recorded, on in
            var repeats: [String] = []
            var next = data.repeatOf
            while let earlier = next, !repeats.contains(earlier.text), earlier != data.finding {
                repeats.append(earlier.text)
                next = named[earlier]?.repeatOf
            }
            for (other, _, day) in raised
            where other.theme != nil && other.theme == data.theme && day < on && !repeats.contains(other.finding.text) {
                repeats.append(other.finding.text)
            }
            let isOpen = closed[data.finding] == nil
            return FindingStanding(
                finding: data.finding.text, source: data.source, theme: data.theme, what: data.what, on: on,
                event: recorded.event.id, position: recorded.position, repeats: repeats,
                actions: (actions[data.finding] ?? []).map { action, position in
                    Action(
                        action: action.action.text, what: action.what, owner: action.owner, due: action.due,
                        measure: action.measure, target: action.target,
                        standing: target(action).map(counts.add(to:)),
                        isOverdue: isOpen && !done.contains(action.action) && action.due.map { $0 < today } ?? false,
                        position: position)
                }, progress: progress[data.finding], closedOn: closed[data.finding])
        }.sorted { one, other in
            let first = (one.closedOn == nil ? 0 : 1, -one.repeats.count, one.on, one.position)
            return first < (other.closedOn == nil ? 0 : 1, -other.repeats.count, other.on, other.position)
        }
    }

    var json: JSONValue {
        [
            "finding": .string(finding), "source": .string(source.rawValue),
            "theme": theme.map { .string($0) } ?? .null, "what": .string(what), "on": .string(on.description),
            "event": event.field, "position": .integer(position),
            "repeats": .array(repeats.map { .string($0) }),
            "actions": .array(
                actions.map { action in
                    [
                        "action": .string(action.action), "what": .string(action.what),
                        "owner": action.owner.map { .string($0.text) } ?? .null, "due": action.due.jsonValue,
                        "measure": action.measure.map { .string($0) } ?? .null,
                        "target": action.target.map { .string($0) } ?? .null,
                        "standing": action.standing?.json ?? .null, "overdue": .bool(action.isOverdue),
                        "position": .integer(action.position),
                    ]
                }),
            "progress": progress.map { progress in
                [
                    "on": .string(progress.on.description), "note": .string(progress.note),
                    "measured": progress.measured.map { .string($0) } ?? .null,
                ]
            } ?? .null, "closedOn": closedOn.jsonValue,
        ]
    }
}
