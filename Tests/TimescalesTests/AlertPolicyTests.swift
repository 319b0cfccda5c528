import StrictJSON
import Testing

@testable import Timescales

/// When people are told of alerts, by an authority's own file.
@Suite struct AlertPolicyTests {
    private func read(_ alerts: String) throws -> Rulebook {
        try Rulebook.standard().adding("rulebook: r\nversion: 1\nalerts:\n\(alerts)\n", named: "own")
    }

    private func problems(_ alerts: String) -> [RuleFileProblem] {
        do {
            _ = try read(alerts)
            return []
        } catch {
            return (error as? RulebookError)?.problems ?? []
        }
    }

    @Test func whatAnAuthorityDoesNotSayStaysAsItIs() throws {
        let policy = try read("  waitMinutes: 30").alerts
        #expect(policy.waitMinutes == 30)
        #expect("\(policy.opens) \(policy.closes) \(policy.digests)" == "08:30 17:30 [08:30, 15:00]")
        #expect(policy.repeatsAfter == 3 && policy.acknowledgementHolds == 5)
        #expect(policy.climbsAfter == [.now: 1, .today: 3])
        #expect(try Rulebook.standard().alerts == .ordinary)
    }

    @Test func allOfItCanBeSaid() throws {
        let policy = try read(
            """
              hours: {from: "07:45", until: "19:00"}
              digests: ["16:00", "08:00", "16:00"]
              repeat: never
              climb: {1: 2 working days, 2: never, 3: 10 working days}
              acknowledgementHolds: 1 working day
              caseload: {cap: 16, newlyQualifiedShare: 80, severity: 1, tell: [worker, service-manager]}
            """
        ).alerts
        #expect("\(policy.opens) \(policy.closes) \(policy.digests)" == "07:45 19:00 [08:00, 16:00]")
        #expect(policy.repeatsAfter == nil && policy.acknowledgementHolds == 1)
        #expect(policy.caseload.cap == 16 && policy.caseload.newlyQualifiedShare == 80)
        #expect(policy.caseload.severity == .now && policy.caseload.tell == [.worker, .serviceManager])
        #expect(policy.climbsAfter == [.now: 2, .digest: 10])
    }

    @Test func everyMistakeHasItsLine() {
        let found = problems(
            """
              hours: {from: "17:30", until: "08:30"}
              digests: noon
              waitMinutes: soon
              repeat: 3 days
              climb: {9: 1 working day}
              acknowledgementHolds: never
              caseload: {cap: 0, severity: 4, tell: [], off: perhaps}
            """)
        #expect(found.map(\.line) == [4, 5, 6, 7, 8, 9, 10, 10, 10, 10])
        #expect(found.map(\.path).contains("alerts/climb/9"))
        #expect(found.first?.reason == "working hours must end after they begin, on the same day")
    }

    @Test func whatTheFileChangesIsSaid() throws {
        let rulebook = try read("  waitMinutes: 30")
        let changes = try #require(RulebookChanges(of: rulebook, beyond: try .standard()))
        #expect(changes.lines == ["alerts: waitMinutes 30 instead of 10"])
        #expect(changes.json["alerts"]?["waitMinutes"] == 30)
        let silent = try #require(
            RulebookChanges(
                of: try Rulebook.standard().adding("rulebook: r\nversion: 1\n", named: "own"), beyond: try .standard()))
        #expect(silent.json["alerts"] == nil && silent.lines.isEmpty)
    }
}
