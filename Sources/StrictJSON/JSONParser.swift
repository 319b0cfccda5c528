/// Why a text is not JSON that caselog takes, and where.
public struct JSONSyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, in words.
    public let reason: String
    /// Bytes before the offending one.
    public let offset: Int

    /// The reason with its place.
    public var description: String { "\(reason) (at byte \(offset))" }
}

extension JSONValue {
    /// Reads one JSON text, strictly: valid UTF-8, no repeated names, no U+0000, exact integers, finite
    /// numbers, nothing after the value, and at most `depth` levels of nesting.
    ///
    /// Foundation's readers are not used because they let repeated names and inexact integers pass, and the
    /// ledger must hash what the sender meant.
    ///
    /// - Throws: ``JSONSyntaxError`` with the offset in bytes.
    public init(parsing bytes: some Sequence<UInt8>, depth: Int = 32) throws(JSONSyntaxError) {
        let result: Result<JSONValue, JSONSyntaxError> =
            bytes.withContiguousStorageIfAvailable { Self.parse($0, depth: depth) }
            ?? Array(bytes).withUnsafeBufferPointer { Self.parse($0, depth: depth) }
        self = try result.get()
    }

    private static func parse(_ bytes: UnsafeBufferPointer<UInt8>, depth: Int) -> Result<JSONValue, JSONSyntaxError> {
        var parser = JSONParser(bytes: bytes, depthLeft: depth)
        do throws(JSONSyntaxError) {
            return .success(try parser.parseText())
        } catch {
            return .failure(error)
        }
    }
}

