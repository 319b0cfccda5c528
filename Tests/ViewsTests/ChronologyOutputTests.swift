import CaseRecord
import DemonstrationCounty
import Foundation
import StrictJSON
import TestHistory
import Testing
import Views

/// A chronology as bytes, sheet and page.
@Suite struct ChronologyOutputTests {
    static let today = CivilDate("2026-06-30")!

    /// The history of a child of the demonstration county, recorded a minute apart.
    static func longRecord() -> EffectiveRecord {
        let county = DemonstrationCounty(
            seed: 2011, children: 60, through: today, authority: AuthorityCode("926")!)
        let child = county.showcaseChild
        let history = county.events().filter { $0.children.contains(child) }.enumerated().map { index, event in
            RecordedEvent(
                position: Int64(index + 1), recordedAt: Instant(microseconds: Int64(index) * 60_000_000),
                versions: event.children.map { _ in Int64(index + 1) }, hash: [],
                typeVersion: type(of: event.data).version, event: event)
        }
        return EffectiveRecord(of: child, history: history)
    }

    @Test(arguments: Chronology.Form.allCases)
    func theBytesAreThoseOfTheDocument(form: Chronology.Form) throws {
        let chronology = Chronology.of(Self.longRecord(), Chronology.Selection(form: form, today: Self.today))
        #expect(chronology.entries.count > 10)
        #expect(chronology.jsonBytes == chronology.json.bytes())
    }

    @Test func theBytesAreThoseOfTheDocumentWithCorrectionsMergesAndFamily() throws {
        var log = Log()
        let note = try log.add(on: "2020-05-01", ["text": "“Quoted” \"text\"\n\u{1F468}\u{1}"])
        try log.correct(note, ["occurredAt": "2020-04-01"])
        try log.strike(try log.add(on: "2020-05-02"))
        try log.add("note.recorded", ["B"], on: "2020-05-03")
        try log.merge("B", into: "A")
        try log.add("note.recorded", ["C"], on: "2020-05-03")
        let chronology = Chronology.family(of: log.record("A"), among: [log.record("C")])
        #expect(chronology.jsonBytes == chronology.json.bytes())
        let lines = chronology.ndjsonBytes.split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == chronology.rows.count)
        #expect(Array(lines[0]) == chronology.entries[0].json.bytes())
    }

    @Test func aLineOfTheGapsOwnStandsBetweenEntries() throws {
        var log = Log()
        try log.add("referral.received", on: "2020-01-01", ["referral": "R-1", "noFurtherAction": false])
        try log.add(on: "2020-03-01")
        let lines = Chronology.of(log.record("A")).ndjsonBytes.split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == 3)
        let gap = try JSONValue(parsing: lines[1])["gap"]
        #expect(gap?["days"] == 60 && gap?["from"] == "2020-01-01" && gap?["whileOpen"] == true)
    }

    @Test func aSheetQuotesAndNeverHoldsAFormula() throws {
        var log = Log()
        for text in ["=1+1", "+44 1603", "-5", "@SUM(A1)", "  =2", "say \"no\", twice", "plain", "a\r\nb"] {
            try log.add(on: "2020-05-01", ["subject": .string(text), "text": "A note."])
        }
        let csv = Chronology.of(log.record("A")).csv
        #expect(csv.hasPrefix("\u{FEFF}child,row,date,precision,age,type,title,event,"))
        let lines = csv.components(separatedBy: "\r\n")
        let start = "A,entry,2020-05-01,day,,note.recorded,Note,"
        let ends = [
            #""'=1+1","#, #""'+44 1603","#, #""'-5","#, #""'@SUM(A1)","#, #""'  =2","#, #""say ""no"", twice","#,
            "plain,", "\"a",
        ]
        for (line, end) in zip(lines.dropFirst(), ends) { #expect(line.hasPrefix(start + end), "\(line)") }
        #expect(lines[9].hasPrefix("b\",routine,"))
    }

    @Test func aPageEscapesEverythingAndNeedsNothingBesideItself() throws {
        var log = Log()
        let attack = "</td><script>alert(1)</script>\"'&"
        try log.add(on: "2020-05-01", ["text": .string(attack)], more: ["source": ["agency": .string(attack)]])
        let page = Chronology.of(log.record("A"))
            .page(Printing(by: WorkerID("o.brien")!, at: Instant("2026-07-01T09:05:00Z")!))
        #expect(!page.contains("<script") && page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"))
        #expect(!page.contains("http:") && !page.contains("https:") && !page.contains("url("))
        // London is an hour ahead in July.
        #expect(page.contains("Printed by o.brien, at 2026-07-01 10:05."))
        #expect(page.contains(#"content: "printed by o\2e brien\2c  at 2026\2d 07\2d 01 10\3a 05""#))
        #expect(page.contains(#"counter(page) " of " counter(pages)"#))
        #expect(page.contains("log position 1") && page.contains("thead { display: table-header-group; }"))
    }
}
