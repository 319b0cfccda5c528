import CaseRecord

/// Which stories the county holds: first those that a reader is to find for certain, then a mixture up to the number
/// of children.
struct Population {
    let through: CivilDate
    private(set) var plans: [StoryPlan] = []
    private var random: SplitMix64

    init(seed: UInt64, children: Int, through: CivilDate) {
        self.through = through
        random = SplitMix64(seed: seed, stream: 1)
        addToday()
        addWritten()
        addFrontDoor()
        addAssessments()
        addProtection()
        addNeed()
        addLegacy()
        var left = children
        var kept: [StoryPlan] = []
        for plan in plans where left > 0 { Self.keep(plan, &kept, &left) }
        while left > 0 { Self.keep(anyPlan(), &kept, &left) }
        // In the order of their beginnings; among equals in the order above.
        plans = kept.enumerated().sorted {
            ($0.element.start, $0.offset) < ($1.element.start, $1.offset)
        }.map(\.element)
    }

    private static func keep(_ plan: StoryPlan, _ kept: inout [StoryPlan], _ left: inout Int) {
        var plan = plan
        plan.siblings = min(plan.siblings, left)
        left -= plan.siblings
        kept.append(plan)
    }

    private func back(_ weekdays: Int) -> CivilDate { through.adding(weekdays: -weekdays) }
    private func ago(_ days: Int) -> CivilDate { min(through.adding(days: -days).onWeekday, through) }

    private mutating func add(
        _ team: AreaTeam, _ kind: StoryPlan.Kind, from start: CivilDate, siblings: Int = 1, theme: Theme? = nil,
        ages: ClosedRange<Int>? = nil
    ) {
        plans.append(
            StoryPlan(kind: kind, team: team, start: start, siblings: siblings, theme: theme, ages: ages))
    }

    private mutating func addToday() {
        // The showcase comes first, so that even the smallest county has it.
        add(Staff.west, .long(lastReferral: 58), from: ago(725), theme: .neglect, ages: 5...9)
        add(Staff.north, .today(.strategyDiscussion), from: back(26), siblings: 2, theme: .physical)
        add(Staff.west, .today(.referral), from: through)
        add(Staff.south, .today(.referral), from: through, siblings: 2)
        for team in Staff.teams { add(team, .today(.contact), from: through) }
        add(Staff.north, .long(lastReferral: 20), from: ago(731), theme: .domesticAbuse, ages: 5...9)
        add(Staff.south, .long(lastReferral: 52), from: ago(718), siblings: 2, theme: .mentalHealth, ages: 6...10)
        add(Staff.west, .long(lastReferral: 30), from: ago(724), theme: .alcohol, ages: 8...12)
        add(Staff.south, .long(lastReferral: 12), from: ago(709), theme: .exploitation, ages: 12...13)
        add(Staff.north, .long(lastReferral: 41), from: ago(736), theme: .neglect, ages: 4...8)
    }

    private mutating func addWritten() {
        for story in WrittenStory.allCases {
            add(
                story.team, .written(story), from: ago(story.daysBack), siblings: story.script.children,
                theme: story.theme, ages: story.ages)
        }
    }

    private mutating func addFrontDoor() {
        for (team, age) in [(Staff.south, 1), (Staff.north, 1), (Staff.west, 2), (Staff.west, 4), (Staff.south, 7)] {
            add(team, .undecided, from: back(age), siblings: age == 4 ? 2 : 1)
        }
        for (place, outcome) in [ContactOutcome.noFurtherAction, .advice, .earlyHelp, .otherAuthority].enumerated() {
            add(Staff.teams[place % 3], .contactOnly(outcome), from: ago(30 + 70 * place))
        }
        for (place, outcome) in [ReferralOutcome.noFurtherAction, .advice, .earlyHelp, .otherAuthority].enumerated() {
            add(Staff.teams[(place + 1) % 3], .referralEnded(outcome), from: ago(45 + 90 * place))
        }
    }

    private mutating func addAssessments() {
        let ages = [
            (Staff.north, [4, 12, 25, 39, 44]), (Staff.west, [8, 41, 45, 50, 62, 95, 130]),
            (Staff.south, [15, 43, 45, 47, 55, 110]),
        ]
        for (team, ages) in ages {
            for age in ages {
                add(team, .openAssessment(waits: false), from: back(age), siblings: age == 50 || age == 12 ? 2 : 1)
            }
        }
        for age in [12, 33, 52, 70] { add(Staff.west, .openAssessment(waits: true), from: back(age)) }
        for age in [20, 48] { add(Staff.south, .openAssessment(waits: true), from: back(age)) }
        for (team, age) in [(Staff.north, 32), (Staff.west, 44), (Staff.west, 60), (Staff.south, 50)] {
            add(team, .awaitingAuthorisation, from: back(age))
        }
        for (place, days) in [250, 380, 470, 330].enumerated() {
            add(Staff.teams[place % 3], .referredAgain, from: ago(days))
        }
    }

