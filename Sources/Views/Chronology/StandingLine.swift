import CaseRecord

/// One thing that is true of a case on the day asked about, with the entry that says so.
public struct StandingLine: Sendable, Hashable {
    /// What it is about, as `Worker`.
    public let name: String
    /// What is true.
    public let text: String
    /// The entry that says so; `nil` where none does.
    public let entry: EntryMark?

    static func lines(of maker: ChronologyMaker, _ periods: [OpenPeriod]) -> [StandingLine] {
        let (events, day) = (maker.standing, maker.day)
        var lines: [StandingLine] = []
        func add(_ name: String, _ text: String, _ recorded: RecordedEvent? = nil) {
            lines.append(StandingLine(name: name, text: text, entry: recorded.map { EntryMark($0) }))
        }
        if let day {
            let state = ChildIdentity(maker.record).on(day)
            if let name = ChildIdentity.name(given: state.givenName, family: state.familyName) { add("Name", name) }
            if let age = maker.birthDate.flatMap({ Age(of: $0, on: day) }) { add("Age", "\(age) on \(day)") }
            if !state.linkedChildren.isEmpty {
                add("Linked children", state.linkedChildren.map(\.text).joined(separator: ", "))
            }
        }
        if let period = periods.last {
            add("Case", period.to.map { "closed on \($0)" } ?? "open since \(period.from)")
        } else {
            add("Case", "never open")
        }
        let responsibility = Responsibility.of(events)
        if periods.last.map({ $0.to == nil }) ?? false {
            let team = responsibility.team.map { " of team \($0)" } ?? ""
            add(
                "Worker", (responsibility.worker?.text ?? "none") + team,
                events.last { $0.event.data is CaseAllocated || $0.event.data is CaseTransferred })
        }
        for began in open(events) { add(began.name, began.text, began.recorded) }
        func last(_ name: String, _ none: String, _ isMeant: (VisitMade) -> Bool) {
            let visit = events.last { ($0.event.data as? VisitMade).map(isMeant) ?? false }
            add(name, visit.map { "\($0.event.occurredAt.firstDay)" } ?? none, visit)
        }
        last("Last seen", "no visit at which the child was seen is recorded") { $0.seen == true }
        last("Last seen alone", "not recorded") { $0.seen == true && $0.seenAlone == true }
        let view = events.last { $0.event.data is ChildViewRecorded }
        add(
            "Child's view", view.map { "\($0.event.occurredAt.firstDay): \($0.event.headline)" } ?? "not recorded", view
        )
        return lines
    }

    /// What began and did not end: enquiries, plans, care, orders and being missing.
    private static func open(_ events: [RecordedEvent]) -> [(name: String, text: String, recorded: RecordedEvent)] {
        var open: [(key: String, name: String, text: String, recorded: RecordedEvent)] = []
        func begin(_ key: String, _ name: String, _ what: String, _ recorded: RecordedEvent) {
            open.removeAll { $0.key == key }
            open.append((key, name, "since \(recorded.event.occurredAt.firstDay)\(what)", recorded))
        }
        func end(_ key: String) { open.removeAll { $0.key == key } }
        for recorded in events {
            switch recorded.event.data {
            case let data as Section47Started: begin("s47 \(data.section47)", "Section 47 enquiry", "", recorded)
            case let data as Section47Concluded: end("s47 \(data.section47)")
            case let data as ChildProtectionPlanStarted:
                begin("plan \(data.plan)", "Child protection plan", ": \(data.category.label)", recorded)
            case let data as ChildProtectionPlanEnded: end("plan \(data.plan)")
            case let data as CareStarted:
                begin("care \(data.care)", "Looked after", ": \(data.legalStatus.label)", recorded)
            case let data as CareEnded: end("care \(data.care)")
            case let data as OrderMade: begin("order \(data.order)", "Court order", ": \(data.headline)", recorded)
            case let data as OrderEnded: end("order \(data.order)")
            case let data as MissingReported: begin("missing \(data.missing)", "Missing", "", recorded)
            case let data as MissingFound: end("missing \(data.missing)")
            default: break
            }
        }
        return open.map { ($0.name, $0.text, $0.recorded) }
    }
}
