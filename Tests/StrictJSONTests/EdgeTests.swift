import StrictJSON
import Testing

/// Where reading and writing eight bytes at a time could go wrong, and where an input could make them slow.
@Suite struct EdgeTests {
    @Test(arguments: ["\"", "\\", "\n", "\u{1F}", "é", "👶", "\u{7F}", "a"])
    func aCharacterAnywhereInAStringOfAnyLengthIsFound(character: String) throws {
        for length in 0...25 {
            for place in 0...length {
                let text =
                    String(repeating: "x", count: place) + character + String(repeating: "y", count: length - place)
                let value: JSONValue = [.string(text), .string(text)]
                #expect(try JSONValue(parsing: value.bytes()) == value)
                let bytes = Array("\"\(text)\"".utf8)
                if ["é", "👶", "\u{7F}", "a"].contains(character) {
                    #expect(try JSONValue(parsing: bytes) == .string(text))
                    #expect(JSONValue.string(text).bytes() == bytes)
                } else {
                    #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: bytes) }
                }
            }
        }
    }

    @Test func invalidUTF8IsFoundWhereItsRunBegins() {
        for place in 0...20 {
            var bytes = Array(#"{"text":"\n"#.utf8)
            let run = bytes.count
            bytes += repeatElement(0x78, count: place) + [0xC3, 0x28] + Array(#"xxxxxxxxxx"}"#.utf8)
            let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: bytes) }
            #expect(error?.offset == run)
            #expect(error?.reason == "the string is not valid UTF-8")
        }
    }

    @Test(arguments: ["9007199254740991", "-9007199254740991", "0", "-1", "10"])
    func takesExactIntegers(text: String) throws { #expect(try JSONValue(parsing: text.utf8).text() == text) }

    @Test(arguments: [
        "9007199254740992", "-9007199254740992", "-9223372036854775808", "9223372036854775808",
        "100000000000000000000000000000000",
    ])
    func refusesIntegersThatAreNotExact(text: String) {
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text.utf8) }
        #expect(error?.reason == "the integer is too large to be kept exactly")
        #expect(error?.offset == 0)
    }

    @Test func aRepeatedNameIsFoundAmongAnyNumber() throws {
        for count in [1, 2, 31, 32, 33, 500] {
            for repeated in [0, count / 2, count - 1] {
                let names = (0..<count).map { "\"name\($0)\":\($0)" }
                let object = "{" + (names + ["\"name\(repeated)\":0"]).joined(separator: ",") + "}"
                let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: object.utf8) }
                #expect(error?.reason == "the member \"name\(repeated)\" stands twice in one object")
                let sound = "{" + names.joined(separator: ",") + "}"
                #expect(try JSONValue(parsing: sound.utf8).objectValue?.members.count == count)
            }
        }
    }

    @Test(arguments: [("é", "e\u{301}"), ("K", "\u{212A}"), ("a", #"\u0061"#)])
    func namesThatAreTheSameToAReaderAreRepeated(one: String, other: String) {
        for (first, second) in [(one, other), (other, one)] {
            let error = #expect(throws: JSONSyntaxError.self) {
                try JSONValue(parsing: "{\"\(first)\":1,\"\(second)\":2}".utf8)
            }
            #expect(error?.reason.contains("stands twice") == true)
        }
    }

    /// Walking the members for each new name would take minutes.
    @Test(.timeLimit(.minutes(1)))
    func anObjectOfManyMembersIsReadInTime() throws {
        let members = (0..<200_000).map { "\"n\($0)\":1" }.joined(separator: ",")
        #expect(try JSONValue(parsing: "{\(members)}".utf8).objectValue?.members.count == 200_000)
    }

    @Test func longOutputIsWrittenWhole() throws {
        let value: JSONValue = .array((0..<300).map { .string(String(repeating: "é\n", count: $0 * 7)) })
        #expect(try JSONValue(parsing: value.bytes(.canonical)) == value)
    }

    @Test(arguments: [JSONValue.Form.compact, .canonical, .pretty])
    func whatIsWrittenAheadSaysTheSameUntilItChanges(form: JSONValue.Form) {
        let plain: JSONObject = ["b": "\u{1F}é", "a": [1, ["z": nil, "y": .number(2.5)]]]
        let ahead = plain.writtenAhead
        #expect(ahead == plain && Set([ahead]).contains(plain))
        let (one, other): (JSONValue, JSONValue) = ([.object(ahead), "end"], [.object(plain), "end"])
        #expect(one.bytes(form) == other.bytes(form))
        #expect(one.withBytes { Array($0) } == other.bytes())
        for change in ["b", "c"] {
            var (changedAhead, changed) = (ahead, plain)
            changedAhead[change] = true
            changed[change] = true
            #expect(JSONValue.object(changedAhead).bytes(form) == JSONValue.object(changed).bytes(form))
            changedAhead[change] = nil
            changed[change] = nil
            #expect(JSONValue.object(changedAhead).bytes(form) == JSONValue.object(changed).bytes(form))
        }
        var (longer, long) = (ahead, plain)
        longer.append(new: "c", 3)
        long.append(new: "c", 3)
        #expect(JSONValue.object(longer).bytes(form) == JSONValue.object(long).bytes(form))
    }
}
