import CaseRecord
import DemonstrationCounty
import Testing

@Suite("The invented county: what a reader finds there")
struct CompositionTests {
    static let days = [DemonstrationCounty.monday, DemonstrationCounty.sunday]

    @Test(arguments: days)
    func clocksStandAtEveryStage(through: CivilDate) {
        let records = Record.all(DemonstrationCounty(2011, through).events()).values
        let ages = records.flatMap { $0.openAssessments(on: through) }
        #expect(ages.count { $0 < 30 } >= 8)
        #expect(ages.count { (38...44).contains($0) } >= 3)
        #expect(ages.count { (44...45).contains($0) } >= 2)
        #expect(ages.count { (46...70).contains($0) } >= 6)
        #expect(ages.count { $0 > 90 } >= 3)

        let undecided = records.flatMap { record in
            record.referrals.filter { record.decided[$0.key] == nil }.map { through.weekdays(after: $0.value) }
        }
        #expect(undecided.contains(0))
        #expect(undecided.count { $0 > 1 } >= 3)

        let enquiries = records.flatMap { $0.enquiries.values }.map { through.weekdays(after: $0) }
        #expect(enquiries.count { (12...15).contains($0) } >= 3)
        #expect(enquiries.count { $0 > 15 } >= 2)

        let waiting = records.filter { $0.completed.subtracting($0.authorised).count > 0 && $0.closed.isEmpty }
        #expect(waiting.count >= 3)
        let unallocated = records.filter { !$0.isAllocated && $0.openAssessments(on: through).contains { $0 > 9 } }
        #expect(unallocated.count >= 4)
        #expect(unallocated.allSatisfy { $0.team != TeamID("north") })
    }

    @Test(arguments: days)
    func plansAndClosures(through: CivilDate) {
        let records = Record.all(DemonstrationCounty(2011, through).events()).values
        #expect(records.count { !$0.protectionPlans.isEmpty } >= 6)
        let needed = records.flatMap { $0.plans.values }.filter { $0.kind == .childInNeed }
        #expect(needed.contains { $0.contingency == nil })
        #expect(needed.contains { $0.contingency != nil })
        #expect(needed.contains { $0.outcomes.contains { $0.measure == nil } })
        #expect(needed.contains { $0.outcomes.allSatisfy { $0.measure != nil && $0.due != nil } })
        let reasons = Set(records.flatMap(\.reasons))
        #expect(reasons == Set((1...9).map { "RC\($0)" }))

        let outcomes = Set(records.flatMap { $0.decided.values })
        #expect(outcomes.isSuperset(of: [.noFurtherAction, .advice, .earlyHelp, .strategyDiscussion]))
        let again = records.filter { record in
            let closings = record.events.filter { $0.data is CaseClosed }.map { $0.occurredAt.firstDay }
            return record.referrals.values.contains { day in
                closings.contains { $0 < day && day <= $0.adding(months: 12) }
            }
        }
        #expect(again.count >= 6)
        let unborn = records.filter { record in
            (record.events.first?.data as? ChildRegistered)?.expectedBirthDate.map { $0 > through } == true
        }
        #expect(unborn.count >= 3)
    }

    @Test(arguments: days)
    func siblingsShareEvents(through: CivilDate) {
        let events = DemonstrationCounty(2011, through).events()
        for type in [ContactReceived.type, StrategyDiscussionHeld.type, ConferenceHeld.type] {
            #expect(events.contains { $0.type == type && $0.children.count == 2 }, "\(type)")
        }
        #expect(events.contains { $0.children.count == 3 })
    }

    @Test(arguments: days)
    func assessmentsAreFullAndThin(through: CivilDate) {
        let assessed = DemonstrationCounty(2011, through).events().compactMap { $0.data as? AssessmentCompleted }
        for part: (AssessmentCompleted) -> Bool in [
            { $0.childViews != nil }, { $0.analysis != nil }, { !$0.riskFactors.isEmpty },
            { !$0.protectiveFactors.isEmpty },
        ] {
            #expect(assessed.contains(where: part))
            #expect(!assessed.allSatisfy(part))
        }
    }

