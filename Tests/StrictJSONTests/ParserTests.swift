import StrictJSON
import Testing

@Suite struct ParserTests {
    @Test(arguments: [
        (#"{"a":1,"a":2}"#, "stands twice"), (#""\u0000""#, "U+0000"), (#""\ud800""#, "surrogate"),
        ("9007199254740993", "too large"), ("5e18", "too large"), ("-9007199254740993.0", "too large"),
        ("1e999", "too large"), ("01", "not a number"),
        ("[1,]", "value is expected"),
        ("{\"a\" 1}", "':'"), ("\"a\nb\"", "control character"), ("tru", "unknown word"),
        ("1 2", "after the JSON value"),
        ("", "ends where a value"), ("\"abc", "ends inside a string"), ("-", "not a number"), ("1.", "decimal point"),
    ])
    func refuses(text: String, reason: String) {
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text.utf8) }
        #expect(error?.reason.contains(reason) == true, "\(String(describing: error))")
    }

    @Test func refusesInvalidUTF8() {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: [0x22, 0xC3, 0x28, 0x22]) }
    }

    @Test func refusesNestingBeyondItsDepth() throws {
        let nested = String(repeating: "[", count: 33) + String(repeating: "]", count: 33)
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: nested.utf8) }
        _ = try JSONValue(parsing: nested.dropFirst().dropLast().utf8)
    }

    @Test func readsWhatItWrites() throws {
        let value: JSONValue = [
            "text": "quote \" backslash \\ newline \n é 👶", "list": [1, -2, nil, true, .number(2.5)], "empty": [:],
        ]
        for form in [JSONValue.Form.compact, .pretty] {
            #expect(try JSONValue(parsing: value.bytes(form)) == value)
        }
    }

    @Test func readsEscapes() throws {
        #expect(try JSONValue(parsing: #""\u00e9\n\ud83d\udc76\/""#.utf8) == "é\n👶/")
    }
}
