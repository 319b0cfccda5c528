import CaseRecord
import StrictJSON
import Testing

/// Times that are known more or less exactly.
@Suite struct OccurrenceTests {
    @Test(arguments: [
        ("2011-04-14T09:30:00Z", "exact", "2011-04-14", "2011-04-14"),
        ("2011-04-14", "day", "2011-04-14", "2011-04-14"),
        ("2012-02", "month", "2012-02-01", "2012-02-29"), ("2011", "year", "2011-01-01", "2011-12-31"),
        ("2011-04-14~", "approx", "2011-04-14", "2011-04-14"), ("2012-02~", "approx", "2012-02-01", "2012-02-29"),
        ("2011~", "approx", "2011-01-01", "2011-12-31"),
    ])
    func everyFormReadsBackAndHasItsBounds(text: String, precision: String, first: String, last: String) throws {
        let occurrence = try #require(Occurrence(text))
        #expect(occurrence.description == text && occurrence.precision.rawValue == precision)
        #expect(occurrence.firstDay.description == first && occurrence.lastDay.description == last)
        let pattern = try Regex(try #require(Occurrence.schema["pattern"]?.stringValue))
        #expect(try pattern.wholeMatch(in: text) != nil)
    }

    @Test(arguments: [
        "~2011", "2011~~", "2011-4~", "2011-13~", "2011-02-30~", "2011-04-14T09:30:00Z~", "0000~", "~", "20110~",
        "2011-~",
    ])
    func refusesOtherForms(text: String) { #expect(Occurrence(text) == nil) }

    @Test func aTimeSortsWhereItsPeriodBegins() throws {
        let about = try #require(Occurrence("2011-04~"))
        #expect(about.firstInstant == Occurrence("2011-04")?.firstInstant)
        #expect(about != Occurrence("2011-04"))
    }

    @Test(arguments: [
        ("2011-04-13", "2011-04-14", true), ("2011-04-14", "2011-04-14", false), ("2011-04", "2011-04-14", false),
        ("2011-03", "2011-04-14", true), ("2011-03~", "2011-04-14", false), ("2010", "2011~", false),
        ("2011-04-14T09:00:00Z", "2011-04-14T09:00:01Z", false), ("2011-04-14T09:00:00Z", "2011-04-14", false),
    ])
    func onlyWhatIsCertainIsEarlier(one: String, other: String, isBefore: Bool) throws {
        #expect(try #require(Occurrence(one)).isOnEarlierDay(than: try #require(Occurrence(other))) == isBefore)
        #expect(try #require(Occurrence(other)).isOnEarlierDay(than: try #require(Occurrence(one))) == false)
    }

    @Test func aSourceSaysHowItIsToBeTaken() throws {
        for word in ["fact", "reported", "opinion", "third-party"] {
            let source: JSONValue = ["agency": "school", "reliability": .string(word)]
            let event = try RecordPlacementTests.read(
                "note.recorded", ["text": "x"], ["children": ["A"], "source": source]
            ).get().event
            #expect(event.source?.field == source)
        }
        let found = RecordPlacementTests.problems(
            "note.recorded", ["text": "x"],
            ["children": ["A"], "source": ["agency": "school", "reliability": "gossip"]])
        #expect(found.keys.sorted() == ["/source/reliability"])
    }
}
