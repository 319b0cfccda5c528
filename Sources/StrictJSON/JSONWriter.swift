extension JSONValue {
    /// How a value is written.
    public enum Form: Sendable {
        /// On one line, members in their order.
        case compact
        /// The one form of RFC 8785 (JCS): members sorted by UTF-16 code units, numbers as ECMAScript writes
        /// them, no white space. Two values that mean the same have the same bytes.
        case canonical
        /// Indented by two spaces, members in their order, for people.
        case pretty
    }

    /// The value as UTF-8 JSON text.
    public func bytes(_ form: Form = .compact) -> [UInt8] {
        var writer = JSONWriter(form: form)
        writer.write(self, indent: 0)
        return writer.output
    }

    /// The value as JSON text.
    public func text(_ form: Form = .compact) -> String {
        String(decoding: bytes(form), as: UTF8.self)
    }
}

private struct JSONWriter {
    let form: JSONValue.Form
    var output: [UInt8] = []

    init(form: JSONValue.Form) {
        self.form = form
        output.reserveCapacity(512)
    }

    mutating func write(_ value: JSONValue, indent: Int) {
        switch value {
        case .null: output += "null".utf8
        case .bool(let bool): output += (bool ? "true" : "false").utf8
        case .integer(let integer): output += String(integer).utf8
        case .number(let number): output += JSONNumber.text(of: number).utf8
        case .string(let string): write(string)
        case .array(let elements):
            list(open: "[", close: "]", elements, indent: indent) { writer, element in
                writer.write(element, indent: indent + 1)
            }
        case .object(let object):
            let members =
                form == .canonical
                ? object.members.sorted { $0.name.utf16.lexicographicallyPrecedes($1.name.utf16) } : object.members
            list(open: "{", close: "}", members, indent: indent) { writer, member in
                writer.write(member.name)
                writer.output += (writer.form == .pretty ? ": " : ":").utf8
                writer.write(member.value, indent: indent + 1)
            }
        }
    }

    private mutating func list<Element>(
        open: Unicode.Scalar, close: Unicode.Scalar, _ elements: [Element], indent: Int,
        _ writeElement: (inout JSONWriter, Element) -> Void
    ) {
        output.append(UInt8(ascii: open))
        for (index, element) in elements.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            breakLine(indent + 1)
            writeElement(&self, element)
        }
        if !elements.isEmpty { breakLine(indent) }
        output.append(UInt8(ascii: close))
    }

    private mutating func breakLine(_ indent: Int) {
        guard form == .pretty else { return }
        output.append(UInt8(ascii: "\n"))
        output += repeatElement(UInt8(ascii: " "), count: indent * 2)
    }

    private mutating func write(_ string: String) {
        output.append(UInt8(ascii: "\""))
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""): output += #"\""#.utf8
            case UInt8(ascii: "\\"): output += #"\\"#.utf8
            case 0x08: output += #"\b"#.utf8
            case 0x09: output += #"\t"#.utf8
            case 0x0A: output += #"\n"#.utf8
            case 0x0C: output += #"\f"#.utf8
            case 0x0D: output += #"\r"#.utf8
            case 0..<0x20:
                output += #"\u00"#.utf8
                output.append(Self.hex(byte >> 4))
                output.append(Self.hex(byte & 15))
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }

    private static func hex(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
    }
}

/// Numbers as ECMAScript's `Number::toString` writes them, which RFC 8785 section 3.2.2.3 asks for.
enum JSONNumber {
    static func text(of value: Double) -> String {
        guard value != 0 else { return "0" }
        let (digits, exponent) = shortestDigits(of: value.magnitude)
        let sign = value < 0 ? "-" : ""
        let count = digits.count
        // `exponent` is ECMAScript's n: the value is 0.digits times 10 to that power.
        switch exponent {
        case count...21 where exponent >= count:
            return sign + digits + String(repeating: "0", count: exponent - count)
        case 1...21:
            return sign + digits.prefix(exponent) + "." + digits.dropFirst(exponent)
        case -5...0:
            return sign + "0." + String(repeating: "0", count: -exponent) + digits
        default:
            let power = exponent - 1
            let fraction = count > 1 ? "." + digits.dropFirst() : ""
            return sign + digits.prefix(1) + fraction + "e" + (power < 0 ? "-" : "+") + String(power.magnitude)
        }
    }

    /// The shortest digits that read back as the same number (Swift's description has them), without
    /// leading or trailing zeros, and the power of ten that 0.digits is multiplied by.
    private static func shortestDigits(of value: Double) -> (digits: String, exponent: Int) {
        let parts = value.description.lowercased().split(separator: "e")
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let whole = mantissa[0].drop { $0 == "0" }
        let fraction = mantissa.count > 1 ? mantissa[1] : ""
        var exponent = whole.count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        var digits = whole + fraction
        if whole.isEmpty {
            let significant = digits.drop { $0 == "0" }
            exponent -= digits.count - significant.count
            digits = significant
        }
        while digits.last == "0" { digits.removeLast() }
        return (String(digits), exponent)
    }
}
