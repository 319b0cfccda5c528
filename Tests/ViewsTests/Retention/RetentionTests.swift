import CaseRecord
import StrictJSON
import TestHistory
import Testing
import TextTable
import Timescales
import Views

/// How long a record is kept.
@Suite struct RetentionTests {
    private static func day(_ text: String) -> CivilDate? { CivilDate(text) }

    /// A child born on 3 February 2006 with a referral of 2011 that led to nothing.
    private static func known(birth: String? = "2006-02-03") throws -> Log {
        var log = Log()
        if let birth { try log.add("child.registered", on: "2011-04-14", ["birthDate": .string(birth)]) }
        try log.add("contact.received", on: "2011-04-14", ["contact": "C-1"])
        return log
    }

    private func retention(_ log: Log, _ child: String = "A", holds: [LegalHold] = []) throws -> Retention {
        try #require(Retention.of(log.record(child), onEveryRecord: holds))
    }

    /// An entry of each kind with the day that follows by hand from the rule of what it makes the record.
    static let entries: [(type: String, day: String, data: JSONObject, name: String, until: String)] = [
        // Only told of: ten years after the last entry.
        ("contact.received", "2011-04-14", ["contact": "C-9"], "contact", "2021-04-14"),
        // 21 is three years after 18; the last entry was long before.
        ("assessment.started", "2011-05-01", ["assessment": "A-1", "kind": "initial"], "child-in-need", "2027-02-03"),
        // 25 years old when last heard of: three years after that.
        ("assessment.started", "2031-05-01", ["assessment": "A-1", "kind": "initial"], "child-in-need", "2034-05-01"),
        ("early-help.started", "2012-01-01", ["earlyHelp": "E-1"], "early-help", "2022-01-01"),
        ("section47.started", "2012-06-01", ["section47": "S-1"], "child-protection", "2047-06-01"),
        ("cp-plan.started", "2012-06-01", ["plan": "P-1", "category": "SAB"], "sexual-abuse", "2087-06-01"),
        (
            "factor.recorded", "2012-06-01", ["kind": "risk", "factor": "exploited", "code": "11A"], "sexual-abuse",
            "2087-06-01"
        ),
        (
            "private-fostering.notified", "2012-06-01", ["privateFostering": "F-1", "stage": "proposed"],
            "private-fostering",
            "2027-02-03"
        ),
        ("order.made", "2012-06-01", ["order": "O-1", "kind": "supervision"], "supervision-order", "2027-02-03"),
        ("care.started", "2012-06-01", ["care": "L-1", "legalStatus": "V2"], "looked-after", "2081-02-03"),
        ("order.made", "2012-06-01", ["order": "O-1", "kind": "placement"], "looked-after", "2081-02-03"),
        ("order.made", "2012-06-01", ["order": "O-1", "kind": "adoption"], "adopted", "2112-06-01"),
        // Of an order of which only the month is known the last day counts.
        ("order.made", "2012-06", ["order": "O-1", "kind": "adoption"], "adopted", "2112-06-30"),
    ]

    @Test(arguments: entries)
    func eachClassHasItsTime(_ type: String, _ day: String, _ data: JSONObject, _ name: String, _ until: String) throws
    {
        var log = try Self.known()
        try log.add(type, on: day, .object(data))
        let retention = try retention(log)
        #expect(retention.longest?.rule.name.rawValue == name, "\(retention.sentence)")
        #expect(retention.until == Self.day(until), "\(retention.sentence)")
    }

    @Test func aChildWhoDiedWhileLookedAfterIsKeptFifteenYearsFromTheDeath() throws {
        var log = try Self.known()
        try log.add("care.started", on: "2012-06-01", ["care": "L-1", "legalStatus": "V2"])
        try log.add("child.details-recorded", on: "2015-03-02", ["deathDate": "2015-03-01"])
        #expect(try retention(log).until == Self.day("2030-03-01"))
        // Who died later than that as an adult is kept as long as others.
        var grown = try Self.known()
        try grown.add("care.started", on: "2012-06-01", ["care": "L-1", "legalStatus": "V2"])
        try grown.add("child.details-recorded", on: "2030-03-02", ["deathDate": "2024-02-03"])
        #expect(try retention(grown).until == Self.day("2081-02-03"))
    }

    @Test func aBirthdayOnTheTwentyNinthOfFebruaryEndsNothingTooEarly() throws {
        var log = try Self.known(birth: "2004-02-29")
        try log.add("care.started", on: "2012-06-01", ["care": "L-1", "legalStatus": "V2"])
        #expect(try retention(log).until == Self.day("2079-03-01"))
    }

