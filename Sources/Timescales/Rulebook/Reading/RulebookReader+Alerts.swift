import Yams

extension RulebookReader {
    private static let policyKeys = [
        "hours", "digests", "waitMinutes", "repeat", "climb", "acknowledgementHolds", "caseload",
    ]

    /// What a file says about when people are told; the rest stays as in the files before it.
    mutating func alertPolicy(_ place: YAMLPlace, onto base: AlertPolicy) -> AlertPolicy {
        var policy = base
        guard let members = yaml.members(place, known: Self.policyKeys) else { return policy }
        if let place = members["hours"], let hours = yaml.members(place, known: ["from", "until"]) {
            policy.opens = required("from", hours, place).flatMap { timeOfDay($0) } ?? policy.opens
            policy.closes = required("until", hours, place).flatMap { timeOfDay($0) } ?? policy.closes
            if policy.closes.minuteOfDay <= policy.opens.minuteOfDay {
                yaml.refuse(place, "working hours must end after they begin, on the same day")
            }
        }
        if let place = members["digests"] {
            let places = yaml.oneOrMore(place)
            if places.isEmpty { yaml.refuse(place, "must have at least one time of day") }
            let times = places.compactMap { timeOfDay($0) }
            policy.digests = Set(times).sorted { $0.minuteOfDay < $1.minuteOfDay }
        }
        if let place = members["waitMinutes"], let wait = yaml.integer(place, in: 0...480) { policy.waitMinutes = wait }
        if let place = members["repeat"], let days = workingDays(place, orNever: true) { policy.repeatsAfter = days }
        if let place = members["climb"], let climbs = yaml.members(place, known: ["1", "2", "3"]) {
            for (name, place) in climbs {
                guard let severity = Int(name).flatMap({ Severity(rawValue: $0) }),
                    let days = workingDays(place, orNever: true)
                else { continue }
                policy.climbsAfter[severity] = days
            }
        }
        if let place = members["acknowledgementHolds"], let days = workingDays(place, orNever: false), let days {
            policy.acknowledgementHolds = days
        }
        if let place = members["caseload"] { caseload(place, &policy.caseload) }
        return policy
    }

    private mutating func caseload(_ place: YAMLPlace, _ policy: inout CaseloadPolicy) {
        let known = ["cap", "newlyQualifiedShare", "severity", "tell", "off"]
        guard let members = yaml.members(place, known: known) else { return }
        if let place = members["cap"], let cap = yaml.integer(place, in: 1...1000) { policy.cap = cap }
        if let place = members["newlyQualifiedShare"], let share = yaml.integer(place, in: 1...100) {
            policy.newlyQualifiedShare = share
        }
        if let place = members["severity"], let number = yaml.integer(place, in: 1...3) {
            policy.severity = Severity(rawValue: number) ?? policy.severity
        }
        if let place = members["tell"] {
            let places = yaml.oneOrMore(place)
            if places.isEmpty { yaml.refuse(place, "must name somebody, or off be true") }
            policy.tell = places.compactMap { yaml.choice($0, Recipient.self) }
        }
        if let place = members["off"], let isOff = yaml.bool(place) { policy.isOff = isOff }
    }

    private mutating func timeOfDay(_ place: YAMLPlace) -> TimeOfDay? {
        guard let text = yaml.text(place) else { return nil }
        guard let time = TimeOfDay(text) else {
            yaml.refuse(place, "must be a time of day, as \"08:30\"")
            return nil
        }
        return time
    }

    /// A number of working days; `.some(nil)` for `never`, `nil` after a problem was noted.
    private mutating func workingDays(_ place: YAMLPlace, orNever: Bool) -> Int?? {
        guard let text = yaml.text(place) else { return nil }
        if orNever, text == "never" { return .some(nil) }
        guard case .workingDays(let days, nil) = TimeLimit(text) else {
            yaml.refuse(place, "must be a number of working days, as \"3 working days\"\(orNever ? ", or never" : "")")
            return nil
        }
        return days
    }
}
