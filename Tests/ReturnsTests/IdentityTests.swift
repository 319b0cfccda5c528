import CaseRecord
import Foundation
import Returns
import Testing

@Suite("Ids and references") struct IdentityTests {
    private let assessments = ["2025-05-02", "2025-05-09", "2025-05-09"].enumerated().map { index, day in
        "<Assessments><AssessmentActualStartDate>\(day)</AssessmentActualStartDate>"
            + "<AssessmentAuthorisationDate>2025-06-0\(index + 1)</AssessmentAuthorisationDate></Assessments>"
    }

    private func ids(_ text: String) throws -> [UUID] { try Outcome(text).events.map(\.id) }

    @Test func theSameFactsInAnotherOrder() throws {
        let one = child(
            characteristics: "<Disabilities><Disability>LD</Disability><Disability>VIS</Disability></Disabilities>",
            episode("2025-05-01", assessments.joined()) + episode("2025-05-01", "<ReferralNFA>1</ReferralNFA>")
                + episode("2026-01-01"))
        let other = child(
            characteristics: "<Disabilities><Disability>VIS</Disability><Disability>LD</Disability></Disabilities>",
            episode("2026-01-01") + episode("2025-05-01", "<ReferralNFA>1</ReferralNFA>")
                + episode("2025-05-01", assessments.reversed().joined()))
        let second = child("B", episode())
        #expect(try ids(census(one + second)) == ids(census(other + second)))
        #expect(try Set(ids(census(one + second))) == Set(ids(census(second + other))))
        #expect(try ids(census(one)) == ids(census(one)))
        let references = try Outcome(census(one)).payloads(ReferralReceived.self).map(\.referral.text)
        #expect(references == ["CIN-2025-05-01", "CIN-2025-05-01-2", "CIN-2026-01-01"])
    }

    @Test func nextYearsFileMayLackWhatIsOver() throws {
        let all = try Outcome(census(child(episode("2025-05-01", assessments.joined()))))
        let later = try Outcome(
            census(child(episode("2025-05-01", assessments[1...].joined())), referenceDate: "2027-03-31"))
        #expect(Set(later.events.map(\.id)).isSubset(of: Set(all.events.map(\.id))))
        #expect(
            all.payloads(AssessmentStarted.self).map(\.assessment.text) == [
                "CIN-2025-05-01-A-2025-05-02", "CIN-2025-05-01-A-2025-05-09", "CIN-2025-05-01-A-2025-05-09-2",
            ])
    }

    @Test func anythingElseIsAnotherEvent() throws {
        let plain = try ids(census(child(episode())))
        let others = try [
            ids(census(child("A2", episode()))), ids(census(child(episode()), lea: "925")),
            ids(census(child(episode("2025-05-02")))),
        ]
        for other in others { #expect(Set(plain).isDisjoint(with: other)) }
        let nfa = try ids(census(child(episode("2025-05-01", "<ReferralNFA>1</ReferralNFA>"))))
        #expect(nfa[0] == plain[0] && nfa[1] != plain[1])
        for id in plain { #expect(id.uuid.6 >> 4 == 8 && id.uuid.8 >> 6 == 2) }
    }

    @Test func aFactStatedTwiceIsARepeat() throws {
        let outcome = try Outcome(
            census(child(episode("2025-05-01", assessments[0]) + episode("2025-05-01", assessments[0]))))
        #expect(outcome.timeline.count == 4)
        #expect(outcome.summary?.repeats == 3 && outcome.summary?.events == 4 && outcome.summary?.refusals == 0)
        #expect(outcome.summary?.episodesTaken == 2)
    }

    @Test func idsStayAsTheyAre() throws {
        // A change here would have every authority's history imported a second time.
        let ids = try ids(census(child(episode())))
        #expect(
            ids.map { $0.uuidString.lowercased() } == [
                "46640b1b-e68c-8f0b-8787-9238ff8d0ab3", "8b17beeb-49cd-893b-8c61-30cdce161a03",
            ])
    }
}
