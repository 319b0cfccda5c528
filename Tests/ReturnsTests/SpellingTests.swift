import CaseRecord
import Returns
import Testing

@Suite("Spellings of all years") struct SpellingTests {
    @Test(arguments: [
        ("<Sex>M</Sex>", "M"), ("<Sex>f</Sex>", "F"), ("<Sex> U </Sex>", "U"), ("<Sex>1</Sex>", "M"),
        ("<Sex>2</Sex>", "F"), ("<Sex>0</Sex>", "U"), ("<Sex>9</Sex>", "I"),
        ("<GenderCurrent>1</GenderCurrent>", "M"), ("<GenderCurrent>2</GenderCurrent>", "F"),
        ("<GenderCurrent>0</GenderCurrent>", "U"), ("<GenderCurrent>9</GenderCurrent>", "I"),
        ("<Sex>F</Sex><GenderCurrent>1</GenderCurrent>", "F"), ("<Sex/><GenderCurrent>1</GenderCurrent>", "M"),
    ])
    func sex(_ element: String, _ code: String) throws {
        let outcome = try Outcome(census(child(identifiers: element, episode())))
        #expect(outcome.refusals.isEmpty)
        #expect(outcome.payloads(ChildRegistered.self).map(\.sex?.code) == [code])
    }

    @Test(arguments: [("1", true), ("0", false), ("true", true), ("FALSE", false), ("\n 1\t", true)])
    func flags(_ text: String, _ flag: Bool) throws {
        let outcome = try Outcome(census(child(episode("2025-05-01", "<ReferralNFA>\(text)</ReferralNFA>"))))
        #expect(outcome.refusals.isEmpty)
        #expect(outcome.payloads(ReferralReceived.self).map(\.noFurtherAction) == [flag])
    }

    @Test func codesInEitherCaseAndBlankElements() throws {
        let outcome = try Outcome(
            census(
                child(
                    identifiers: "<UPN>h243278544154</UPN><FormerUPN> </FormerUPN><PersonDeathDate/>"
                        + "<ExpectedPersonBirthDate>2027-06-01</ExpectedPersonBirthDate>",
                    characteristics: "<Ethnicity> wbri </Ethnicity><Disabilities><Disability/></Disabilities>",
                    episode(
                        " 2025-05-01\n",
                        "<ReferralSource>5d</ReferralSource><PrimaryNeedCode>n1</PrimaryNeedCode><CINclosureDate/>"
                            + "<ReasonForClosure></ReasonForClosure><ReferralNFA/>"))))
        #expect(outcome.refusals.isEmpty)
        let child = try #require(outcome.payloads(ChildRegistered.self).first)
        #expect(child.upn?.text == "H243278544154" && child.formerUPN == nil && child.ethnicity?.code == "WBRI")
        #expect(child.expectedBirthDate == CivilDate("2027-06-01"), "an unborn child's day lies ahead")
        let referral = try #require(outcome.payloads(ReferralReceived.self).first)
        #expect(referral.sourceCode?.code == "5D" && referral.primaryNeed?.code == "N1")
        #expect(referral.noFurtherAction == nil)
    }

    @Test(arguments: [
        ("2025-05-01Z", true), ("2025-05-01+01:00", true), ("2025-05-01T00:00", false), ("1/5/2025", false),
    ])
    func dates(_ text: String, _ isTaken: Bool) throws {
        let outcome = try Outcome(census(child(episode(text))))
        #expect(outcome.timeline.first == (isTaken ? "2025-05-01 child.registered" : nil))
    }

    @Test(arguments: [("2013-04-14", AssessmentKind.initial), ("2013-04-15", .single)])
    func assessmentKind(_ day: String, _ kind: AssessmentKind) throws {
        let assessment = "<Assessments><AssessmentActualStartDate>\(day)</AssessmentActualStartDate></Assessments>"
        let outcome = try Outcome(census(child(episode("2013-04-01", assessment))))
        #expect(outcome.payloads(AssessmentStarted.self).map(\.kind) == [kind])
    }

    @Test func conferenceNotRequired() throws {
        let enquiry =
            "<Section47><S47ActualStartDate>2025-05-02</S47ActualStartDate><ICPCnotRequired>1</ICPCnotRequired></Section47>"
        let closure = "<CINclosureDate>2025-07-01</CINclosureDate><ReasonForClosure>RC8</ReasonForClosure>"
        let open = try Outcome(census(child(episode("2025-05-01", enquiry))))
        #expect(open.timeline.last == "2026-03-31 section47.concluded")
        let concluded = try #require(open.payloads(Section47Concluded.self).first)
        #expect(concluded.outcome == .conferenceNotRequired)
        #expect(
            concluded.rationale == "stated in the return of 2026-03-31; the day of the decision is not in the return")
        let closed = try Outcome(census(child(episode("2025-05-01", enquiry + closure))))
        #expect(closed.timeline.suffix(2) == ["2025-07-01 section47.concluded", "2025-07-01 case.closed"])
        let undated = try Outcome(census(child(episode("2025-05-01", enquiry)), referenceDate: ""))
        #expect(undated.payloads(Section47Concluded.self).isEmpty)
        #expect(undated.refusals.map(\.element) == ["ICPCnotRequired"])
    }
}
