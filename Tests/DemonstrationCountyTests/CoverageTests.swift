import CaseRecord
import DemonstrationCounty
import Testing

@Suite("The invented county: every type of event and every finding about quality")
struct CoverageTests {
    /// What an import is not to do, or cannot say before there is a log.
    static let left: [String: String] = [
        "rulebook.adopted": "an import of an invented county is not to change the rules of whoever tries it",
        "calendar.adopted": "nor its calendar",
        "inspection-pack.frozen": "names a position and the digest of a log that is still to be written",
        "alert.acknowledged": "names an alert, which the daemon makes",
        "alert.dismissed": "names an alert, which the daemon makes",
    ]

    /// 120 children are enough.
    @Test func everyTypeOfEventOccurs() {
        let events = DemonstrationCounty(2011, DemonstrationCounty.monday, children: 120).events()
        let told = Set(events.map(\.type.name))
        let all = Set(EventCatalogue.current.types.map { $0.type.name })
        #expect(all.subtracting(told).sorted() == Self.left.keys.sorted())
    }

    @Test func everyFindingAboutQualityOccurs() {
        let county = DemonstrationCounty(2011, DemonstrationCounty.monday, children: 120)
        let children = Set(county.contradictoryChildren)
        let found = QualityTests.findings(county, through: DemonstrationCounty.monday) { children.contains($0) }
        #expect(Set(QualityRule.allCases.map(\.rawValue)).subtracting(found.keys).sorted() == [])
    }

    /// The gaps that a manager is to find, each at a plausible rate.
    @Test func practiceIsGoodAndPoor() throws {
        let records = Record.all(DemonstrationCounty(2011, DemonstrationCounty.monday).events())
        func share<Payload: EventPayload>(_ type: Payload.Type, _ matches: (Payload) -> Bool) -> Double {
            let all = records.values.flatMap(\.events).compactMap { $0.data as? Payload }
            return Double(all.count(where: matches)) / Double(max(1, all.count))
        }
        #expect((0.1...0.5).contains(share(VisitMade.self) { $0.seen != true }))
        #expect((0.3...0.8).contains(share(VisitMade.self) { $0.seenAlone == true }))
        #expect((0.02...0.4).contains(share(StrategyDiscussionHeld.self) { !$0.participants.contains("police") }))
        #expect((0.05...0.5).contains(share(StrategyDiscussionHeld.self) { !$0.participants.contains("health") }))
        #expect((0.1...0.7).contains(share(DecisionMade.self) { $0.due == nil }))
        #expect((0.1...0.8).contains(share(PlanMade.self) { $0.outcomes.contains { $0.measure == nil } }))
        let assessed = records.values.flatMap(\.events).filter { $0.data is AssessmentCompleted }.count
        let considered = records.values.flatMap(\.events).filter { $0.data is HistoryConsidered }.count
        #expect((0.3...0.8).contains(Double(considered) / Double(assessed)))
        let required = records.values.flatMap(\.events).filter { $0.data is ProtectiveActionRequired }.count
        let taken = records.values.flatMap(\.events).filter { $0.data is ProtectiveActionTaken }.count
        #expect((0.3...0.9).contains(Double(taken) / Double(required)))
        let sent = records.values.flatMap(\.events).filter { $0.data is HandoverSent }.count
        let accepted = records.values.flatMap(\.events).filter { $0.data is HandoverAccepted }.count
        #expect(sent >= 5 && (0.3...0.95).contains(Double(accepted) / Double(sent)))
    }

    @Test func wordsAreCopiedAcrossSiblings() {
        let events = DemonstrationCounty(2011, DemonstrationCounty.monday).events()
        var views: [String: Set<ChildID>] = [:]
        var contingencies: [String: Set<ChildID>] = [:]
        for event in events {
            let day = "\(event.occurredAt.firstDay) \(event.recordedBy.text) "
            if let words = (event.data as? ChildViewRecorded)?.words {
                views[day + words, default: []].formUnion(event.children)
            }
            if let words = (event.data as? PlanMade)?.contingency {
                contingencies[day + words, default: []].formUnion(event.children)
            }
        }
        #expect(views.values.contains { $0.count > 1 })
        #expect(contingencies.values.contains { $0.count > 1 })
    }

    @Test func storiesAreToldInFull() throws {
        let county = DemonstrationCounty(2011, DemonstrationCounty.monday)
        let records = Record.all(county.events())
        #expect(county.storiesInFull.count == 2)
        let protected = try #require(records[county.storiesInFull[0]])
        #expect(protected.events.count >= 45)
        #expect(protected.events.contains { $0.data is ProtectiveActionTaken })
        #expect(protected.protectionPlans.isEmpty && protected.reasons == ["RC7"])
        let failed = try #require(records[county.storiesInFull[1]])
        #expect(failed.events.count { $0.data is ContactReceived } == 4)
        #expect(failed.events.contains { $0.data is SeriousIncidentIdentified })
        #expect(!failed.events.contains { $0.data is ChildViewRecorded })
    }
}
