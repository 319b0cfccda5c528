import CaseRecord
import DemonstrationCounty
import Foundation
import Testing
import Timescales
import Views

/// The demonstration county as its log reads.
struct CountyLog {
    let histories: [ChildID: [RecordedEvent]]

    init(children: Int, seed: UInt64 = 2011) {
        let county = DemonstrationCounty(
            seed: seed, children: children, through: CivilDate("2026-11-23")!, authority: AuthorityCode("899")!)
        var histories: [ChildID: [RecordedEvent]] = [:]
        for (place, event) in county.events().enumerated() {
            let recorded = RecordedEvent(
                position: Int64(place + 1), recordedAt: Instant("2026-11-24T00:00:00Z")!, versions: [], hash: [],
                typeVersion: 1, event: event)
            for child in event.children { histories[child, default: []].append(recorded) }
        }
        // Records that were merged are folded with others; here each is read alone.
        self.histories = histories.filter { !$0.value.contains { $0.event.data is RecordMerged } }
    }

    /// The records of which nothing contradicts the rest.
    var consistent: CountyLog {
        CountyLog(
            histories: histories.filter { child, history in
                QualityFinding.all(in: EffectiveRecord(of: child, history: history)).isEmpty
            })
    }

    private init(histories: [ChildID: [RecordedEvent]]) { self.histories = histories }

    /// The facts of all children, by child.
    func facts(_ rulebook: Rulebook) -> [CountedFact] {
        histories.keys.sorted().flatMap { child in
            let record = EffectiveRecord(of: child, history: histories[child] ?? [])
            return CountedFact.all(
                in: record, clocks: Clocks.of(record, rulebook: rulebook), calendars: CalendarHistory())
        }
    }
}

@Suite struct CountedFactCountyTests {
    @Test func everyFactOfTheCountyHasItsPlaceAndName() throws {
        let rulebook = try Rulebook.standard()
        let log = CountyLog(children: 60)
        let facts = log.facts(rulebook)
        let known = Set(log.histories.values.flatMap { $0.map(\.event.id) })
        var names: Set<[String]> = []
        for fact in facts {
            #expect(names.insert([fact.child.text, fact.kind.rawValue, fact.reference]).inserted, "\(fact.line)")
            #expect(known.contains(fact.beganWith))
            #expect((fact.endedOn == nil) == (fact.endedWith == nil))
            #expect(fact.endedWith.map(known.contains) ?? true)
        }
        for (child, history) in log.histories {
            let own = facts.filter { $0.child == child }
            let order = own.map { [$0.kind.rawValue, String(format: "%012d", $0.position), $0.reference] }
            #expect(order == order.sorted { $0.lexicographicallyPrecedes($1) })
            let standing = EffectiveRecord(of: child, history: history).standing
            let counts = { (type: EventType) in standing.count { $0.event.type == type } }
            for (kind, type) in [
                (CountedFact.Kind.visit, VisitMade.type), (.referral, ReferralReceived.type),
                (.assessment, AssessmentStarted.type), (.decision, DecisionMade.type), (.contact, ContactReceived.type),
                (.protectionPlan, ChildProtectionPlanStarted.type), (.care, CareStarted.type),
            ] {
                #expect(own.count { $0.kind == kind } == counts(type), "\(child) \(kind)")
            }
        }
        let met = Set(facts.map(\.kind))
        let told: Set<CountedFact.Kind> = [
            .contact, .referral, .assessment, .strategyDiscussion, .section47, .conference, .protectionPlan,
            .protectionReview, .episode,
        ]
        #expect(told.isSubset(of: met))
    }

    /// The last look of a case's row and the looks that are counted are of one kind.
    @Test func theLastLookOfAManagerIsTheLastThatIsCounted() throws {
        let rulebook = try Rulebook.standard()
        var ways: Set<String?> = []
        for (child, history) in CountyLog(children: 200).histories {
            let record = EffectiveRecord(of: child, history: history)
            let facts = CountedFact.all(
                in: record, clocks: Clocks.of(record, rulebook: rulebook), calendars: CalendarHistory()
            ).filter { $0.kind == .oversight }
            #expect(CaseRow.of(record)?.lastOversightOn == facts.map(\.beganOn).max(), "\(child)")
            ways.formUnion(facts.map(\.variant))
        }
        #expect(ways.isSuperset(of: ["referral-decision", "decision", "case-review", "authorisation", "supervision"]))
    }

    @Test func theCountyHasHandoversThatWereAcceptedAndOneThatWaits() throws {
        let facts = CountyLog(children: 300).facts(try .standard()).filter { $0.kind == .handover }
        #expect(facts.contains { $0.endedOn == nil && $0.team == TeamID("south") })
        #expect(facts.contains { $0.worker != nil })
    }
}
