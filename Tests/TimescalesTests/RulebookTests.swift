import CaseRecord
import StrictJSON
import Testing
import Timescales

@Suite struct RulebookTests {
    /// The national rules with an authority's own file on top.
    static func local(_ text: String) throws -> Rulebook {
        try nationalRules.adding("rulebook: local\nversion: \"1\"\n" + text, named: "local.yaml")
    }

    /// What is wrong with an authority's file.
    static func problems(_ text: String) -> [String] {
        do throws(RulebookError) {
            _ = try nationalRules.adding("rulebook: local\nversion: \"1\"\n" + text, named: "local.yaml")
            return []
        } catch { return error.problems.map(\.description) }
    }

    static let referral: (type: String, on: String, data: JSONValue) =
        ("referral.received", "2011-04-14", ["referral": "R-1"])

    @Test func theFilesOfTheProgramAreSound() throws {
        #expect(try Rulebook.national().rules.count >= 7)
        #expect(try Rulebook.standard().rules.count >= Rulebook.national().rules.count)
        for rule in try Rulebook.standard().rules {
            #expect(!rule.start.isEmpty, "\(rule.id)")
            for edition in rule.editions where edition.sureness == .assumed {
                #expect(edition.note != nil, "\(rule.id) \(edition.source.code)")
                // In force, its clocks not verified: the limits of 2023 stand, and every use says so.
                guard edition.source.code == "WT2026", rule.kind != .local else { continue }
                let note = edition.note?.contains("not verified")
                #expect(note == true, "\(rule.id)")
                let before = rule.editions.first { $0.source.code == "WT2023" }
                #expect(before?.limit == edition.limit, "\(rule.id)")
            }
        }
    }

    @Test func theEditionsOfTheGuidanceFollowOneAnotherWithoutGaps() throws {
        for rule in nationalRules.rules where rule.kind == .guidance && rule.editions.first?.source.code == "WT1999" {
            for (one, next) in zip(rule.editions, rule.editions.dropFirst()) {
                #expect(one.inForceUntil?.adding(days: 1) == next.inForceFrom, "\(rule.id) \(next.source.code)")
            }
        }
    }

    @Test func anAuthorityMayKeepItsOwnLimit() throws {
        let history = try History([Self.referral, ("referral.received", "2012-04-02", ["referral": "R-2"])])
        let coventry = try Self.local(
            """
            overrides:
              - {rule: R03, limit: 7 working days, until: 2011-12-31, reason: "LSCB procedure, October 2010"}
            """)
        let kept = try history.clock("R03", "R-1", coventry)
        #expect(kept.due == day("2011-04-27") && kept.edition.isLocalLimit)
        #expect(kept.remarks.contains { $0.contains("LSCB procedure") && $0.contains("10 working days") })
        #expect(kept.severeFrom == day("2011-05-11"))
        #expect(try history.clock("R03", "R-2", coventry).due == history.clock("R03", "R-2").due)
    }

    @Test func aWarningNeverComesBeforeTheStart() throws {
        let short = try Self.local("overrides: [{rule: R03, limit: 2 working days, reason: pilot}]")
        #expect(try History([Self.referral]).clock("R03", "R-1", short).warnFrom == day("2011-04-14"))
    }

