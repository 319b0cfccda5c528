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
        var parser = JSONParser(bytes: bytes, depth: depth)
        do throws(JSONSyntaxError) {
            return .success(try parser.parseText())
        } catch {
            return .failure(error)
        }
    }
}

/// A recursive-descent reader; the buffer outlives it because it only lives inside `JSONValue.parse`.
struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    let depth: Int
    var index = 0
    var depthLeft: Int

    init(bytes: UnsafeBufferPointer<UInt8>, depth: Int) {
        self.bytes = bytes
        self.depth = depth
        depthLeft = depth
    }

    mutating func parseText() throws(JSONSyntaxError) -> JSONValue {
        skipWhitespace()
        let value = try parseValue()
        skipWhitespace()
        guard index == bytes.count else { throw failure("unexpected text after the JSON value") }
        return value
    }

    /// The error of that reason at the byte that is next.
    func failure(_ reason: String) -> JSONSyntaxError { JSONSyntaxError(reason: reason, offset: index) }

    /// The next byte; `nil` at the end.
    var current: UInt8? { index < bytes.count ? bytes[index] : nil }

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
        case UInt8(ascii: "\""): return .string(try parseString().text)
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
        let isOutermost = depthLeft == depth
        try enter()
        skipWhitespace()
        if current == UInt8(ascii: "}") {
            leave()
            return .object(JSONObject())
        }
        // An event by itself has about a dozen members; what stands inside another has fewer, and may be many.
        var object = ObjectBuilder(capacity: isOutermost ? 16 : 4)
        while true {
            skipWhitespace()
            guard current == UInt8(ascii: "\"") else { throw failure("a member's name in quotes is expected") }
            let nameOffset = index
            let (name, isASCII) = try parseString()
            skipWhitespace()
            guard current == UInt8(ascii: ":") else { throw failure("':' is expected after a member's name") }
            index += 1
            skipWhitespace()
            let value = try parseValue()
            guard object.add(name, isASCII: isASCII, value) else {
                throw JSONSyntaxError(reason: "the member \"\(name)\" stands twice in one object", offset: nameOffset)
            }
            skipWhitespace()
            switch current {
            case UInt8(ascii: ","): index += 1
            case UInt8(ascii: "}"):
                leave()
                return .object(object.object)
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
        if isInteger { return .integer(try integer(start..<index)) }
        guard let value = Double(String(decoding: bytes[start..<index], as: UTF8.self)), value.isFinite else {
            throw JSONSyntaxError(reason: "the number is too large", offset: start)
        }
        // Between the two, a number is written as an integer, which would not be read again.
        guard value.magnitude <= Double(JSONValue.largestExactInteger) || value.magnitude >= 1e21 else {
            throw JSONSyntaxError(reason: "the integer is too large to be kept exactly", offset: start)
        }
        return .number(value)
    }

    /// The integer that these bytes write: perhaps a minus, then digits, the first of several not 0.
    private func integer(_ range: Range<Int>) throws(JSONSyntaxError) -> Int64 {
        let isNegative = bytes[range.lowerBound] == UInt8(ascii: "-")
        var magnitude: Int64 = 0
        for byte in bytes[range].dropFirst(isNegative ? 1 : 0) {
            // So far it is below 2^53, and ten times that and a digit are within reach of 64 bits.
            magnitude = magnitude &* 10 &+ Int64(byte &- 0x30)
            guard magnitude <= JSONValue.largestExactInteger else {
                throw JSONSyntaxError(reason: "the integer is too large to be kept exactly", offset: range.lowerBound)
            }
        }
        return isNegative ? -magnitude : magnitude
    }

    private mutating func skipDigits() {
        while index < bytes.count, (0x30...0x39).contains(bytes[index]) { index += 1 }
    }
}