/// A recursive-descent reader; the buffer outlives it because it only lives inside `JSONValue.parse`.
private struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    var index = 0
    var depthLeft: Int

    init(bytes: UnsafeBufferPointer<UInt8>, depthLeft: Int) {
        self.bytes = bytes
        self.depthLeft = depthLeft
    }

    mutating func parseText() throws(JSONSyntaxError) -> JSONValue {
        skipWhitespace()
        let value = try parseValue()
        skipWhitespace()
        guard index == bytes.count else { throw failure("unexpected text after the JSON value") }
        return value
    }

    private func failure(_ reason: String) -> JSONSyntaxError { JSONSyntaxError(reason: reason, offset: index) }

    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipWhitespace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            default: return
            }
        }
    }

    private mutating func parseValue() throws(JSONSyntaxError) -> JSONValue {
        guard let byte = current else { throw failure("the text ends where a value is expected") }
        switch byte {
        case UInt8(ascii: "{"): return try parseObject()
        case UInt8(ascii: "["): return try parseArray()
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
        case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
        case UInt8(ascii: "n"): return try parseWord("null", .null)
        case UInt8(ascii: "-"), 0x30...0x39: return try parseNumber()
        default: throw failure("unexpected character where a value is expected")
        }
    }

    private mutating func parseWord(_ word: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
        let length = word.utf8CodeUnitCount
        guard index + length <= bytes.count else { throw failure("unknown word") }
        for offset in 0..<length where bytes[index + offset] != word.utf8Start[offset] {
            throw failure("unknown word; expected \(word)")
        }
        index += length
        return value
    }

    private mutating func parseObject() throws(JSONSyntaxError) -> JSONValue {
        try enter()
        var object = JSONObject()
        skipWhitespace()
        if current == UInt8(ascii: "}") {
            leave()
            return .object(object)
        }
        while true {
            skipWhitespace()
            guard current == UInt8(ascii: "\"") else { throw failure("a member's name in quotes is expected") }
            let nameOffset = index
            let name = try parseString()
            skipWhitespace()
            guard current == UInt8(ascii: ":") else { throw failure("':' is expected after a member's name") }
            index += 1
            skipWhitespace()
            let value = try parseValue()
            guard object.appendIfNew(name, value) else {
                throw JSONSyntaxError(reason: "the member \"\(name)\" stands twice in one object", offset: nameOffset)
            }
            skipWhitespace()
            switch current {
            case UInt8(ascii: ","): index += 1
            case UInt8(ascii: "}"):
                leave()
                return .object(object)
            default: throw failure("',' or '}' is expected in an object")
            }
        }
    }

    private mutating func parseArray() throws(JSONSyntaxError) -> JSONValue {
        try enter()
        var elements: [JSONValue] = []
        skipWhitespace()
        if current == UInt8(ascii: "]") {
            leave()
            return .array(elements)
        }
        while true {
            skipWhitespace()
            elements.append(try parseValue())
            skipWhitespace()
            switch current {
            case UInt8(ascii: ","): index += 1
            case UInt8(ascii: "]"):
                leave()
                return .array(elements)
            default: throw failure("',' or ']' is expected in an array")
            }
        }
    }

    private mutating func enter() throws(JSONSyntaxError) {
        guard depthLeft > 0 else { throw failure("the value is nested too deeply") }
        depthLeft -= 1
        index += 1
    }

    private mutating func leave() {
        depthLeft += 1
        index += 1
    }

    private mutating func parseNumber() throws(JSONSyntaxError) -> JSONValue {
        let start = index
        if current == UInt8(ascii: "-") { index += 1 }
        let firstDigit = index
        skipDigits()
        let integerDigits = index - firstDigit
        guard integerDigits > 0, integerDigits == 1 || bytes[firstDigit] != UInt8(ascii: "0") else {
            throw failure("not a number")
        }
        var isInteger = true
        if current == UInt8(ascii: ".") {
            isInteger = false
            index += 1
            let fraction = index
            skipDigits()
            guard index > fraction else { throw failure("digits are expected after the decimal point") }
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            isInteger = false
            index += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { index += 1 }
            let exponent = index
            skipDigits()
            guard index > exponent else { throw failure("digits are expected in the exponent") }
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isInteger {
            guard let value = Int64(text), abs(value) <= JSONValue.largestExactInteger else {
                throw JSONSyntaxError(reason: "the integer is too large to be kept exactly", offset: start)
            }
            return .integer(value)
        }
        guard let value = Double(text), value.isFinite else {
            throw JSONSyntaxError(reason: "the number is too large", offset: start)
        }
        return .number(value)
    }

    private mutating func skipDigits() {
        while index < bytes.count, (0x30...0x39).contains(bytes[index]) { index += 1 }
    }

    private mutating func parseString() throws(JSONSyntaxError) -> String {
        index += 1
        let start = index
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                let text = try utf8(start..<index)
                index += 1
                return text
            case UInt8(ascii: "\\"):
                return try parseEscapedString(from: start)
            case 0..<0x20:
                throw failure("a control character in a string must be escaped")
            default:
                index += 1
            }
        }
        throw failure("the text ends inside a string")
    }

    private func utf8(_ range: Range<Int>) throws(JSONSyntaxError) -> String {
        guard let text = String(validating: bytes[range], as: UTF8.self) else {
            throw JSONSyntaxError(reason: "the string is not valid UTF-8", offset: range.lowerBound)
        }
        return text
    }

    private mutating func parseEscapedString(from start: Int) throws(JSONSyntaxError) -> String {
        var text = try utf8(start..<index)
        var plainStart = index
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                text += try utf8(plainStart..<index)
                index += 1
                return text
            case UInt8(ascii: "\\"):
                text += try utf8(plainStart..<index)
                index += 1
                text.unicodeScalars.append(try parseEscape())
                plainStart = index
            case 0..<0x20:
                throw failure("a control character in a string must be escaped")
            default:
                index += 1
            }
        }
        throw failure("the text ends inside a string")
    }

    private mutating func parseEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
        guard let byte = current else { throw failure("the text ends inside a string") }
        index += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try parseUnicodeEscape()
        default: throw failure("unknown escape in a string")
        }
    }

    private mutating func parseUnicodeEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
        let first = try parseHex4()
        if UTF16.isLeadSurrogate(first) {
            guard current == UInt8(ascii: "\\"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "u") else {
                throw failure("half of a surrogate pair in a string")
            }
            index += 2
            let second = try parseHex4()
            guard UTF16.isTrailSurrogate(second) else { throw failure("half of a surrogate pair in a string") }
            return UTF16.decode(UTF16.EncodedScalar([first, second]))
        }
        guard let scalar = Unicode.Scalar(UInt32(first)) else { throw failure("half of a surrogate pair in a string") }
        guard first != 0 else { throw failure("the character U+0000 is not accepted") }
        return scalar
    }

    private mutating func parseHex4() throws(JSONSyntaxError) -> UInt16 {
        guard index + 4 <= bytes.count else { throw failure("the text ends inside an escape") }
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue else {
                throw failure("four hexadecimal digits are expected after \\u")
            }
            value = value << 4 | UInt16(digit)
            index += 1
        }
        return value
    }
}