    @Test(arguments: days)
    func lastDayIsLive(through: CivilDate) {
        let live = DemonstrationCounty(2011, through).events().filter { $0.original == nil }
        #expect(live.count { $0.data is ContactReceived } >= 3)
        #expect(live.count { $0.data is ReferralReceived } >= 2)
        #expect(live.contains { $0.data is StrategyDiscussionHeld })
    }

    @Test(arguments: SoundnessTests.seeds, SoundnessTests.days)
    func showcaseIsRichAndOverdue(seed: UInt64, through: CivilDate) throws {
        let county = DemonstrationCounty(seed, through)
        let records = Record.all(county.events())
        let showcase = try #require(records[county.showcaseChild])
        #expect(showcase.team == county.showcaseTeam && county.showcaseTeam.text == "west")
        #expect(showcase.referrals.count == 3)
        #expect(showcase.openAssessments(on: through) == [through.weekday.isWeekend ? 57 : 58])
        let long = county.longHistories.compactMap { records[$0]?.events.count }
        #expect(long.count >= 5 && long.allSatisfy { $0 >= 60 }, "\(long)")
    }

    @Test func aChronologyDoesNotRepeatItself() throws {
        let county = DemonstrationCounty(2011, DemonstrationCounty.monday)
        let record = try #require(Record.all(county.events())[county.showcaseChild])
        let texts = record.events.compactMap { ($0.data as? NoteRecorded)?.text }
        #expect(Double(Set(texts).count) > 0.75 * Double(texts.count))
        #expect(record.events.count { $0.significance == .significant } >= 15)
    }

    @Test func legacyYearsFollowTheirOwnRules() throws {
        let county = DemonstrationCounty(2011, DemonstrationCounty.monday)
        let records = Record.all(county.events())
        #expect(county.legacyChildren.count >= 5)
        for child in county.legacyChildren {
            for event in try #require(records[child]).events {
                #expect(event.original?.system == DemonstrationCounty.legacySystem)
                #expect((2010...2013).contains(event.occurredAt.firstDay.year))
                if let data = event.data as? AssessmentStarted { #expect(data.kind != .single) }
            }
        }
        let showcase = try #require(county.legacyShowcase)
        let first = try #require(records[showcase])
        #expect(Array(first.referrals.values) == [CivilDate("2011-04-14")!])
        let authorised = try #require(first.events.first { $0.data is AssessmentAuthorised })
        #expect(authorised.occurredAt.firstDay > CivilDate("2011-05-04")!)
        #expect(first.events.contains { ($0.data as? AssessmentStarted)?.kind == .core })
        #expect(first.events.contains { $0.data is ConferenceHeld })
        let precisions = Set(county.legacyChildren.flatMap { records[$0]?.events.map(\.occurredAt.precision) ?? [] })
        #expect(precisions == [.exact, .day, .month])
    }

    @Test func teamsDiffer() throws {
        let county = DemonstrationCounty(2011, DemonstrationCounty.monday)
        let events = county.events()
        #expect(county.teams.map(\.text) == ["north", "south", "west"])
        var late: [String: Double] = [:]
        var thin: [String: Double] = [:]
        for team in county.teams {
            let staff = Set(county.workers(of: team))
            #expect((6...8).contains(staff.count) && county.manager(of: team) != nil)
            let theirs = Record.all(events).values.filter { $0.team == team }
            var lengths: [Int] = []
            for record in theirs {
                for event in record.events {
                    guard let data = event.data as? AssessmentAuthorised, event.original?.system != "fenmarsh-legacy",
                        let referral = record.assessmentReferral[data.assessment], let day = record.referrals[referral]
                    else { continue }
                    lengths.append(event.occurredAt.firstDay.weekdays(after: day))
                }
            }
            late[team.text] = Double(lengths.count { $0 > 45 }) / Double(max(1, lengths.count))
            let views = events.filter { staff.contains($0.recordedBy) }.compactMap { $0.data as? AssessmentCompleted }
            thin[team.text] = Double(views.count { $0.childViews == nil }) / Double(max(1, views.count))
        }
        let (north, west, south) = (
            try #require(late["north"]), try #require(late["west"]), try #require(late["south"])
        )
        #expect(north < 0.2 && north < south && south < west, "\(late)")
        #expect(try #require(thin["north"]) < 0.2)
        #expect(try #require(thin["west"]) > 0.25)
    }
}
