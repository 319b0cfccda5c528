import CaseRecord
import Foundation

/// Tells one family's story, event after event: time only moves forward, and nothing after the last day is kept.
struct Story {
    /// An event with how long it waited to be recorded.
    struct Entry {
        let event: CaseEvent
        let firstInstant: Instant
        let lagHours: Int
    }

    let household: Household
    let through: CivilDate
    let authority: AuthorityCode
    var random: SplitMix64
    private var ids: SplitMix64
    private(set) var entries: [Entry] = []
    /// Where the story stands, by London's clocks.
    private(set) var day: CivilDate
    private var minute: Int
    /// The emergency duty team has the matter.
    var outOfHours: Bool
    /// The worker who has the case, or the duty worker until there is one.
    var worker: WorkerID
    /// Entries come more often than the team's rhythm.
    var isBusy = false
    /// A decision that nobody has come back to.
    var openDecision: String?
    /// What the emergency duty team sent and nobody took yet.
    var pendingHandover: String?
    /// The child protection plans that go on, one for each child.
    var protectionPlans: [Reference] = []
    /// What the last brother or sister said.
    var copiedViews: String?
    /// The children's registrations, in their order.
    var registrations: [UUID] = []
    private var dealt: [String: [Int]] = [:]
    private var numbers: [String: Int] = [:]

    init(of household: Household, seed: UInt64, through: CivilDate, authority: AuthorityCode) {
        self.household = household
        self.through = through
        self.authority = authority
        random = SplitMix64(seed: seed, stream: 2 * household.index + 1001)
        ids = SplitMix64(seed: seed, stream: 2 * household.index + 1002)
        day = household.plan.start
        outOfHours = day.weekday.isWeekend
        minute = outOfHours ? 600 + random.below(600) : 540 + random.below(240)
        let team = household.plan.team
        let staff = household.plan.isLegacy ? Array(team.formerStaff.dropFirst()) : team.workers
        // The first of a team under pressure gets more cases than anybody can hold.
        let drawn = random.pick(staff, or: team.manager)
        let share = team.practice.unallocated > 0 && !household.plan.isLegacy ? 30 : 0
        let isLoaded = random.chance(share)
        worker = WorkerID(unchecked: isLoaded ? staff.first ?? team.manager : drawn)
    }

    var team: AreaTeam { household.plan.team }
    var practice: Practice { team.practice }
    var theme: Theme { household.theme }
    var children: [Child] { household.children }
    var isOver: Bool { day > through }
    var manager: WorkerID {
        household.plan.isLegacy
            ? WorkerID(unchecked: team.formerStaff.first ?? team.manager) : team.managerID
    }

    // MARK: Time

    /// Some minutes pass, and the night or weekend where the office closes.
    mutating func pass(minutes: ClosedRange<Int>) {
        minute += random.among(minutes)
        if !outOfHours, minute > 17 * 60 + 10 || day.weekday.isWeekend { pass(weekdays: 1) }
    }

    /// That many weekdays pass; none for 0.
    mutating func pass(weekdays: Int) {
        guard weekdays > 0 else { return }
        outOfHours = false
        day = day.adding(weekdays: weekdays).onWorkingDay
        minute = 545 + random.below(330)
    }

    /// Moves on to that day or the Monday after it, unless it has passed already.
    mutating func go(to target: CivilDate) {
        guard target > day else { return }
        outOfHours = false
        day = target.onWorkingDay
        minute = 545 + random.below(330)
    }

    /// Moves on to the early morning of the last day, weekend or not.
    mutating func goToLastDay() {
        day = through
        outOfHours = day.weekday.isWeekend
        minute = 482 + random.below(30)
    }

    private var moment: Instant {
        let midnight = LondonTime.startOfDay(day)
        let there = midnight.adding(seconds: Int64(minute) * 60)
        // The clocks may have changed in the night.
        return there.adding(seconds: Int64(LondonTime.offset(at: midnight) - LondonTime.offset(at: there)))
    }

    // MARK: Recording

    /// How exactly the time is given.
    enum Precision { case minute, day, month }

    @discardableResult
    mutating func record(
        _ data: any EventPayload, by recorder: WorkerID? = nil, about: [Child]? = nil,
        to precision: Precision = .minute,
        source: InformationSource? = nil, significance: Significance? = nil, summary: String? = nil
    ) -> UUID {
        let id = ids.uuid()
        let lag = random.below(practice.recordingLag + 1)
        let isDayEnough = household.plan.isLegacy && random.chance(75)
        defer { minute += random.among(2...8) }
        guard !isOver else { return id }
        var occurredAt: Occurrence =
            switch precision {
            case .month: .month(year: day.components.year, month: day.components.month)
            case .day: .day(day)
            case .minute: isDayEnough ? .day(day) : .instant(moment)
            }
        // A coarse time would stand before what is known to have come first.
        if let last = entries.last, occurredAt.firstInstant < last.firstInstant {
            occurredAt = .day(day)
            if occurredAt.firstInstant < last.firstInstant { occurredAt = .instant(moment) }
        }
        let event = CaseEvent(
            id: id, authority: authority, children: (about ?? children).map(\.id), occurredAt: occurredAt,
            recordedBy: recorder ?? worker, data: data, source: source, significance: significance, summary: summary)
        entries.append(
            Entry(event: event, firstInstant: occurredAt.firstInstant, lagHours: random.chance(40) ? lag : lag / 8))
        return id
    }

    /// The next reference of that kind for the child: `R-F12345-1`.
    mutating func reference(_ kind: String, _ child: Child) -> Reference {
        let stem = "\(kind)-\(child.id.text)"
        let number = (numbers[stem] ?? 0) + 1
        numbers[stem] = number
        return Reference(unchecked: "\(stem)-\(number)")
    }

    // MARK: Words

    /// The place of one of the list that was not dealt before; of any once all were.
    mutating func dealPlace(_ count: Int, as name: String) -> Int {
        var used = dealt[name] ?? []
        // Once all were dealt only the last stays out, so that nothing comes twice running.
        if used.count >= count { used = used.suffix(1) }
        let free = (0..<count).filter { !used.contains($0) }
        let place = random.pick(free, or: 0)
        dealt[name] = used + [place]
        return place
    }

    /// One of the list, about that child.
    mutating func deal(_ list: [String], as name: String, about child: Child) -> String {
        list.isEmpty ? "" : say(list[dealPlace(list.count, as: name)], about: child)
    }

    /// The sentence with its names.
    func say(_ sentence: String, about child: Child) -> String {
        let name = child.born == nil ? "the baby" : child.givenName
        let said = sentence.replacing("{c}", with: name).replacing("{carer}", with: household.carer)
        return said.prefix(1).uppercased() + said.dropFirst()
    }

    /// Who takes what comes in.
    mutating func dutyWorker() -> WorkerID {
        WorkerID(unchecked: outOfHours ? random.pick(Staff.emergencyDuty, or: "edt.j.rowe") : worker.text)
    }
}
