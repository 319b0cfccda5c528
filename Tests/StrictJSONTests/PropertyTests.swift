import Foundation
import StrictJSON
import Testing

/// What holds for any value and any text, tried on many invented ones.
@Suite struct PropertyTests {
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func everyFormReadsBack(seed: UInt64) throws {
        var random = RandomJSON(seed: seed)
        for _ in 0..<300 {
            let value = random.value()
            for form in [JSONValue.Form.compact, .pretty] {
                #expect(try JSONValue(parsing: value.bytes(form)) == value)
            }
            let canonical = value.bytes(.canonical)
            #expect(try JSONValue(parsing: canonical).bytes(.canonical) == canonical)
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func theCanonicalFormIsThatOfAPlainReference(seed: UInt64) {
        var random = RandomJSON(seed: seed)
        for _ in 0..<300 {
            let value = random.value()
            #expect(value.text(.canonical) == Self.canonical(value))
        }
    }

    /// The quickest way to say what RFC 8785 says.
    private static func canonical(_ value: JSONValue) -> String {
        switch value {
        case .null: return "null"
        case .bool(let bool): return "\(bool)"
        case .integer(let integer): return "\(integer)"
        case .number: return value.text()
        case .string(let string): return canonical(string)
        case .array(let elements): return "[" + elements.map(canonical).joined(separator: ",") + "]"
        case .object(let object):
            let sorted = object.members.sorted { $0.name.utf16.lexicographicallyPrecedes($1.name.utf16) }
            return "{" + sorted.map { canonical($0.name) + ":" + canonical($0.value) }.joined(separator: ",") + "}"
        }
    }

    private static func canonical(_ string: String) -> String {
        let short: [Unicode.Scalar: String] = [
            "\"": #"\""#, "\\": #"\\"#, "\u{8}": #"\b"#, "\t": #"\t"#, "\n": #"\n"#, "\u{C}": #"\f"#, "\r": #"\r"#,
        ]
        var text = ""
        for scalar in string.unicodeScalars {
            if let escape = short[scalar] {
                text += escape
            } else if scalar.value < 0x20 {
                text += (scalar.value < 0x10 ? #"\u000"# : #"\u00"#) + String(scalar.value, radix: 16)
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return "\"\(text)\""
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func agreesWithFoundationWhereTheRulesAreTheSame(seed: UInt64) throws {
        var random = RandomJSON(seed: seed)
        for _ in 0..<600 {
            let sound = random.value().bytes()
            try compareWithFoundation(sound)
            try compareWithFoundation(random.broken(sound))
        }
    }

    private func compareWithFoundation(_ text: [UInt8]) throws {
        // Foundation takes a text with such bytes for UTF-16 or UTF-32.
        guard !text.contains(0), !text.starts(with: [0xFE]), !text.starts(with: [0xFF]), !text.starts(with: [0xEF])
        else {
            return
        }
        let theirs = try? JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)
        let shown = String(decoding: text, as: UTF8.self)
        do throws(JSONSyntaxError) {
            let ours = try JSONValue(parsing: text)
            #expect(theirs.map { Self.isSame(ours, $0) } == true, "\(shown)")
        } catch {
            let isStricter = ["stands twice", "too large", "U+0000"].contains { error.reason.contains($0) }
            #expect(theirs == nil || isStricter, "\(error): \(shown)")
        }
    }

    private static func isSame(_ ours: JSONValue, _ theirs: Any) -> Bool {
        switch ours {
        case .null: return theirs is NSNull
        case .bool(let bool): return (theirs as? NSNumber)?.boolValue == bool
        case .integer(let integer): return (theirs as? NSNumber)?.int64Value == integer
        case .number(let number):
            // Foundation keeps many of them as decimals, which it rounds on the way to a double.
            return (theirs as? NSNumber).map { abs($0.doubleValue - number) <= 1e-12 * abs(number) } == true
        case .string(let string): return (theirs as? String).map { $0.utf8.elementsEqual(string.utf8) } == true
        case .array(let elements):
            guard let others = theirs as? [Any], others.count == elements.count else { return false }
            return zip(elements, others).allSatisfy { isSame($0, $1) }
        case .object(let object):
            guard let others = theirs as? [String: Any], others.count == object.members.count else { return false }
            return object.members.allSatisfy { member in others[member.name].map { isSame(member.value, $0) } == true }
        }
    }
}
