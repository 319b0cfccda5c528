import StrictJSON
import Testing

/// RFC 8785, section 3.2 and appendix B.
@Suite struct CanonicalFormTests {
    @Test func sortsMembersByUTF16CodeUnits() throws {
        // RFC 8785 section 3.2.3: the emoji's surrogates sort before U+FB33.
        let text = #"{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}"#
        let value = try JSONValue(parsing: text.utf8)
        let order = try #require(try JSONValue(parsing: value.bytes(.canonical)).objectValue)
        #expect(order.members.map(\.value) == [2, 4, 6, 7, 1, 5, 3])
    }

    @Test(arguments: [
        (0.0, "0"), (-0.0, "0"), (1.7976931348623157e308, "1.7976931348623157e+308"),
        (9007199254740992, "9007199254740992"),
        (9.999999999999997e22, "9.999999999999997e+22"), (1e23, "1e+23"), (1e21, "1e+21"), (0.000001, "0.000001"),
        (333333333.3333332, "333333333.3333332"), (1e-7, "1e-7"),
        (-0.0000033333333333333333, "-0.0000033333333333333333"),
        (1424953923781206.2, "1424953923781206.2"), (100, "100"), (4.5, "4.5"), (123456.789, "123456.789"),
    ])
    func writesNumbersAsECMAScript(number: Double, text: String) {
        #expect(JSONValue.number(number).text(.canonical) == text)
    }

    @Test func writesNoWhiteSpace() {
        let value: JSONValue = ["b": [1, 2], "a": "\u{1}"]
        #expect(value.text(.canonical) == #"{"a":"\u0001","b":[1,2]}"#)
    }
}
