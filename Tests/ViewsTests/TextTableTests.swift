import Testing
import TextTable

@Suite struct TextTableTests {
    @Test func columnsStandBelowEachOtherWhateverTheScript() {
        var table = TextTable(columns: 60)
        table.head = ["NAME", "X"]
        // Three wide characters, an e with an accent of its own, an emoji of two people and a joiner.
        table.rows = [["李小龍", "a"], ["Zoe\u{301}", "b"], ["👩‍👦", "c"], ["plain", "d"]]
        #expect(
            table.text == """
                NAME    X
                李小龍  a
                Zoe\u{301}     b
                👩‍👦      c
                plain   d

                """)
    }

    @Test func twoColumnsThatWrapShareTheWidthAndTheNarrowOneTakesNoMoreThanItNeeds() {
        var table = TextTable(TextLayout(columns: 60), head: ["DAY", "WHAT", "WHO"], wrapped: 1)
        table.alsoWrapped = [2]
        let words = (10..<30).map { "word\($0)" }.joined(separator: " ")
        table.add(["2020-05-01", words, "by the duty team of the north"])
        let lines = table.text.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 60 })
        // 60 - (10 + 2) - 2 leaves 46: 23 for each.
        #expect(lines[1] == "2020-05-01  word10 word11 word12     by the duty team of the")
        #expect(lines[2] == "            word13 word14 word15     north")
    }

    @Test func stylesAreShownOnlyWhereColourIsAskedFor() {
        func text(colour: Bool) -> String {
            var table = TextTable(TextLayout(columns: 80, colour: colour), head: ["A", "B"], wrapped: 1)
            table.columnStyles[0] = .dim
            table.add(["x", "late"], cellStyles: [1: .red])
            table.add(["no contact for 40 days"], style: .yellow)
            return table.text
        }
        #expect(text(colour: false) == "A  B\nx  late\nno contact for 40 days\n")
        #expect(
            text(colour: true)
                == "\u{1B}[1mA\u{1B}[0m  \u{1B}[1mB\u{1B}[0m\n\u{1B}[2mx\u{1B}[0m  \u{1B}[31mlate\u{1B}[0m\n"
                + "\u{1B}[33mno contact for 40 days\u{1B}[0m\n")
    }

    @Test func whatPeopleWroteCannotSteerTheTerminal() {
        var table = TextTable(columns: 60)
        table.head = ["A", "B"]
        table.rows = [["a\u{1B}[2Jb", "c\u{9B}31md\u{202E}e\r\nf"]]
        #expect(table.text == "A       B\na [2Jb  c 31md e f\n")
    }

    @Test func numbersStandToTheRightAndADocumentHasSections() {
        var table = TextTable(columns: 60)
        table.head = ["TEAM", "CASES"]
        table.rightAligned = [1]
        table.rows = [["north", "7"], ["west", "112"]]
        var document = TextDocument(TextLayout(columns: 60))
        document.heading("Teams")
        document.table(table)
        document.heading("Notes")
        document.item("As at log position 12, and the words of this item are more than one line can hold.")
        #expect(
            document.text == """
                Teams
                TEAM   CASES
                north      7
                west     112

                Notes
                  - As at log position 12, and the words of this item are
                    more than one line can hold.

                """)
    }
}
