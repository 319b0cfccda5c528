public import CaseRecord
public import Timescales

/// What the log says of the authority as a whole: who works for it, the rules and calendars that it
/// adopted, and the legal holds on all records.
public struct AuthorityState: Sendable {
    /// The types of the events that it is made from.
    public static let types = Workforce.types + LegalHold.types + [RulebookAdopted.type, CalendarAdopted.type]

    /// The position of the log that it reflects, or a later one.
    public private(set) var position: Int64
    /// The hash of the last entry that it was made from; empty where there is none. Two states that have the same say the
    /// same.
    public let lastEntry: [UInt8]
    /// Who works for the authority.
    public let workforce: Workforce
    /// The rules that come with the program, with what the authority adopted last.
    public let rulebook: Rulebook
    /// The calendars that clocks were and are counted by.
    public let calendars: CalendarHistory
    /// The legal holds on every record of the authority.
    public let legalHolds: [LegalHold]
    /// Why the rules adopted last cannot be read by this program, where that is so: then none of the authority's own apply.
    public let unreadableRules: RulebookError?

    /// The state that those events make, which are given in the order of the log.
    public init(_ events: [RecordedEvent], position: Int64, standard: Rulebook, knownAt: Instant? = nil) {
        self.position = position
        lastEntry = events.last?.hash ?? []
        workforce = Workforce(events, knownAt: knownAt)
        let known = events.filter { recorded in
            recorded.event.children.isEmpty && knownAt.map { recorded.recordedAt <= $0 } ?? true
        }
        var rulebook = standard
        var unreadable: RulebookError?
        var adopted: [(position: Int64, calendar: WorkingDayCalendar)] = []
        for recorded in Workforce.standing(outsideRecords: known) {
            switch recorded.event.data {
            case let data as RulebookAdopted:
                do throws(RulebookError) {
                    rulebook = try standard.adding(data.text, named: data.name)
                    unreadable = nil
                } catch {
                    rulebook = standard
                    unreadable = error
                }
            case let data as CalendarAdopted:
                adopted.append((recorded.position, WorkingDayCalendar(adopted: data)))
            default: break
            }
        }
        self.rulebook = rulebook
        unreadableRules = unreadable
        calendars = CalendarHistory(adopted: adopted)
        legalHolds = LegalHold.onEveryRecord(known)
    }

    /// The same where the log has grown by entries that do not concern the authority as a whole.
    package func at(_ position: Int64) -> AuthorityState {
        var state = self
        state.position = position
        return state
    }

    /// What rules ask about workers.
    public var workerFacts: WorkerFacts {
        WorkerFacts(
            isRegistered: { [workforce] worker, day in
                workforce.worker(worker, on: day).map { _ in workforce.isRegistered(worker, on: day) }
            },
            isNewlyQualified: { [workforce] worker, day in
                workforce.worker(worker, on: day).map { $0.newlyQualified != nil }
            })
    }
}

extension WorkingDayCalendar {
    /// The calendar that an authority adopted.
    init(adopted: CalendarAdopted) {
        self.init(
            published: adopted.bankHolidays.map { BankHoliday(date: $0.date, name: $0.name) },
            years: adopted.firstYear...max(adopted.firstYear, adopted.lastYear), version: adopted.calendar)
    }
}
