import CaseRecord
import Foundation
import Returns
import StrictJSON
import Testing

@Suite("Public samples") struct SampleTests {
    /// What the independent script counts.
    private func count(_ name: String) throws -> JSONValue {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", try sample("count.py").path, try sample(name).path, "2026-11-25"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSONValue(parsing: Array(bytes))
    }

    @Test(arguments: ["fake_CIN_data.xml", "CIN_Census_2021.xml"])
    func agreesWithTheIndependentCount(_ name: String) throws {
        let outcome = try Outcome(Data(contentsOf: sample(name)))
        let counted = try count(name)
        #expect(outcome.error == nil)
        #expect(counted["children"] == .integer(Int64(outcome.children.count)))
        #expect(counted["episodes"] == .integer(Int64(outcome.summary?.episodesRead ?? -1)))
        let upns = outcome.refusals.filter { $0.element == "UPN" || $0.element == "FormerUPN" }
        #expect(counted["wrongUPNs"] == .integer(Int64(upns.count)))
        for member in counted["events"]?.objectValue?.members ?? [] {
            #expect(member.value == .integer(Int64(outcome.eventsByType[member.name] ?? 0)), "\(member.name)")
        }
        #expect(outcome.eventsByType.count == counted["events"]?.objectValue?.names.count)
        for event in outcome.events { #expect(try readsBack(event)) }
        for refusal in outcome.refusals {
            #expect(refusal.line > 0 && !refusal.element.isEmpty && refusal.child != nil)
        }
    }

    @Test func fakeDataHasItsChildrenAndEpisodes() throws {
        let outcome = try Outcome(Data(contentsOf: sample("fake_CIN_data.xml")))
        let summary = try #require(outcome.summary)
        #expect(summary.childrenRead == 332 && summary.childrenTaken == 331 && summary.childrenRefused == 1)
        #expect(summary.episodesRead == 402 && summary.episodesTaken == 400)
        #expect(outcome.header?.authority.text == "975" && outcome.header?.year == 2022)
        // Read off the file by hand: the first child, and where its UPN stands.
        let first = try #require(outcome.children.first)
        #expect(
            first.events.map { "\($0.occurredAt) \($0.type)" } == [
                "2020-07-13 child.registered", "2020-07-13 referral.received", "2020-09-29 conference.held",
                "2021-06-11 case.closed",
            ])
        #expect(first.refusals.map(\.line) == [21])
        #expect(first.refusals.map(\.element) == ["UPN"])
        #expect((first.events[1].data as? ReferralReceived)?.noFurtherAction == true)
        // Referrals of 2028 and 2030 and a closure of 2028 lie ahead of the day of the test.
        #expect(outcome.refusalsByElement == ["UPN": 320, "CINreferralDate": 2, "Child": 1, "CINclosureDate": 1])
    }

    @Test func everyBlockOf2021() throws {
        let outcome = try Outcome(Data(contentsOf: sample("CIN_Census_2021.xml")))
        #expect(
            outcome.timeline == [
                "1970-02-17 cp-plan.started", "1970-06-02 section47.started", "1970-06-03 assessment.started",
                "1970-06-17 conference.held", "1970-10-06 child.registered", "1970-10-06 referral.received",
                "1970-12-06 conference.held", "1971-01-24 plan.made", "1971-01-26 plan.ended",
                "1971-02-15 conference.held", "1971-02-27 case.closed", "1971-03-14 cp-plan.ended",
                "1971-07-18 assessment.authorised",
            ])
        #expect(
            outcome.refusals.map { "\($0.line) \($0.element) \($0.scope)" } == [
                "21 UPN element", "22 FormerUPN element", "23 ChildIdentifiers text",
                "25 ExpectedPersonBirthDate element",
            ])
        #expect(outcome.payloads(ConferenceHeld.self).map(\.kind) == [.initial, .transferIn, .review])
        #expect(outcome.payloads(AssessmentStarted.self).map(\.kind) == [.initial])
        #expect(outcome.payloads(AssessmentAuthorised.self).first?.factors.map(\.code) == ["2A", "2B"])
        let plan = try #require(outcome.payloads(ChildProtectionPlanStarted.self).first)
        #expect(plan.category.code == "PHY" && plan.latestCategory == nil && plan.previousPlans == 10)
        let registered = try #require(outcome.payloads(ChildRegistered.self).first)
        #expect(registered.disabilities.map(\.code) == ["HAND", "HEAR"] && registered.sex?.code == "M")
        #expect(
            outcome.events[1].original?.identifier == "DfEX0000001/CIN-1970-10-06-S-1970-06-02/S47ActualStartDate")
        #expect(outcome.events.allSatisfy { $0.original?.recordedAt == nil && $0.original?.system == "cin-census" })
    }
}