    @Test func withoutADateOfBirthItIsKept() throws {
        var log = try Self.known(birth: nil)
        #expect(try retention(log).until == Self.day("2021-04-14"))
        try log.add("care.started", on: "2012-06-01", ["care": "L-1", "legalStatus": "V2"])
        try log.add("order.made", on: "2013-06-01", ["order": "O-1", "kind": "adoption"])
        let unknown = try retention(log)
        #expect(unknown.until == nil && unknown.longest?.rule.name == .lookedAfter)
        #expect(unknown.standing(by: try #require(Self.day("2500-01-01"))) == .undetermined)
        #expect(unknown.bases.map(\.rule.name).last == .adopted && unknown.bases.last?.until != nil)
        // An expected birth is none.
        try log.add("child.details-recorded", on: "2013-01-01", ["expectedBirthDate": "2013-05-01"])
        #expect(try retention(log).until == nil)
        try log.add("child.details-recorded", on: "2013-01-01", ["birthDate": "2013-05-02"])
        #expect(try retention(log).until == Self.day("2113-06-01"))
    }

    @Test func aMergedRecordsTimeIsThatOfTheWhole() throws {
        var log = try Self.known()
        try log.add("care.started", ["OLD"], on: "2008-06-01", ["care": "L-1", "legalStatus": "V2"])
        #expect(try retention(log).longest?.rule.name == .contact)
        let merge = try log.merge("OLD", into: "A")
        #expect(try retention(log).until == Self.day("2081-02-03"))
        try log.unmerge(merge, "OLD", from: "A")
        #expect(try retention(log).longest?.rule.name == .contact)
    }

    @Test func whatWasStruckOutKeepsNothing() throws {
        var log = try Self.known()
        let care = try log.add("care.started", on: "2012-06-01", ["care": "L-1", "legalStatus": "V2"])
        #expect(try retention(log).longest?.rule.name == .lookedAfter)
        try log.strike(care)
        #expect(try retention(log).longest?.rule.name == .contact)
    }

    @Test func holdsKeepARecordUntilTheyAreLifted() throws {
        var log = try Self.known()
        let late = try #require(Self.day("2030-01-01"))
        #expect(try retention(log).standing(by: late) == .due)
        #expect(try retention(log).standing(by: try #require(Self.day("2021-04-13"))) == .kept)
        #expect(try retention(log).standing(by: try #require(Self.day("2021-04-14"))) == .due)
        try log.add(
            "legal-hold.placed", on: "2020-01-01",
            ["hold": "H-1", "reason": "An inquiry", "requestedBy": "the inquiry", "reviewDue": "2021-01-01"])
        try log.add("legal-hold.placed", on: "2020-01-02", ["hold": "H-2", "reason": "A claim"])
        try log.add("legal-hold.lifted", on: "2022-01-01", ["hold": "H-1", "reason": "It is over"])
        let held = try retention(log)
        #expect(held.standing(by: late) == .held && held.holds.map(\.hold) == ["H-2"])
        // A hold says nothing of how long a record is kept otherwise.
        #expect(held.until == Self.day("2021-04-14"))
        try log.add("legal-hold.lifted", on: "2022-01-01", ["hold": "H-2", "reason": "It is over"])
        #expect(try retention(log).standing(by: late) == .due)
    }

    @Test func aHoldOfTheAuthorityIsOnEveryRecord() throws {
        var log = try Self.known()
        try log.add("legal-hold.placed", [], on: "2020-01-01", ["hold": "H-1", "reason": "A public inquiry"])
        let late = try #require(Self.day("2030-01-01"))
        let holds = LegalHold.onEveryRecord(log.events)
        #expect(holds.map(\.hold) == ["H-1"] && holds.allSatisfy(\.isOnEveryRecord))
        #expect(try retention(log, holds: holds).standing(by: late) == .held)
        // One record's event does not lift it.
        try log.add("legal-hold.lifted", ["A"], on: "2022-01-01", ["hold": "H-1", "reason": "r"])
        #expect(LegalHold.onEveryRecord(log.events).count == 1)
        try log.add("legal-hold.lifted", [], on: "2022-01-01", ["hold": "H-1", "reason": "r"])
        #expect(LegalHold.onEveryRecord(log.events).isEmpty)
    }

    @Test func anOpenCaseIsNeverDue() throws {
        var log = try Self.known()
        try log.add("referral.received", on: "2011-04-15", ["referral": "R-1"])
        try log.add("referral.decided", on: "2011-04-15", ["referral": "R-1", "outcome": "initial-assessment"])
        let late = try #require(Self.day("2030-01-01"))
        #expect(try retention(log).standing(by: late) == .open)
        try log.add("case.closed", on: "2011-06-01", ["reason": "RC8"])
        #expect(try retention(log).standing(by: late) == .due)
    }

