import CaseRecord
import Foundation
import StrictJSON
import Testing
import Timescales

@testable import Alerts

/// What goes together in one notice.
@Suite struct NoticeGroupTests {
    private static let now = RoutingTests.london("2026-11-26 10:00")

    static func telling(
        _ rule: String, team: String = "west", worker: String? = nil, to recipient: Recipient = .teamManager,
        _ severity: Severity = .today, id: UUID = UUID(), stage: AlertStage = .overdue
    ) -> DueTelling {
        let alert = Alert(
            id: id, clockID: "\(rule)/A", child: "A", rule: rule, team: team, worker: worker,
            due: LondonTime.date(of: now), stage: stage, severity: severity, isMigrated: false, openedAt: now,
            changedAt: now, clock: ["rule": ["id": .string(rule), "title": .string("Title of \(rule)")]])
        let facts = AlertFacts(
            id: id, rule: rule, team: team, isOpen: true, severity: severity, stageRaisedAt: now)
        return DueTelling(
            inHand: AlertInHand(alert: alert, facts: facts), recipient: recipient, reason: .stage, stage: stage,
            severity: severity, number: 1, fellAt: now, raisedAt: now, isReleased: false)
    }

    @Test func aDigestHasAllRulesTogetherAndTheRestIsByRule() {
        let digest = NoticeGroup.groups(of: ["R01", "R03", "P40"].map { Self.telling($0, .digest) })
        #expect(digest.map(\.tellings.count) == [3] && digest[0].notice(at: Self.now).kind == .digest)
        let byRule = NoticeGroup.groups(of: ["R01", "R03", "R01"].map { Self.telling($0) })
        #expect(byRule.map(\.tellings.count) == [2, 1])
        let notice = byRule[0].notice(at: Self.now)
        #expect(notice.kind == .alerts && notice.payload["sentence"] == "Title of R01, team west: 2 overdue")
    }

    @Test func ofAnUnallocatedCaseTheTeamManagerHearsOnce() {
        let id = UUID()
        let groups = NoticeGroup.groups(
            of: [Self.telling("R01", to: .worker, id: id), Self.telling("R01", to: .teamManager, id: id)])
        #expect(groups.map(\.address.recipient) == [.teamManager] && groups[0].tellings.count == 1)
    }

    /// Whatever there is to tell, each gets all that is theirs, once, and nothing that is not.
    @Test(arguments: 0..<50) func everybodyGetsAllThatIsTheirsOnce(seed: UInt64) {
        var random = Seeded(state: seed)
        let count = Int.random(in: 0..<1500, using: &random)
        let tellings = (0..<count).map { _ in
            Self.telling(
                ["R01", "R03"].randomElement(using: &random) ?? "R01",
                team: ["west", "east"].randomElement(using: &random) ?? "west",
                worker: [nil, "sam", "kim"].randomElement(using: &random) ?? nil,
                to: Recipient.allCases.randomElement(using: &random) ?? .worker,
                Severity.allCases.randomElement(using: &random) ?? .today)
        }
        let groups = NoticeGroup.groups(of: tellings)
        #expect(groups.allSatisfy { (1...NoticeGroup.largest).contains($0.tellings.count) })
        #expect(groups.map(\.severity.rawValue) == groups.map(\.severity.rawValue).sorted(), "the gravest first")
        let told = groups.flatMap { group in group.tellings.map { ($0.inHand.alert.id, group.address) } }
        #expect(told.count == count && Set(told.map(\.0)).count == count)
        let addresses = Dictionary(
            tellings.map { ($0.inHand.alert.id, $0.address) }, uniquingKeysWith: { one, _ in one })
        #expect(told.allSatisfy { addresses[$0.0] == $0.1 })
        for group in groups where group.severity != .digest {
            #expect(Set(group.tellings.map(\.inHand.alert.rule)).count == 1)
        }
    }
}