    @Test func anAuthorityMayTuneAndAdd() throws {
        let rulebook = try Self.local(
            """
            overrides:
              - rule: R03
                warn: [5 working days, 2 working days]
                severe: 3 working days late
                severity: {overdue: 1}
                tell: {overdue: [director]}
                reason: improvement notice
            rules:
              - id: X1
                title: Letter to the referrer
                kind: local
                per: referral
                start: {event: referral.received, words: the referral was received}
                stop: {event: referral.decided}
                subject: the letter about referral {referral}
                editions: [{source: WT2010, limit: 3 days, sure: known, paragraph: local procedure 4}]
            """)
        let tuned = try History([Self.referral]).clock("R03", "R-1", rulebook)
        #expect(tuned.due == day("2011-05-04") && !tuned.edition.isLocalLimit)
        #expect(tuned.warnFrom == day("2011-04-21") && tuned.warnings.count == 2)
        #expect(tuned.severeFrom == day("2011-05-10"))
        #expect(tuned.rule.severity[.overdue] == .now && tuned.rule.severity[.severelyOverdue] == .now)
        #expect(tuned.rule.tell[.overdue] == [.director] && tuned.rule.tell[.dueSoon] == [.worker])
        let added = try History([Self.referral]).clock("X1", "R-1", rulebook)
        #expect(added.due == day("2011-04-17") && added.rule.origin.name == "local")
        #expect(
            added.explanation.sentence == "The letter about referral R-1 is due by the end of Sun 17 April 2011, "
                + "3 days after the referral was received on Thu 14 April 2011.")
    }

    @Test func aLocalRuleMayBeTurnedOffAndLawMayNot() throws {
        let rule = """
            rules:
              - id: X1
                title: T
                kind: local
                per: referral
                start: {event: referral.received}
                subject: the letter
                editions: [{source: WT2010, limit: 3 days, sure: known, paragraph: "4"}]
            overrides: [{rule: X1, off: true, reason: not here}]
            """
        #expect(try History([Self.referral]).clocks(Self.local(rule)).map(\.rule.id.rawValue) == ["R01", "R03"])
        #expect(
            Self.problems("overrides: [{rule: R03, off: true, reason: tired}]")
                == ["3:30 overrides/0/off: R03 is statutory guidance and cannot be turned off"])
    }

    @Test(arguments: [
        ("overrides: [{rule: R99, reason: x}]", "3:20 overrides/0/rule: R99 is not a rule"),
        ("overrides: [{rule: R03, limit: 0 working days, reason: x}]", "3:32 overrides/0/limit: must be a limit"),
        ("overrides: [{rule: R03, limit: 401 working days, reason: x}]", "3:32 overrides/0/limit: must be a limit"),
        ("overrides: [{rule: R03, limit: 10 wd, reason: x}]", "3:32 overrides/0/limit: must be a limit"),
        ("overrides: [{rule: R03, limit: 7 working days}]", "3:13 overrides/0: reason is required"),
        (
            "overrides: [{rule: R03, from: 2012-01-01, until: 2011-01-01, reason: x}]",
            "3:13 overrides/0: ends before it begins"
        ),
        ("overrides: [{rule: R03, from: 2012-02-30, reason: x}]", "3:31 overrides/0/from: must be a date that exists"),
        ("overrides: [{rule: R03, colour: red, reason: x}]", "3:25 overrides/0/colour: is not a key here"),
        ("overrides: [{rule: R03, severe: often, reason: x}]", "3:33 overrides/0/severe: must be"),
        ("overrides: [{rule: R03, severity: {overdue: 4}, reason: x}]", "3:45 overrides/0/severity/overdue: must be"),
        (
            "overrides: [{rule: R03, tell: {overdue: mayor}, reason: x}]",
            "3:41 overrides/0/tell/overdue: must be one of"
        ),
        ("overrides: {}", "3:12 overrides: must be a list"),
        ("overrides: [", "4:1 the file: is not YAML"),
        ("version: \"2\"", "the file: gives the same key twice: version"),
        ("rules: [{id: R03}]", "3:9 rules/0: title is required"),
    ])
    func aMistakeIsNamedWithItsPlace(text: String, expected: String) {
        let problems = Self.problems(text)
        #expect(problems.contains { $0.contains(expected) }, "\(problems)")
    }

    @Test(arguments: [
        ("start: {event: referral.recieved}", "is neither a type of event nor a derived happening"),
        ("start: {event: referral.received, where: {colour: red}}", "referral.received has no field colour"),
        ("start: {event: assessment.started, where: {kind: cor}}", "kind never says cor"),
        ("start: {event: assessment.authorised, where: {assessment.kind: cor}}", "assessment.kind never says cor"),
        ("start: {event: referral.received, where: {concern: {like: x}}}", "is not a test"),
        ("start: {event: referral.received, words: \"the {colour}\"}", "referral.received has no field colour"),
        ("start: {event: referral.received, words: \"the {colour\"}", "has a brace that does not enclose a field"),
        ("start: {event: referral.received, number: 0}", "must be a number from 1"),
        ("start: {event: referral.received, of: house}", "must be child or a matter"),
    ])
    func aMistakeInAPatternIsNamed(start: String, expected: String) {
        let problems = Self.problems(
            """
            rules:
              - id: X1
                title: T
                kind: local
                per: referral
                \(start)
                subject: the letter
                editions: [{source: WT2010, limit: 3 days, sure: known, paragraph: "4"}]
            """)
        #expect(problems.count == 1 && problems[0].contains(expected) && problems[0].hasPrefix("8:"), "\(problems)")
    }

    @Test func everyMistakeIsToldAtOnceInTheOrderOfTheFile() {
        let problems = Self.problems(
            """
            rules:
              - id: x 1
                title: ""
                kind: law
                per: house
                start: []
                subject: s
                editions: [{source: WT1066, limit: soon, sure: maybe, paragraph: p}]
            """)
        #expect(problems.map { $0.prefix { $0 != ":" } } == ["4", "5", "6", "7", "10", "10", "10", "10"])
    }
}

@Suite struct TimeLimitTests {
    @Test(arguments: [
        "1 working day", "10 working days", "1 working day by 09:00", "8 days", "1 day", "8 days beginning with",
        "26 weeks beginning with", "1 week", "3 months", "1 month", "1 year", "72 hours", "next working day at 09:00",
        "at once", "until due",
    ])
    func isReadAndWrittenTheSame(text: String) throws {
        #expect(try #require(TimeLimit(text)).text == text)
    }

    @Test(arguments: [
        "", "10", "working days", "10 working", "10 working day", "1 working days", "-1 days", "0 days", "401 days",
        "34 years", "3 months beginning with", "1 working day by 9:00", "1 working day by 24:00", "at", "until",
        "until a b", "3 fortnights",
    ])
    func anythingElseIsNone(text: String) { #expect(TimeLimit(text) == nil) }
}
