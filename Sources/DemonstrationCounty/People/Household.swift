import CaseRecord

/// A child of the county.
struct Child: Sendable {
    let id: ChildID
    let givenName: String
    let familyName: String
    /// `M`, `F` or, before birth, `U`.
    let sex: String
    let ethnicity: String
    let born: CivilDate?
    let expected: CivilDate?
    let disabilities: [String]

    /// Whole years on that day; 0 before birth.
    func age(on day: CivilDate) -> Int {
        guard let born, day > born else { return 0 }
        return day.days(since: born) * 4 / 1461
    }
}

/// A family with its children, and the story that it lives through.
struct Household: Sendable {
    let index: Int
    let plan: StoryPlan
    let theme: Theme
    let children: [Child]
    /// As `Ms Hughes`.
    let carer: String

    init(index: Int, plan: StoryPlan, childNumbers: [Int], through: CivilDate, random: inout SplitMix64) {
        // A story of the teens does not fit a younger brother or sister.
        let themes = (plan.isHarmful ? Theme.harmful : Theme.all).filter {
            childNumbers.count == 1 || $0.ages.lowerBound < 8
        }
        let theme = plan.theme ?? random.pick(themes, or: .neglect)
        let community = Names.community(&random)
        let family = random.pick(community.families, or: "Hughes")
        let asked = !random.chance(plan.team.practice.ethnicityMissing)
        let ethnicity = asked ? random.pick(community.ethnicities, or: "NOBT") : "NOBT"
        let ages = plan.ages ?? theme.ages
        let span = (ages.upperBound - ages.lowerBound + 1) * 350
        let first = plan.start.adding(days: -(ages.lowerBound * 1461 / 4 + 20 + random.below(span)))
        var taken: [String] = []
        var children: [Child] = []
        for (place, number) in childNumbers.enumerated() {
            let isGirl = random.chance(50)
            let names = (isGirl ? community.girls : community.boys).filter { !taken.contains($0) }
            let isUnborn = plan.isBeforeBirth
            let name = isUnborn ? "Unborn" : random.pick(names, or: "Sam")
            taken.append(name)
            // A brother or sister is younger where there is time for it, otherwise older.
            let gap = place * random.among(430...980)
            let younger = first.adding(days: gap)
            let born = younger.adding(days: 30) < plan.start ? younger : first.adding(days: -gap)
            children.append(
                Child(
                    id: ChildID(unchecked: "F\(number)"), givenName: name,
                    familyName: random.chance(10) ? random.pick(community.families, or: family) : family,
                    sex: isUnborn ? "U" : isGirl ? "F" : "M", ethnicity: ethnicity, born: isUnborn ? nil : born,
                    expected: isUnborn ? through.adding(days: random.among(18...110)) : nil,
                    disabilities: theme.need == "N2" ? [random.pick(["MOB", "LD", "AUT", "COMM"], or: "LD")] : ["NONE"])
            )
        }
        let title = plan.isBeforeBirth || random.chance(75) ? random.pick(["Ms", "Mrs"], or: "Ms") : "Mr"
        self.index = index
        self.plan = plan
        self.theme = theme
        self.children = children
        carer = "\(title) \(family)"
    }
}
