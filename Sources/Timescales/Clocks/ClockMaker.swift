import CaseRecord

/// What one clock is made from, before edition and calendar say what follows.
struct ClockParts {
    let rule: Rule
    /// What stands after rule and child in the clock's id.
    let name: String
    let subject: String
    /// The happening whose day is day 0, and what it was.
    let start: Happening
    let startedWith: String
    var stop: Happening?
    var cancellation: Cancellation?
    /// Why it cannot be told how the clock ended; counts only where nothing ended it.
    var cannotBeTold: String?
    var completion: Happening?
    /// The last day that the start says, for a limit that leaves it to it.
    var given: CivilDate?
    /// What moved the last day, earliest first.
    var extensions: [Extension] = []
    var reasons: [DelayReason] = []
    var remarks: [String] = []
    var remarksWhileOpen: [String] = []

    /// One thing that moved the last day.
    struct Extension {
        let happening: Happening
        /// The new last day.
        let to: CivilDate?
        /// What is added to the last day.
        let by: TimeLimit?
    }
}

/// Makes clocks by one rulebook and one calendar.
final class ClockMaker {
    let child: ChildID
    /// The record that it started in, where that was merged into the child's.
    let cameFrom: ChildID?
    let rulebook: Rulebook
    let calendars: CalendarHistory
    /// The last correction of each entry that was corrected, by the entry's position.
    let corrections: [Int64: EntryChange]

    init(
        child: ChildID, cameFrom: ChildID? = nil, rulebook: Rulebook, calendars: CalendarHistory,
        corrections: [Int64: EntryChange] = [:]
    ) {
        self.child = child
        self.cameFrom = cameFrom
        self.rulebook = rulebook
        self.calendars = calendars
        self.corrections = corrections
    }

    /// The clock of those parts; `nil` where no edition in force on day 0 has the rule or sets a limit.
    func clock(_ parts: ClockParts) -> Clock? {
        guard let (rule, edition) = rulebook.edition(of: parts.rule, on: parts.start.day), let limit = edition.limit,
            let deadline = deadline(parts, limit, calendars.current)
        else { return nil }
        let opening = opening(of: parts)
        let state = state(of: parts, deadline)
        let name = cameFrom.map { "\($0)/\(parts.name)" } ?? parts.name
        let recount = recount(parts, limit, deadline, openedAt: opening.position)
        let warnings = edition.warnings.compactMap { deadline.warning($0, calendars.current) }
        let started = parts.start.isMoment ? parts.start.at : LondonTime.startOfDay(parts.start.day)
        // A local limit can be shorter than the warning.
        let warnFrom = warnings.first.map { max($0, started) }
        let dueFrom = max(LondonTime.startOfDay(deadline.due), started)
        return Clock(
            id: "\(rule.id)/\(child)/\(name)", rule: rule, edition: edition, limit: limit, child: child,
            cameFrom: cameFrom, subject: parts.subject, startedBy: parts.start.mark,
            startedAt: parts.start.isMoment ? parts.start.at : nil, startedWith: parts.startedWith,
            dayZero: parts.start.day, deadline: deadline,
            stages: StageMoments(
                warnFrom: warnFrom.flatMap { $0 < deadline.overdueFrom ? $0 : nil },
                dueFrom: dueFrom < deadline.overdueFrom ? dueFrom : nil,
                overdueFrom: deadline.overdueFrom, severeFrom: severeFrom(parts, edition.severe, limit, deadline)),
            warnings: warnings, state: state,
            awaitsAuthorisationSince: state == .open ? parts.completion?.day : nil, reasons: parts.reasons,
            isHistory: opening.event.original != nil, openedRecordedAt: opening.recordedAt,
            remarks: remarks(parts, edition, limit, deadline, state, recount), recount: recount,
            isProvisional: !unpublishedYears(parts, limit, deadline).isEmpty, calendar: calendars.current)
    }

    /// The event that made the clock known.
    private func opening(of parts: ClockParts) -> RecordedEvent {
        guard let knownBy = parts.start.knownBy, knownBy.position > parts.start.recorded.position else {
            return parts.start.recorded
        }
        return knownBy
    }

    private func deadline(
        _ parts: ClockParts, _ limit: TimeLimit, _ calendar: WorkingDayCalendar
    ) -> Deadline? {
        let start = parts.start
        let base =
            parts.given.map { Deadline(endOf: $0) }
            ?? Deadline.after(start.day, at: start.isMoment ? start.at : nil, limit, calendar)
        return parts.extensions.reduce(base) { deadline, extended in
            guard let deadline else { return nil }
            let added = extended.by.flatMap {
                Deadline.after(deadline.due, at: deadline.overdueFrom, $0, calendar)?.due
            }
            let day = extended.to ?? added
            return day.map { max($0, deadline.due) == deadline.due ? deadline : Deadline(endOf: $0) } ?? deadline
        }
    }

