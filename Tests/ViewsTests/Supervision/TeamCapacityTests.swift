import CaseRecord
import Foundation
import StrictJSON
import Testing
import TextTable

@testable import Views

/// Who is there to do the work of teams, as seen on Wednesday 4 May 2011.
@Suite struct TeamCapacityTests {
    private static func events() throws -> [RecordedEvent] {
        Rows.events([
            ("2010-01-01", try TeamRegistered(json: ["team": "north", "manager": "mo"])),
            ("2010-01-01", try TeamRegistered(json: ["team": "west", "manager": "ann"])),
            ("2010-01-01", try TeamRegistered(json: ["team": "east"])),
            ("2010-01-01", try TeamRegistered(json: ["team": "old", "manager": "mo"])),
            ("2011-01-01", try TeamClosed(json: ["team": "old"])),
            Rows.worker("mo"), Rows.worker("sam", share: 60), Rows.worker("kim"),
            ("2011-04-12", try WorkerChanged(json: ["worker": "kim", "team": "west", "manager": "mo"])),
            // Away on two of April's four Mondays (4, 11, 18, 25), and still so on 30 April.
            ("2011-04-18", try AbsenceRecorded(json: ["worker": "sam", "from": "2011-04-18", "reason": "sickness"])),
            ("2010-01-01", try WorkerRegistered(json: ["worker": "ann", "team": "north"])),
            ("2011-03-15", try WorkerLeft(json: ["worker": "ann"])),
            ("2011-02-01", try VacancyOpened(json: ["vacancy": "V-1", "team": "north", "post": "Social worker"])),
            ("2011-01-01", try VacancyOpened(json: ["vacancy": "V-2", "team": "north", "manages": true])),
            ("2011-01-02", try VacancyFilled(json: ["vacancy": "V-2", "worker": "sam", "acting": true])),
            ("2011-01-01", try VacancyOpened(json: ["vacancy": "V-3", "team": "north"])),
            ("2011-04-30", try VacancyFilled(json: ["vacancy": "V-3", "worker": "lee"])),
            ("2011-04-30", try VacancyOpened(json: ["vacancy": "V-4"])),
            ("2011-05-01", try VacancyOpened(json: ["vacancy": "V-5", "team": "north"])),
            ("2010-06-01", try VacancyOpened(json: ["vacancy": "V-6", "team": "old"])),
            ("2011-04-01", try VacancyOpened(json: ["vacancy": "V-7", "team": "west"])),
            // Recorded in the wrong order.
            ("2011-04-02T15:00:00Z", try VacancyFilled(json: ["vacancy": "V-8", "worker": "lee"])),
            ("2011-04-02T09:00:00Z", try VacancyOpened(json: ["vacancy": "V-8", "team": "north"])),
        ])
    }

    private static func view(
        _ facts: [CountedFact] = [], from: String = "2011-02-15", to: String = "2011-04-30",
        seesTeam: (TeamID) -> Bool = { _ in true }
    ) throws -> ServiceView {
        let authority = try events()
        return ServiceView(
            rows: [], facts: facts, lags: [], audits: [], authority: authority, days: Rows.day(from)...Rows.day(to),
            setting: Rows.setting(Workforce(authority)), seesTeam: seesTeam)
    }

    @Test func hoursManagersAndEmptyPostsAreThoseOfTheLastDay() throws {
        let view = try Self.view()
        #expect(view.capacity.teams.map(\.team.text) == ["east", "north", "west"])
        let (east, north, west) = (view.capacity.teams[0], view.capacity.teams[1], view.capacity.teams[2])
        #expect(north.inPost == 2 && north.absent == 1 && north.contracted == 160 && north.available == 100)
        #expect(north.management == .present && north.managed == 2)
        #expect(west.management == .left && west.inPost == 1 && west.available == 100)
        #expect(east.management == .none && east.inPost == 0 && east.managed == 0)
        #expect(north.vacancies.map(\.vacancy) == ["V-2", "V-1"])
        #expect(north.vacancies.map(\.isActing) == [true, false] && north.vacancies[0].acting?.text == "sam")
        #expect(north.vacancies.map(\.isManagers) == [true, false])
        #expect(view.capacity.ofNoTeam.map(\.vacancy) == ["V-6", "V-4"])
        let text = view.text(TextLayout(columns: 160))
        #expect(text.contains("Capacity, by month from 2011-03, beside what was in time"))
        #expect(text.contains("V-2 empty since 2011-01-01, sam acting; Social worker empty since 2011-02-01"))
        #expect(text.contains("ann is not in post") && text.contains("no manager"))
        #expect(text.contains("Of no open team: V-6, old, empty since 2010-06-01; V-4 empty since 2011-04-30."))
        let json = view.json["capacity"]?["teams"]?.arrayValue?[1]
        #expect(json?["contracted"]?.text() == "1.6" && json?["management"] == "present")
    }

    @Test func monthsAreMeansOfMondaysAndHoldWhatWasInTime() throws {
        var facts: [CountedFact] = []
        func add(_ kind: CountedFact.Kind, due: String, ended: String?, variant: String? = nil) {
            facts.append(
                CountedFact(
                    child: ChildID(unchecked: "C"), kind: kind, reference: "F-\(facts.count)", variant: variant,
                    team: Rows.north, beganOn: Rows.day("2011-01-03"), beganWith: Rows.event(facts.count),
                    position: Int64(facts.count), endedOn: ended.map(Rows.day), due: Rows.day(due),
                    outcome: kind == .assessment ? "child-view" : "held"))
        }
        add(.assessment, due: "2011-03-10", ended: "2011-03-01")
        add(.conference, due: "2011-03-10", ended: "2011-03-31", variant: "initial")
        add(.protectionReview, due: "2011-04-01", ended: nil)
        add(.careReview, due: "2011-04-30", ended: "2011-05-01")
        add(.assessment, due: "2011-03-10", ended: "2011-02-28")
        let months = try Self.view(facts).capacity.teams[1].months
        #expect(months.map(\.month.description) == ["2011-03-01", "2011-04-01"])
        // In March ann left between the second and the third of four Mondays; kim went in April after the second.
        #expect(months.map(\.contracted) == [310, 210] && months.map(\.available) == [310, 180])
        #expect(months.map(\.inTime) == [MeasuredShare(met: 1, cases: 2), MeasuredShare(met: 0, cases: 1)])
        #expect(try Self.view(from: "2011-04-02").capacity.teams.map(\.months.count) == [0, 0, 0])
        #expect(try Self.view(from: "2011-04-01").capacity.teams.map(\.months.count) == [1, 1, 1])
        // A month that is not over is none, and of many years the last two are shown.
        #expect(try Self.view(from: "2011-04-01", to: "2011-12-31").capacity.teams.map(\.months.count) == [1, 1, 1])
        #expect(try Self.view(from: "1980-01-01").capacity.teams.map(\.months.count) == [24, 24, 24])
    }

    @Test func nothingIsSaidOfTeamsWhoseCasesAreNotSeen() throws {
        let capacity = try Self.view { $0 == Rows.north }.capacity
        #expect(capacity.teams.map(\.team.text) == ["north"] && capacity.ofNoTeam.map(\.vacancy) == ["V-4"])
    }
}
