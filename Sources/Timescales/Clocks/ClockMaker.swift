import CaseRecord

/// What one clock is made from, before the rulebook and the calendar say what follows.
struct ClockParts {
    let rule: RuleID
    /// What stands after rule and child in the clock's id.
    let name: String
    let subject: String
    /// The event whose day is day 0, and what it was.
    let start: Entry<Void>
    let startedWith: String
    /// The event that made the clock known where that is another one, as the start of a core assessment.
    var openedBy: Entry<Void>?
    var stop: Entry<Void>?
    var cancellation: Cancellation?
    /// Why it cannot be told how the clock ended; counts only where nothing ended it.
    var cannotBeTold: String?
    var completion: Entry<Void>?
    var remarks: [String] = []
    var remarksWhileOpen: [String] = []
}

/// Makes clocks by one rulebook and one calendar.
struct ClockMaker {
    let child: ChildID
    /// The record that it started in, where that was merged into the child's.
    var cameFrom: ChildID?
    let rulebook: Rulebook
    let calendar: WorkingDayCalendar
    /// The last correction of each entry that was corrected, by the entry's position.
    var corrections: [Int64: EntryChange] = [:]

    /// The clock of those parts; `nil` where no edition in force on day 0 has the rule.
    func clock(_ parts: ClockParts) -> Clock? {
        let dayZero = parts.start.day
        guard let (rule, edition) = rulebook.edition(of: parts.rule, on: dayZero) else { return nil }
        let count = calendar.count(edition.workingDays, from: dayZero)
        let severe = calendar.count(edition.workingDays * RuleEdition.severeMultiple, from: dayZero)
        let warnFrom = edition.warningWorkingDays.flatMap { calendar.date(workingDays: $0, before: count.due) }
        let state = state(of: parts, due: count.due)
        let opened = parts.openedBy.map { parts.start.recorded.position < $0.recorded.position ? $0 : parts.start }
        let name = cameFrom.map { "\($0)/\(parts.name)" } ?? parts.name
        let opening = (opened ?? parts.start).recorded
        return Clock(
            id: "\(rule.id)/\(child)/\(name)", rule: rule, edition: edition, child: child, cameFrom: cameFrom,
            subject: parts.subject, startedBy: parts.start.mark, startedWith: parts.startedWith, dayZero: dayZero,
            count: count,
            // A local limit can be shorter than the warning.
            warnFrom: warnFrom.map { max($0, dayZero) }, severeFrom: severe.due.adding(days: 1), state: state,
            awaitsAuthorisationSince: state == .open ? parts.completion?.day : nil,
            isHistory: opening.event.original != nil, openedRecordedAt: opening.recordedAt,
            remarks: remarks(parts, edition, count, state), calendar: calendar)
    }

    private func state(of parts: ClockParts, due: CivilDate) -> ClockState {
        if let stop = parts.stop, parts.cancellation.map({ stop.day <= $0.day }) ?? true {
            if stop.lastDay <= due { return .met(on: stop.day, by: stop.mark) }
            guard stop.day > due else {
                return .cannotBeTold(
                    reason: "the day of the end is not known, only that it lies between \(stop.day.inWords) and "
                        + stop.lastDay.inWords)
            }
            return .late(
                on: stop.day, by: stop.mark,
                workingDaysLate: calendar.workingDays(after: due, through: stop.day))
        }
        if let reason = parts.cannotBeTold { return .cannotBeTold(reason: reason) }
        if let cancellation = parts.cancellation {
            return .cancelled(
                on: cancellation.day, by: cancellation.entry.mark, reason: cancellation.reason,
                wasOverdue: cancellation.day > due)
        }
        return .open
    }

    private func remarks(
        _ parts: ClockParts, _ edition: RuleEdition, _ count: WorkingDayCount, _ state: ClockState
    ) -> [String] {
        var remarks: [String] = []
        if !parts.start.isDayKnown {
            remarks.append(
                "The day of day 0 is not known, only \(parts.start.recorded.event.occurredAt); "
                    + "its first possible day is taken.")
        }
        if edition.sureness == .assumed {
            remarks.append("The timescales of \(edition.guidance.name) were not verified; see the edition's note.")
        }
        if edition.isLocalLimit, let note = edition.note { remarks.append(note) }
        if let provisional = count.provisionalRemark { remarks.append(provisional) }
        if let cameFrom { remarks.append("It started in the record of \(cameFrom), which was merged into this one.") }
        if let corrected = corrections[parts.start.recorded.position] {
            remarks.append("The entry of day 0 was corrected by \(corrected.by): \(corrected.reason)")
        }
        if let end = state.end, let corrected = corrections[end.by.position], end.by != parts.start.mark {
            remarks.append("The entry of the end was corrected by \(corrected.by): \(corrected.reason)")
        }
        remarks += parts.remarks
        if state == .open {
            remarks += parts.remarksWhileOpen
            if let completion = parts.completion {
                remarks.append("Completed on \(completion.day.inWords), awaits authorisation.")
            }
        }
        if let end = state.end, let stop = parts.stop, end.by == stop.mark {
            if !stop.isDayKnown {
                remarks.append(
                    "The day of the end is not known, only \(stop.recorded.event.occurredAt); "
                        + "its first possible day is shown.")
            }
            if stop.day < parts.start.day { remarks.append("The end is recorded for a day before day 0.") }
        }
        return remarks
    }
}

extension EntryChange {
    /// Who made it and where it stands in the log.
    fileprivate var by: String { "\(entry.recorded.event.recordedBy) (position \(entry.recorded.position))" }
}
