extension JSONParser {
    /// Reads a string, the opening quote of which comes next; tells whether it was written in plain ASCII.
    mutating func parseString() throws(JSONSyntaxError) -> (text: String, isASCII: Bool) {
        index += 1
        let start = index
        let run = PlainRun(in: bytes, from: start)
        index = run.end
        guard current == UInt8(ascii: "\"") else { return (try parseEscapedString(from: start, run), false) }
        index += 1
        return (try text(start..<run.end, isASCII: run.isASCII), run.isASCII)
    }

    /// The text of bytes that stand for themselves.
    private func text(_ range: Range<Int>, isASCII: Bool) throws(JSONSyntaxError) -> String {
        let run = UnsafeBufferPointer(rebasing: bytes[range])
        if isASCII { return String(decoding: run, as: UTF8.self) }
        guard let text = String(validating: run, as: UTF8.self) else {
            throw JSONSyntaxError(reason: "the string is not valid UTF-8", offset: range.lowerBound)
        }
        return text
    }

    /// Reads on where the first run of plain bytes did not end at the closing quote.
    private mutating func parseEscapedString(from start: Int, _ first: PlainRun) throws(JSONSyntaxError) -> String {
        var text = ""
        var (start, run) = (start, first)
        while let byte = current {
            guard byte >= 0x20 else { throw failure("a control character in a string must be escaped") }
            text += try self.text(start..<run.end, isASCII: run.isASCII)
            index += 1
            if byte == UInt8(ascii: "\"") { return text }
            text.unicodeScalars.append(try parseEscape())
            start = index
            run = PlainRun(in: bytes, from: start)
            index = run.end
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
            guard let digit = Self.hexadecimalDigit(bytes[index]) else {
                throw failure("four hexadecimal digits are expected after \\u")
            }
            value = value << 4 | digit
            index += 1
        }
        return value
    }

    private static func hexadecimalDigit(_ byte: UInt8) -> UInt16? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A") + 10)
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a") + 10)
        default: nil
        }
    }
}
