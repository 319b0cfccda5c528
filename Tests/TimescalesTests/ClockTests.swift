import CaseRecord
import StrictJSON
import Testing
import Timescales

@Suite struct ClockTests {
    func norfolk() throws -> Clock {
        try History([("referral.received", "2011-04-14", ["referral": "R-1"])]).clock("R03", "R-1")
    }

    @Test(arguments: [
        ("2011-04-13T10:00:00Z", Stage.running), ("2011-04-26T22:59:59Z", .running), ("2011-04-26T23:00:00Z", .dueSoon),
        ("2011-05-03T22:59:59Z", .dueSoon), ("2011-05-03T23:00:00Z", .due), ("2011-05-04T22:59:59.999999Z", .due),
        ("2011-05-04T23:00:00Z", .overdue), ("2011-05-18T22:59:59Z", .overdue),
        ("2011-05-18T23:00:00Z", .severelyOverdue),
    ])
    func stagesChangeAtLondonsMidnight(now: String, stage: Stage) throws {
        let clock = try norfolk()
        let now = try #require(Instant(now))
        #expect(clock.stage(at: now) == stage)
        #expect(clock.transitions.last { $0.at <= now }.map(\.stage) ?? .running == stage)
        let next = clock.nextTransition(after: now)
        #expect(next?.at ?? Instant(microseconds: .max) > now)
        #expect((next == nil) == (stage == .severelyOverdue))
        if let next { #expect(clock.stage(at: next.at) == next.stage) }
    }

    @Test func aClockThatEndedHasNoStage() throws {
        let clock = try History([
            ("referral.received", "2011-04-14", ["referral": "R-1"]),
            ("referral.decided", "2011-04-15", ["referral": "R-1", "outcome": "advice"]),
        ]).clock("R01", "R-1")
        let now = try #require(Instant("2011-05-04T09:00:00Z"))
        #expect(clock.stage(at: now) == nil && clock.nextTransition(after: now) == nil)
        #expect(clock.json(at: now) == clock.json)
    }

    @Test func theJSONHasTheWholeExplanation() throws {
        let json = try norfolk().json(at: try #require(Instant("2011-05-05T09:00:00Z")))
        #expect(json["id"] == "R03/N1001/R-1" && json["child"] == "N1001" && json["state"] == "open")
        let rule = try #require(json["rule"])
        #expect(rule["id"] == "R03" && rule["title"] == "Initial assessment" && rule["kind"] == "guidance")
        #expect(rule["severity"]?["severely-overdue"] == 1 && rule["tell"]?["due-soon"] == ["worker"])
        #expect(json["edition"]?["name"] == "Working Together to Safeguard Children 2010")
        #expect(json["edition"]?["inForceFrom"] == "2010-03-17" && json["edition"]?["sureness"] == "known")
        #expect(json["edition"]?["paragraph"] != nil && json["edition"]?["note"] != nil)
        #expect(json["startedBy"] == ["event": "0192d3c4-5e6f-7a8b-9c0d-000000000001", "position": 1])
        #expect(json["dayZero"] == "2011-04-14" && json["limit"] == ["workingDays": 10])
        #expect(json["due"] == "2011-05-04" && json["warnFrom"] == "2011-04-27" && json["severeFrom"] == "2011-05-19")
        #expect(json["stage"] == "overdue" && json["workingDaysLeft"] == -1 && json["workingDaysUsed"] == 11)
        #expect(json["provisional"] == false && json["stoppedOn"] == nil)
        let explanation = try #require(json["explanation"])
        #expect(explanation["counted"]?.arrayValue?.last == ["day": 10, "date": "2011-05-04"])
        let skipped = try #require(explanation["skipped"]?.arrayValue)
        #expect(skipped.count == 10 && skipped.contains(["date": "2011-04-29", "reason": "Royal wedding"]))
        #expect(explanation["remarks"]?.arrayValue?.count == 1)
    }

    @Test func theJSONOfAClockThatEndedSaysHow() throws {
        let late = try History([
            ("referral.received", "2011-04-14", ["referral": "R-1"]),
            ("referral.decided", "2011-04-19", ["referral": "R-1", "outcome": "advice"]),
        ]).clocks().map(\.json)
        #expect(late[0]["state"] == "late" && late[0]["stoppedOn"] == "2011-04-19")
        #expect(late[0]["workingDaysLate"] == 2)
        #expect(late[0]["workingDaysUsed"] == 3 && late[0]["stoppedBy"]?["position"] == 2)
        #expect(late[1]["state"] == "cancelled" && late[1]["wasOverdue"] == false)
        #expect(late[1]["reason"] == "the decision on the referral was advice")
        let sentence = late[0]["explanation"]?["sentence"]?.stringValue
        #expect(
            sentence?.hasSuffix("It was done late, on Tue 19 April 2011, 2 working days after the due day.") == true)
    }

    @Test func aDueDayInAnUnpublishedYearIsProvisional() throws {
        let clock = try History([("referral.received", "2028-12-01", ["referral": "R-1"])]).clock("R05", "R-1")
        #expect(clock.json["provisional"] == true)
        #expect(clock.remarks.contains { $0.contains("bank holidays of 2029 are not yet published") })
    }
}
