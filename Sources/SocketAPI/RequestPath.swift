import Hummingbird

/// Whether a path means what it seems to mean, so that nobody in front of the daemon can read another one in it.
enum RequestPath {
    /// What is wrong with a request's target; `nil` if nothing is.
    static func fault(in target: String) -> String? {
        // Nearly all targets are of these, in which nothing can be wrong.
        guard !target.utf8.allSatisfy(isPlain) else { return nil }
        let path = target.prefix { $0 != "?" && $0 != "#" }
        guard path.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) else {
            return "the path must be of visible ASCII characters, all others percent-encoded"
        }
        guard target.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            return "the query must have no spaces and control characters"
        }
        guard let decoded = decoded(target.utf8) else {
            return "a percent sign must be followed by two hexadecimal digits, and all must be UTF-8"
        }
        guard !decoded.utf8.contains(0) else { return "a NUL character cannot be taken" }
        return nil
    }

    /// Whether a segment is empty, as between two slashes or after the last.
    static func hasEmptySegment(_ path: String) -> Bool {
        path.hasSuffix("/") || path.contains("//")
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "%"), UInt8(ascii: "\\"): false
        default: (0x21...0x7E).contains(byte)
        }
    }

    private static func decoded(_ bytes: String.UTF8View) -> String? {
        var decoded: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                decoded.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(value(ofHexadecimal:)),
                let low = rest.popFirst().flatMap(value(ofHexadecimal:))
            else { return nil }
            decoded.append(high << 4 | low)
        }
        return String(validating: decoded, as: UTF8.self)
    }

    private static func value(ofHexadecimal digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