    /// Whatever else is recorded, a class once there stays, and no further class makes the time shorter.
    @Test(arguments: 1...40) func theLongestWinsWhateverTheOrder(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var kinds: [(type: String, data: JSONObject)] = [
            ("care.started", ["care": "L-1", "legalStatus": "V2"]),
            ("cp-plan.started", ["plan": "P-1", "category": "NEG"]),
            ("cp-plan.started", ["plan": "P-2", "category": "SAB"]),
            ("order.made", ["order": "O-1", "kind": "adoption"]),
            ("order.made", ["order": "O-2", "kind": "supervision"]),
            ("private-fostering.notified", ["privateFostering": "F-1", "stage": "proposed"]),
            ("early-help.started", ["earlyHelp": "E-1"]), ("section47.started", ["section47": "S-1"]),
            ("assessment.started", ["assessment": "A-1", "kind": "initial"]),
        ]
        kinds.shuffle(using: &random)
        let birth = CivilDate(daysSinceEpoch: Int.random(in: 8_000..<16_000, using: &random))
        var log = try Self.known(birth: birth.description)
        var before = try retention(log)
        for (type, data) in kinds.prefix(Int.random(in: 1...9, using: &random)) {
            let day = birth.adding(days: Int.random(in: 0..<6_500, using: &random))
            try log.add(type, on: day.description, .object(data))
            let now = try retention(log)
            let names = Set(now.bases.map(\.rule.name))
            #expect(names.isSuperset(of: before.bases.map(\.rule.name).filter { $0 != .contact }))
            #expect(now.until == now.bases.compactMap(\.until).max())
            // Of a record that is only a contact the class goes when it becomes more.
            if before.longest?.rule.name != .contact, let one = before.until, let two = now.until {
                #expect(two >= one, "\(type) on \(day): \(before.sentence) \(now.sentence)")
            }
            // What a table keeps of it is all of it.
            #expect(RetentionFacts(stored: now.facts.stored) == now.facts)
            before = now
        }
    }

    @Test func reportsListWhatIsDueAndCountTheRest() throws {
        var log = try Self.known()
        try log.add("contact.received", ["B"], on: "2015-01-01", ["contact": "C-1"])
        try log.add("legal-hold.placed", ["B"], on: "2020-01-01", ["hold": "H-1", "reason": "A, claim"])
        try log.add("care.started", ["C"], on: "2015-01-01", ["care": "L-1", "legalStatus": "V2"])
        try log.add("contact.received", ["D"], on: "2025-01-01", ["contact": "C-1"])
        try log.add("contact.received", ["E"], on: "2010-01-01", ["contact": "C-1"])
        let rows = try ["A", "B", "C", "D", "E"].map { child in
            RetentionReport.Row(try retention(log, child), team: TeamID("north"))
        }
        let report = RetentionReport(rows, by: try #require(Self.day("2026-01-01")), position: 7)
        func children(_ standing: Retention.Standing) -> [String] {
            report.rows[standing, default: []].map(\.retention.child.text)
        }
        #expect(children(.due) == ["E", "A"] && children(.held) == ["B"] && children(.undetermined) == ["C"])
        #expect(children(.kept) == ["D"] && children(.open).isEmpty)
        let json = report.json
        #expect(json["counts"] == ["kept": 1, "due": 2, "held": 1, "open": 0, "undetermined": 1])
        #expect(json["due"]?.arrayValue?.first?["child"] == "E" && json["kept"] == nil)
        let lines = report.csv.split(separator: "\r\n")
        #expect(lines.count == 5 && lines[1].hasPrefix("E,due,2020-01-01,contact"))
        let text = report.text(TextLayout(columns: 200))
        #expect(text.contains("2 due, 1 on legal hold") && text.contains("Nothing is destroyed"))
    }

    @Test func anAuthoritysOwnScheduleGoesBeforeCustomAndNotBelowTheLaw() throws {
        func schedule(_ keep: String) throws -> RetentionSchedule {
            let text = "rulebook: r\nversion: 1\nretention: {reason: Our schedule, keep: {\(keep)}}\n"
            return RetentionSchedule(try Rulebook.standard().adding(text, named: "local.yaml").retention)
        }
        var log = try Self.known()
        let record = log.record("A")
        let shorter = Retention.of(record, by: try schedule("contact: 6, looked-after: 80"))
        #expect(shorter?.until == Self.day("2017-04-14") && shorter?.longest?.rule.source == "Our schedule")
        #expect(Retention.of(record, by: .standard)?.until == Self.day("2021-04-14"))
        try log.add("care.started", on: "2012-06-01", ["care": "L-1", "legalStatus": "V2"])
        let longer = Retention.of(log.record("A"), by: try schedule("contact: 6, looked-after: 80"))
        #expect(longer?.until == Self.day("2086-02-03"))
        #expect(throws: RulebookError.self) { try schedule("looked-after: 30") }
    }

    @Test func everyClassHasOneRule() {
        let names = RetentionSchedule.standard.rules.map(\.name)
        #expect(Set(names) == Set(RetentionClass.allCases) && names.count == RetentionClass.allCases.count)
    }
}
