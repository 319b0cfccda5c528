import CaseRecord
import Foundation
import StrictJSON
import TestHistory
import Testing
import Views

/// Which entries each form of a chronology shows.
@Suite struct ChronologyFormsTests {
    static func positions(_ chronology: Chronology) -> [Int64] { chronology.entries.map { $0.recorded.position } }

    static func shown(
        _ log: Log, _ form: Chronology.Form, asAt: String? = nil, today: String? = nil, knownAt: Int64? = nil
    ) -> Chronology {
        Chronology.of(
            log.record("A", knownAt: knownAt),
            Chronology.Selection(
                form: form, asAt: asAt.flatMap { CivilDate($0) }, today: today.flatMap { CivilDate($0) }))
    }

    @Test func theSignificantFormFollowsASettingAndShowsItsTrail() throws {
        var log = Log()
        let note = try log.add(on: "2020-05-01")
        try log.add("case.closed", on: "2020-05-02", ["reason": "RC7"])
        let set = try log.add(
            "significance.set", on: "2020-05-03", ["entry": note, "significance": "significant", "reason": "A bruise"])
        #expect(Self.positions(Self.shown(log, .significant)) == [1, 2])
        #expect(Self.positions(Self.shown(log, .significant, knownAt: 2)) == [2])
        let entry = try #require(Self.shown(log, .significant).entries.first)
        #expect(entry.significanceSetBy?.reason == "A bruise")
        #expect(entry.json["corrections"]?.arrayValue?.first?["kind"] == "significance-set")
        #expect(Self.shown(log, .significant).text(columns: 120).contains("(set to significant: A bruise)"))
        // Set again, and the first setting struck out: the last one in effect counts.
        try log.add(
            "significance.set", on: "2020-05-04", ["entry": note, "significance": "routine", "reason": "A birthmark"])
        #expect(Self.positions(Self.shown(log, .significant)) == [2])
        try log.strike(Log.id(4))
        try log.strike(set)
        #expect(Self.positions(Self.shown(log, .significant)) == [2])
        #expect(Self.shown(log, .significant).countOfAll == 2)
    }

    /// Two years before 2020-06-01 begin on 2018-06-01.
    @Test func aCourtSeesTwoYearsAndWhatIsReliedOn() throws {
        var log = Log()
        try log.add("referral.received", on: "2014-03-01", ["referral": "R-1"])  // 1: by 5
        try log.add("referral.received", on: "2015-03-01", ["referral": "R-2"])  // 2: by nothing
        try log.add(on: "2016-01-01")  // 3: by 8
        let set = try log.add(on: "2016-02-01")  // 4: set by hand in 9
        try log.add("section47.started", on: "2017-01-01", ["section47": "S-1", "referral": "R-1"])  // 5: by 7
        try log.add("plan.made", on: "2017-02-01", ["plan": "P-1", "kind": "child-in-need"])  // 6: ended in 10
        try log.add("conference.held", on: "2019-01-01", ["conference": "K-1", "kind": "initial", "section47": "S-1"])
        try log.add("history.considered", on: "2019-02-01", ["entries": [Log.id(3)]])
        try log.add(
            "significance.set", on: "2016-03-01", ["entry": set, "significance": "significant", "reason": "It recurs"])
        try log.add("plan.ended", on: "2017-09-01", ["plan": "P-1"])
        try log.add("order.made", on: "2016-05-01", ["order": "O-1", "kind": "supervision"])  // 11: in force
        try log.add("order.made", on: "2016-05-02", ["order": "O-2", "kind": "supervision", "expires": "2017-05-01"])
        try log.add("visit.made", on: "2018-06-01", ["visit": "V-1", "purpose": "assessment"])  // 13: the first day
        try log.add("visit.made", on: "2018-05-31", ["visit": "V-2", "purpose": "assessment"])  // 14: a day earlier
        try log.add("visit.made", on: "2020-06-02", ["visit": "V-3", "purpose": "assessment"])  // 15: the day after
        let court = Self.shown(log, .court, asAt: "2020-06-01")
        #expect(Self.positions(court) == [1, 3, 4, 11, 5, 13, 7, 8])
        func kinds(_ position: Int64) -> [String] {
            let entry = court.entries.first { $0.recorded.position == position }
            return entry?.reliances.map { "\($0.kind.rawValue) \($0.by?.position ?? 0)" } ?? []
        }
        #expect(kinds(1) == ["referred-to 5"] && kinds(3) == ["referred-to 8"] && kinds(4) == ["set-significant 9"])
        #expect(kinds(5) == ["referred-to 7"] && kinds(11) == ["in-force 0"] && kinds(7).isEmpty)
        // What is relied on is shown among significant entries too: 3 is a note; 8, of the last two years, is not significant.
        var selection = Chronology.Selection(form: .court, asAt: CivilDate("2020-06-01"))
        selection.filter.significance = .significant
        #expect(Self.positions(Chronology.of(log.record("A"), selection)) == [1, 3, 4, 11, 5, 13, 7])
        // A conference that was struck out relies on nothing.
        try log.strike(Log.id(7))
        #expect(Self.positions(Self.shown(log, .court, asAt: "2020-06-01")) == [3, 4, 11, 13, 8])
    }