    private mutating func addProtection() {
        for (team, age) in [(Staff.north, 6), (Staff.south, 13), (Staff.south, 15), (Staff.west, 18), (Staff.west, 24)]
        {
            add(team, .enquiry(.none), from: back(age))
        }
        add(Staff.west, .enquiry(.none), from: back(14), siblings: 2)
        add(Staff.north, .enquiry(.notSubstantiated), from: ago(120))
        add(Staff.south, .enquiry(.notSubstantiated), from: ago(200))
        add(Staff.west, .enquiry(.noContinuingRisk), from: ago(300))
        add(Staff.west, .enquiry(.lateConference), from: ago(90))
        add(Staff.south, .enquiry(.lateConference), from: ago(160), siblings: 2)
        add(Staff.north, .protection(days: 330, closing: nil), from: ago(200), siblings: 2)
        add(Staff.west, .protection(days: 420, closing: nil), from: ago(150))
        add(Staff.west, .protection(days: 420, closing: nil), from: ago(112), siblings: 3)
        add(Staff.south, .protection(days: 260, closing: "RC7"), from: ago(480))
        add(Staff.north, .protection(days: 200, closing: "RC4"), from: ago(600), theme: .neglect, ages: 2...6)
    }

    private mutating func addNeed() {
        let north = Staff.north, west = Staff.west, south = Staff.south
        add(south, .childInNeed(days: 260, closing: "RC1"), from: ago(560), theme: .neglect, ages: 0...1)
        add(north, .childInNeed(days: 150, closing: "RC2"), from: ago(430), theme: .disability)
        add(north, .childInNeed(days: 120, closing: "RC3"), from: ago(350), theme: .acuteStress, ages: 5...10)
        add(west, .childInNeed(days: 180, closing: "RC4"), from: ago(500), theme: .neglect)
        add(south, .childInNeed(days: 90, closing: "RC5"), from: ago(420), theme: .acuteStress)
        add(west, .childInNeed(days: 320, closing: "RC6"), from: ago(640), theme: .disability, ages: 17...17)
        add(north, .childInNeed(days: 140, closing: "RC7"), from: ago(390))
        add(west, .childInNeed(days: 0, closing: nil), from: ago(190))
        add(west, .childInNeed(days: 0, closing: nil), from: ago(260), siblings: 2)
        add(south, .childInNeed(days: 0, closing: nil), from: ago(210))
        add(north, .childInNeed(days: 0, closing: nil), from: ago(160))
        add(north, .beforeBirth(conference: false), from: ago(40), theme: .beforeBirth)
        add(west, .beforeBirth(conference: true), from: ago(62), theme: .beforeBirth)
        add(south, .beforeBirth(conference: false), from: back(20), theme: .beforeBirth)
    }

    private mutating func addLegacy() {
        let days = [
            (2011, 4, 14), (2010, 6, 8), (2010, 11, 22), (2011, 2, 9), (2011, 9, 5), (2012, 3, 19), (2012, 6, 11),
        ]
        for (place, day) in days.enumerated() {
            guard let start = CivilDate(year: day.0, month: day.1, day: day.2) else { continue }
            let team = [Staff.west, Staff.south, Staff.north][place % 3]
            let theme = [Theme.domesticAbuse, .neglect, .alcohol, .physical, .mentalHealth][place % 5]
            add(team, .legacy(place), from: start, siblings: place == 3 ? 2 : 1, theme: theme, ages: 5...9)
        }
    }

    private mutating func anyPlan() -> StoryPlan {
        let team = random.pick([Staff.north, Staff.west, Staff.west, Staff.south], or: Staff.north)
        var plan = StoryPlan(kind: anyKind(in: team), team: team, start: through)
        plan.start = anyStart(of: plan.kind, team)
        if case .written(let story) = plan.kind {
            (plan.siblings, plan.theme, plan.ages) = (story.script.children, story.theme, story.ages)
            return plan
        }
        plan.siblings = random.pick([1, 1, 1, 1, 1, 2, 2, 3], or: 1)
        return plan
    }

    private mutating func anyKind(in team: AreaTeam) -> StoryPlan.Kind {
        switch random.below(100) {
        case ..<17:
            .contactOnly(random.pick([.noFurtherAction, .advice, .advice, .earlyHelp], or: .advice))
        case ..<30:
            .referralEnded(random.pick([.noFurtherAction, .advice, .earlyHelp, .earlyHelp], or: .advice))
        case ..<42: .openAssessment(waits: random.chance(team.practice.unallocated))
        case ..<44: .awaitingAuthorisation
        case ..<70: .assessedAndClosed
        case ..<83: .childInNeed(days: random.among(80...240), closing: random.chance(80) ? "RC7" : "RC5")
        case ..<88: .enquiry(random.pick([.notSubstantiated, .noContinuingRisk], or: .notSubstantiated))
        case ..<91: .written(random.pick([.lookedAfter, .missing, .privatelyFostered, .handedOn], or: .lookedAfter))
        case ..<95: .protection(days: random.among(170...320), closing: "RC7")
        default: .referredAgain
        }
    }

    private mutating func anyStart(of kind: StoryPlan.Kind, _ team: AreaTeam) -> CivilDate {
        switch kind {
        case .openAssessment(let waits):
            if waits { return back(random.among(4...60)) }
            let isLate = random.chance(team.practice.assessesLate)
            return back(isLate ? random.among(team.practice.overrunLength) : random.among(3...44))
        case .awaitingAuthorisation: return back(random.among(20...44))
        case .written: return ago(random.among(60...600))
        default:
            let day = through.adding(days: -random.among(8...725))
            // Some things happen at the weekend.
            return random.chance(25) ? day : day.onWeekday
        }
    }
}
