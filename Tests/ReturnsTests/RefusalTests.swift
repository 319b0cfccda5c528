import CaseRecord
import Returns
import Testing

@Suite("What is left out") struct RefusalTests {
    /// One wrong thing, what is reported and which events stay.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let child: String
        let refused: [String]
        let events: [String]
        var testDescription: String { name }
    }

    static let sound = ["child.registered", "referral.received"]

    static let cases = [
        Case(name: "sound", child: child(episode()), refused: [], events: sound),
        Case(
            name: "bad optional date",
            child: child(episode("2025-05-01", "<DateOfInitialCPC>2025-02-30</DateOfInitialCPC>")),
            refused: ["DateOfInitialCPC element"], events: sound),
        Case(
            name: "future", child: child(episode("2025-05-01", "<DateOfInitialCPC>2026-11-27</DateOfInitialCPC>")),
            refused: ["DateOfInitialCPC element"], events: sound),
        Case(
            name: "tomorrow is within the bounds",
            child: child(episode("2025-05-01", "<DateOfInitialCPC>2026-11-25</DateOfInitialCPC>")),
            refused: [], events: sound + ["conference.held"]),
        Case(
            name: "bad source", child: child(episode("2025-05-01", "<ReferralSource>5E</ReferralSource>")),
            refused: ["ReferralSource element"], events: sound),
        Case(
            name: "bad flag", child: child(episode("2025-05-01", "<ReferralNFA>yes</ReferralNFA>")),
            refused: ["ReferralNFA element"], events: sound),
        Case(
            name: "no referral date", child: child(episode() + episode(" ", "<Assessments/>")),
            refused: ["CINreferralDate block"], events: sound),
        Case(
            name: "old referral date", child: child(episode("1899-12-31")),
            refused: ["CINreferralDate block", "Child child"], events: []),
        Case(name: "no episode", child: child(""), refused: ["Child child"], events: []),
        Case(name: "no identifier", child: child("", episode()), refused: ["LAchildID child"], events: []),
        Case(name: "bad identifier", child: child("A 1", episode()), refused: ["LAchildID child"], events: []),
        Case(
            name: "unknown element", child: child(episode("2025-05-01", "<Mood>x</Mood>")),
            refused: ["Mood element"], events: sound),
        Case(
            name: "stray text", child: child(episode("2025-05-01", "text")),
            refused: ["CINdetails text"], events: sound),
        Case(
            name: "element in a value", child: child(episode("2025-05-01", "<ReferralSource>1A<b/></ReferralSource>")),
            refused: ["b element"], events: sound),
        Case(
            name: "twice",
            child: child(episode("2025-05-01", "<ReferralNFA>1</ReferralNFA><ReferralNFA>0</ReferralNFA>")),
            refused: ["ReferralNFA element"], events: sound),
        Case(
            name: "closure without reason",
            child: child(episode("2025-05-01", "<CINclosureDate>2025-06-01</CINclosureDate>")),
            refused: ["ReasonForClosure element"], events: sound),
        Case(
            name: "closure with unknown reason",
            child: child(
                episode(
                    "2025-05-01", "<CINclosureDate>2025-06-01</CINclosureDate><ReasonForClosure>RC10</ReasonForClosure>"
                )),
            refused: ["ReasonForClosure element"], events: sound),
        Case(
            name: "reason without closure",
            child: child(episode("2025-05-01", "<ReasonForClosure>RC1</ReasonForClosure>")),
            refused: ["ReasonForClosure element"], events: sound),
        Case(
            name: "closure before referral, NFA with activity: taken as they stand",
            child: child(
                episode(
                    "2025-05-01",
                    "<CINclosureDate>2025-04-01</CINclosureDate><ReasonForClosure>RC7</ReasonForClosure>"
                        + "<ReferralNFA>1</ReferralNFA><CINPlanDates><CINPlanStartDate>2025-05-02</CINPlanStartDate></CINPlanDates>"
                )),
            refused: [], events: ["case.closed"] + sound + ["plan.made"]),
        Case(
            name: "assessment without start",
            child: child(
                episode(
                    "2025-05-01",
                    "<Assessments><AssessmentAuthorisationDate>2025-05-05</AssessmentAuthorisationDate></Assessments>")),
            refused: ["AssessmentActualStartDate block"], events: sound),
        Case(
            name: "factors without authorisation",
            child: child(
                episode(
                    "2025-05-01",
                    "<Assessments><AssessmentActualStartDate>2025-05-02</AssessmentActualStartDate><FactorsIdentifiedAtAssessment><AssessmentFactors>1A</AssessmentFactors></FactorsIdentifiedAtAssessment></Assessments>"
                )),
            refused: ["FactorsIdentifiedAtAssessment element"], events: sound + ["assessment.started"]),
        Case(
            name: "one bad factor",
            child: child(
                episode(
                    "2025-05-01",
                    "<Assessments><AssessmentActualStartDate>2025-05-02</AssessmentActualStartDate><AssessmentAuthorisationDate>2025-05-03</AssessmentAuthorisationDate><FactorsIdentifiedAtAssessment><AssessmentFactors>1Z</AssessmentFactors><AssessmentFactors>1A</AssessmentFactors></FactorsIdentifiedAtAssessment></Assessments>"
                )),
            refused: ["AssessmentFactors element"], events: sound + ["assessment.started", "assessment.authorised"]),
        Case(
            name: "enquiry without start",
            child: child(episode("2025-05-01", "<Section47><ICPCnotRequired>1</ICPCnotRequired></Section47>")),
            refused: ["S47ActualStartDate block"], events: sound),
        Case(
            name: "plan without start",
            child: child(
                episode("2025-05-01", "<CINPlanDates><CINPlanEndDate>2025-06-01</CINPlanEndDate></CINPlanDates>")),
            refused: ["CINPlanStartDate block"], events: sound),
        Case(
            name: "protection plan without category",
            child: child(
                episode(
                    "2025-05-01",
                    "<ChildProtectionPlans><CPPstartDate>2025-06-01</CPPstartDate><InitialCategoryOfAbuse>XXX</InitialCategoryOfAbuse></ChildProtectionPlans>"
                )),
            refused: ["InitialCategoryOfAbuse block"], events: sound),
        Case(
            name: "bad number of plans and review",
            child: child(
                episode(
                    "2025-05-01",
                    "<ChildProtectionPlans><CPPstartDate>2025-06-01</CPPstartDate><InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse><NumberOfPreviousCPP>-1</NumberOfPreviousCPP><Reviews><CPPreviewDate>01/07/2025</CPPreviewDate><CPPreviewDate>2025-07-02</CPPreviewDate></Reviews></ChildProtectionPlans>"
                )),
            refused: ["CPPreviewDate element", "NumberOfPreviousCPP element"],
            events: sound + ["cp-plan.started", "conference.held"]),
        Case(
            name: "child's particulars",
            child: child(
                identifiers:
                    "<UPN>X428558133462</UPN><UPNunknown>UN9</UPNunknown><PersonBirthDate>2030-01-01</PersonBirthDate>"
                    + "<ExpectedPersonBirthDate>2027-12-01</ExpectedPersonBirthDate><Sex>X</Sex>",
                characteristics: "<Ethnicity>XXXX</Ethnicity><Disabilities><Disability>BAD</Disability></Disabilities>",
                episode()),
            refused: [
                "Disability element", "Ethnicity element", "ExpectedPersonBirthDate element",
                "PersonBirthDate element", "Sex element", "UPN element", "UPNunknown element",
            ], events: sound),
    ]

    @Test(arguments: cases) func oneThingWrong(_ one: Case) throws {
        let other = child("Z9", episode("2024-01-01"))
        let outcome = try Outcome(census(one.child + "\n" + other))
        #expect(outcome.error == nil)
        #expect(outcome.children.count == 2)
        let read = outcome.children[0]
        #expect(read.refusals.map { "\($0.element) \($0.scope)" }.sorted() == one.refused)
        #expect(read.events.map(\.type.name) == one.events)
        #expect(outcome.children[1].events.map(\.type.name) == Self.sound, "the next child is read as ever")
        #expect(outcome.summary?.refusals == one.refused.count)
        #expect(outcome.summary?.childrenRefused == (one.events.isEmpty ? 1 : 0))
        for refusal in read.refusals {
            #expect(refusal.line >= 4 && refusal.line <= 7)
            #expect(
                refusal.reason.contains("must") || refusal.reason.contains("missing")
                    || refusal.reason.contains("is not"))
        }
        for event in read.events { #expect(try readsBack(event)) }
    }

    @Test func betweenChildren() throws {
        let outcome = try Outcome(
            census(child(episode()) + "\nstray <Other><Child>x</Child></Other>\n" + child("B", episode())))
        #expect(
            outcome.strays.map { "\($0.line) \($0.element) \($0.scope)" } == ["8 Children text", "8 Other element"])
        #expect(outcome.children.map(\.child?.text) == ["A1", "B"])
    }

    @Test func aChildBeyondAllMeasureIsLeftOut() throws {
        let huge = child(episode("2025-05-01", String(repeating: "<Mood>aaaaaaaaaaaaaaaa</Mood>", count: 40_000)))
        let outcome = try Outcome(census(huge + child("B", episode())))
        #expect(outcome.children.map(\.child?.text) == [nil, "B"])
        #expect(outcome.children[0].refusals.map(\.scope) == [.child])
        #expect(outcome.summary?.childrenTaken == 1)
    }

    @Test func reasonsNeverRepeatTheValue() throws {
        let outcome = try Outcome(
            census(
                child(identifiers: "<UPN>secret-upn</UPN><Sex>secret-sex</Sex>", episode("2025-05-01", "secret-text"))))
        #expect(outcome.refusals.count == 3)
        #expect(outcome.refusals.allSatisfy { !$0.description.contains("secret") })
    }
}
