import CaseRecord
import StrictJSON
import Testing
import TextTable

@testable import Views

/// How a worker learns, as seen on Wednesday 4 May 2011.
@Suite struct DevelopmentStandingTests {
    private static func activity(
        _ kind: String, plan: String? = "first year", on day: String, by worker: String = "sam"
    )
        throws -> (String, any EventPayload)
    {
        var json: JSONValue = ["worker": .string(worker), "kind": .string(kind)]
        if let plan, case .object(var object) = json {
            object["developmentPlan"] = .string(plan)
            json = .object(object)
        }
        return (day, try DevelopmentRecorded(json: json))
    }

    private static func view(_ authority: [RecordedEvent]) throws -> WorkerView {
        WorkerView(
            worker: try #require(WorkerID("sam")), rows: [], items: [], clocks: [], since: [], lags: [],
            authority: authority, months: Rows.day("2011-02-01")...Rows.day("2011-04-01"),
            setting: Rows.setting(Workforce(authority)))
    }

    @Test func activitiesAreShownByPlanAndWhatIsExpectedOfTheNewlyQualifiedAndMissing() throws {
        let view = try Self.view(
            Rows.events([
                Rows.worker("sam", newlyQualified: true),
                // Before the year began.
                try Self.activity("mentoring", on: "2010-08-31"),
                try Self.activity("shadowing", on: "2010-09-01"), try Self.activity("shadowing", on: "2011-01-10"),
                try Self.activity("workshop", plan: nil, on: "2011-05-04"),
                try Self.activity("joint-work", on: "2011-05-05"),
                try Self.activity("joint-work", on: "2011-01-01", by: "kim"),
                (
                    "2009-03-01",
                    try TrainingCompleted(json: ["worker": "sam", "course": "Level 3", "expires": "2010-03-01"])
                ),
                (
                    "2010-03-02",
                    try TrainingCompleted(json: ["worker": "sam", "course": "Level 3", "expires": "2011-05-03"])
                ),
                (
                    "2010-03-02",
                    try TrainingCompleted(json: ["worker": "sam", "course": "Court", "expires": "2011-05-04"])
                ),
                ("2010-03-02", try TrainingCompleted(json: ["worker": "sam", "course": "Once"])),
            ]))
        let development = view.development
        #expect(development.plans.map(\.plan) == [nil, "first year"])
        #expect(development.plans[1].activities.map(\.position) == [4, 3, 2])
        #expect(development.plans[1].counts.map(\.kind) == [.mentoring, .shadowing])
        #expect(development.plans[1].counts.map(\.count) == [1, 2])
        #expect(development.missing == [.mentoring, .jointWork])
        #expect(development.courses.map(\.course) == ["Level 3", "Court", "Once"])
        #expect(development.courses.map(\.isExpired) == [true, false, false])
        #expect(
            view.text(TextLayout(columns: 300)).contains(
                "Development: newly qualified; of no plan: workshop 1, last on 2011-05-04; first year: mentoring 1, shadowing 2, "
                    + "last on 2011-01-10; not on record: mentoring, joint work; Level 3 had to be done again by 2011-05-03."
            ))
        #expect(view.json["development"]?["plans"]?.arrayValue?[1]["counts"] == ["mentoring": 1, "shadowing": 2])
    }

    @Test func nothingIsExpectedOfOthersAndNothingIsSaidWhereNothingIs() throws {
        let view = try Self.view(Rows.events([Rows.worker("sam"), Rows.worker("kim", newlyQualified: true)]))
        #expect(view.development.isEmpty && view.development.missing.isEmpty)
        #expect(!view.text(TextLayout(columns: 100)).contains("Development"))
    }
}