    @Test func onePageHoldsTheMostTellingAndWhatProtectsTheChild() throws {
        var log = Log()
        for month in 1...9 {
            for day in 1...4 {
                try log.add("section47.started", on: "2019-0\(month)-0\(day)", ["section47": "S-\(month)\(day)"])
            }
        }
        try log.add("child-view.recorded", on: "2019-02-02", ["words": "I like school."])  // 37
        try log.add(on: "2019-03-03")  // 38
        let page = Self.shown(log, .onePage, today: "2020-01-01")
        #expect(page.entries.count == 25 && page.countOfAll == 38)
        #expect(Self.positions(page).contains(37) && !Self.positions(page).contains(38))
        // Of equals the later ones stay: 24 of the 36 enquiries, beginning with that of 1 April.
        #expect(Self.positions(page).filter { $0 <= 36 } == Array(13...36).map { Int64($0) })
        #expect(page.standing.contains { $0.name == "Section 47 enquiry" && $0.text == "since 2019-09-04" })
        #expect(page.standing.contains { $0.name == "Last seen" && $0.text.hasPrefix("no visit") })
        #expect(page.json["standing"]?.arrayValue?.isEmpty == false)
        #expect(Self.shown(log, .full).json["standing"] == nil)
    }

    @Test func filtersTakeSeveralTypesGroupsSourcesAndWords() throws {
        var log = Log()
        try log.add("referral.received", on: "2020-01-01", ["referral": "R-1"], more: ["source": ["agency": "Police"]])
        try log.add("referral.decided", on: "2020-01-02", ["referral": "R-1", "outcome": "advice"])
        try log.add(on: "2020-01-03", ["text": "Mother was told.\nBruises on the arm."])
        try log.add("contact.received", on: "2020-01-04", ["contact": "C-1"], more: ["summary": "A BRUISED knee"])
        func positions(_ change: (inout Chronology.Filter) -> Void) -> [Int64] {
            var filter = Chronology.Filter()
            change(&filter)
            return Self.positions(Chronology.of(log.record("A"), filter: filter))
        }
        let referrals = try #require(Chronology.TypePattern("referral.*"))
        #expect(positions { $0.types = [referrals] } == [1, 2])
        let both = [referrals, try #require(Chronology.TypePattern("note.recorded"))]
        #expect(positions { $0.types = both } == [1, 2, 3])
        #expect(positions { $0.source = "police" } == [1])
        #expect(positions { $0.text = "bruise" } == [3, 4])
        #expect(Chronology.TypePattern("refer.*") == nil && Chronology.TypePattern("note") == nil)
        #expect(Chronology.TypePattern("*") == nil)
    }
}