    private func severeFrom(
        _ parts: ClockParts, _ severe: SevereRule, _ limit: TimeLimit, _ deadline: Deadline
    ) -> Instant? {
        let start = parts.start
        let moment: Instant?
        switch severe {
        case .never: return nil
        case .twice:
            guard parts.extensions.isEmpty, let doubled = limit.doubled else { return nil }
            moment =
                Deadline.after(start.day, at: start.isMoment ? start.at : nil, doubled, calendars.current)?
                .overdueFrom
        case .after(let limit):
            moment =
                Deadline.after(start.day, at: start.isMoment ? start.at : nil, limit, calendars.current)?
                .overdueFrom
        case .late(let limit):
            moment = Deadline.after(deadline.due, at: deadline.overdueFrom, limit, calendars.current)?.overdueFrom
        }
        return moment.map { max($0, deadline.overdueFrom) }
    }

    private func state(of parts: ClockParts, _ deadline: Deadline) -> ClockState {
        if let stop = parts.stop, parts.cancellation.map({ stop.day <= $0.day }) ?? true {
            let last = stop.isMoment ? stop.at : LondonTime.startOfDay(stop.lastDay.adding(days: 1)).justBefore
            if last < deadline.lateFrom { return .met(on: stop.day, by: stop.mark) }
            guard stop.at >= deadline.lateFrom else {
                let when =
                    stop.isDayKnown
                    ? "the time of the end is not known, only the day, \(stop.day.inWords)"
                    : "the day of the end is not known, only that it lies between \(stop.day.inWords) and "
                        + stop.lastDay.inWords
                return .cannotBeTold(reason: when)
            }
            return .late(
                on: stop.day, by: stop.mark,
                workingDaysLate: calendars.current.workingDays(after: deadline.due, through: stop.day))
        }
        if let reason = parts.cannotBeTold { return .cannotBeTold(reason: reason) }
        if let cancellation = parts.cancellation {
            return .cancelled(
                on: cancellation.day, by: cancellation.happening.mark, reason: cancellation.reason,
                wasOverdue: cancellation.happening.at >= deadline.overdueFrom && cancellation.day > deadline.due)
        }
        return .open
    }

    /// The last day by the calendar that was in force when the clock was opened, where it is another.
    private func recount(
        _ parts: ClockParts, _ limit: TimeLimit, _ deadline: Deadline, openedAt position: Int64
    ) -> Recount? {
        guard case .workingDays = limit else { return nil }
        let then = calendars.inForce(at: position)
        guard then.version != calendars.current.version, let before = self.deadline(parts, limit, then),
            before.due != deadline.due
        else { return nil }
        return Recount(calendar: then.version, due: before.due)
    }

    /// The years in the count whose bank holidays are not published.
    private func unpublishedYears(_ parts: ClockParts, _ limit: TimeLimit, _ deadline: Deadline) -> [Int] {
        guard case .workingDays = limit else { return [] }
        return calendars.current.unpublishedYears(after: parts.start.day, through: deadline.due)
    }

    private func remarks(
        _ parts: ClockParts, _ edition: RuleEdition, _ limit: TimeLimit, _ deadline: Deadline, _ state: ClockState,
        _ recount: Recount?
    ) -> [String] {
        var remarks: [String] = []
        if !parts.start.isDayKnown {
            remarks.append(
                "The day of day 0 is not known, only \(parts.start.recorded.event.occurredAt); "
                    + "its first possible day is taken.")
        }
        if case .hours = limit, !parts.start.isMoment {
            remarks.append("The time of the start is not known; it is counted from the end of its day.")
        }
        if edition.sureness == .assumed {
            remarks.append("The timescales of \(edition.source.name) were not verified; see the edition's note.")
        }
        if edition.isLocalLimit, let note = edition.note { remarks.append(note) }
        let unpublished = unpublishedYears(parts, limit, deadline)
        if !unpublished.isEmpty {
            let years = unpublished.map(String.init).joined(separator: " and ")
            remarks.append(
                "Provisional: the bank holidays of \(years) are not yet published; the ordinary rules were used.")
        }
        if let recount {
            remarks.append(
                "Evaluated again: by the calendar in force when it was opened (\(recount.calendar)) the last day was "
                    + "\(recount.due.inWords); the calendar \(calendars.current.version) moved it.")
        }
        if let cameFrom { remarks.append("It started in the record of \(cameFrom), which was merged into this one.") }
        if let corrected = corrections[parts.start.recorded.position] {
            remarks.append("The entry of day 0 was corrected by \(corrected.by): \(corrected.reason)")
        }
        if let end = state.end, let corrected = corrections[end.by.position], end.by != parts.start.mark {
            remarks.append("The entry of the end was corrected by \(corrected.by): \(corrected.reason)")
        }
        for extended in parts.extensions {
            let (happening, mark) = (extended.happening, extended.happening.mark)
            remarks.append(
                "The last day was moved on \(happening.day.inWords) (event \(mark.id), position \(mark.position)).")
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

extension Instant {
    /// The moment before it.
    var justBefore: Instant { Instant(microseconds: microseconds - 1) }
}
