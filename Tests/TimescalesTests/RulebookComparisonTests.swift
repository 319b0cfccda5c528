import CaseRecord
import StrictJSON
import Testing
import Timescales

/// What a rule file changes: of the rulebook, and of the clocks.
@Suite struct RulebookComparisonTests {
    private static func local(_ text: String) throws -> Rulebook {
        try Rulebook.standard().adding("rulebook: local\nversion: \"1\"\n" + text, named: "local.yaml")
    }

    private static let rule = """
        rules:
          - id: X1
            title: Letter to the referrer
            kind: local
            per: referral
            start: {event: referral.received}
            stop: {event: referral.decided, where: {outcome: [advice]}}
            subject: the letter
            editions: [{source: WT2010, limit: 3 days, sure: known, paragraph: "4"}]

        """

    @Test func aFileSaysWhatItAddsAndChanges() throws {
        let local = try Self.local(
            Self.rule + """
                overrides:
                  - {rule: R03, limit: 7 working days, until: 2011-12-31, reason: LSCB}
                  - {rule: R03, severe: never, from: 2013-01-01, until: 2013-12-31, reason: LSCB}
                  - {rule: R02, limit: 5 working days, from: 2030-01-01, reason: LSCB}
                """)
        let changes = try #require(RulebookChanges(of: local, beyond: Rulebook.standard()))
        #expect(changes.added.map(\.id.rawValue) == ["X1"])
        #expect(changes.changed.map { $0.editions.map(\.source.code) } == [["WT2010"], ["WT2010"], []])
        #expect(changes.lines[0] == "adds X1 Letter to the referrer: 3 days (WT2010)")
        #expect(
            changes.lines[1]
                == "changes R03 Initial assessment: 7 working days instead of 10 working days, until 2011-12-31 [LSCB]")
        #expect(changes.lines[3].contains("this changes nothing"))
        let replaced = changes.json["changes"]?.arrayValue?.first?["replaces"]?.arrayValue?.first
        #expect(replaced?["limit"] == "10 working days")
        #expect(RulebookChanges(of: try Rulebook.standard(), beyond: try Rulebook.standard()) == nil)
    }

    @Test func onlyRulesThatDifferAreCompared() throws {
        let standard = try Rulebook.standard()
        let local = try Self.local(Self.rule + "overrides: [{rule: R03, limit: 7 working days, reason: LSCB}]")
        let (before, after) = standard.onlyDiffering(from: local)
        #expect(before.rules.map(\.id.rawValue) == ["R03"] && after.rules.map(\.id.rawValue) == ["R03", "X1"])
        #expect(after.overrides.count == 1 && before.overrides.isEmpty)
        let (one, same) = local.onlyDiffering(from: local)
        #expect(one.rules.isEmpty && same.rules.isEmpty)
    }

    @Test func aClockDiffersByDueDayStateAndStage() throws {
        let history = try History([
            ("referral.received", "2011-04-01", ["referral": "R-1"]),
            ("assessment.started", "2011-04-04", ["assessment": "A-1", "kind": "initial", "referral": "R-1"]),
            ("assessment.authorised", "2011-04-14", ["assessment": "A-1", "authorisedBy": "mel"]),
            ("referral.received", "2011-04-05", ["referral": "R-2"]),
        ])
        let standard = try Rulebook.standard()
        let local = try Self.local(Self.rule + "overrides: [{rule: R03, limit: 7 working days, reason: LSCB}]")
        // Thursday 14 April: the seventh working day after 5 April and the ninth after 1 April.
        let now = try #require(Instant("2011-04-14T12:00:00Z"))
        let changes = ClockChange.between(history.clocks(standard), history.clocks(local), at: now)
        #expect(
            changes.map { "\($0.object["id"]?.stringValue ?? "") \($0.object["changes"]?.text() ?? "")" } == [
                #"R03/N1001/R-1 ["due","state"]"#, #"R03/N1001/R-2 ["due","stage"]"#, #"X1/N1001/R-1 ["appears"]"#,
                #"X1/N1001/R-2 ["appears"]"#,
            ])
        #expect(changes[0].object["before"]?["due"] == "2011-04-15" && changes[0].object["before"]?["state"] == "met")
        #expect(changes[0].object["after"]?["due"] == "2011-04-12" && changes[0].object["after"]?["state"] == "late")
        #expect(changes[1].object["before"]?["stage"] == "due-soon" && changes[1].object["after"]?["stage"] == "due")
        let back = ClockChange.between(history.clocks(local), history.clocks(standard), at: now)
        #expect(back.map(\.kinds) == [[.due, .state], [.due, .stage], [.disappears], [.disappears]])
        #expect(ClockChange.between(history.clocks(local), history.clocks(local), at: now).isEmpty)
    }

    @Test func aRuleIsToldWholeInJSONAndInWords() throws {
        let local = try Self.local("overrides: [{rule: R03, limit: 7 working days, reason: LSCB}]")
        let rule = try #require(local[RuleID(rawValue: "R03")])
        let json = local.json(of: rule, asAt: day("2011-05-06"))
        #expect(json["editions"]?.arrayValue?.map { $0["source"] } == ["WT2010"])
        #expect(json["editions"]?.arrayValue?.first?["limit"] == "10 working days")
        #expect(json["asAt"] == ["day": "2011-05-06", "applies": true, "limit": "7 working days", "local": true])
        #expect(json["localChanges"]?.arrayValue?.first?["limit"] == "7 working days")
        #expect(json["start"]?.arrayValue?.first?["sentence"] == "Referral received")
        let inForce = local.json(asAt: day("2011-05-06")).compactMap { $0["id"]?.stringValue }
        #expect(inForce.contains("R03") && !inForce.contains("R02") && !inForce.contains("R05"))
        #expect(local.json(kind: .measure).allSatisfy { $0["kind"] == "measure" })
        #expect(local.json().count == local.rules.count)
        // Every pattern of every rule has words, and none of them the name of a type in place of its title.
        for rule in local.rules {
            for pattern in rule.start + rule.stop + rule.cancel.flatMap(\.on) {
                let sentence = pattern.sentence
                #expect(!sentence.contains { $0 == "." || $0 == "/" }, "\(rule.id): \(sentence)")
            }
        }
    }
}
