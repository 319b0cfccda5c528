import Foundation

/// What a browser asks for: the path below the site's own and the query, decoded.
public struct PageAddress: Sendable, Hashable {
    /// The parts of the path between slashes; none for the front page.
    public let segments: [String]
    /// Names and values of the query in order. Fields of a form that were left empty are not there.
    public let query: [Parameter]

    /// One parameter of a query.
    public struct Parameter: Sendable, Hashable {
        let name: String
        let value: String
    }

    /// The address that a request's target names; `nil` where it is not a path, or is not percent-encoded UTF-8.
    public init?(target: String) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let path = parts.first, path.hasPrefix("/") else { return nil }
        var segments: [String] = []
        for segment in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let decoded = segment.removingPercentEncoding else { return nil }
            segments.append(decoded)
        }
        if segments == [""] { segments = [] }
        var query: [Parameter] = []
        for pair in (parts.count == 2 ? parts[1] : "").split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            // Forms write a space as a plus sign.
            let decoded = sides.map { $0.replacing("+", with: "%20").removingPercentEncoding }
            guard let name = decoded.first ?? nil, let value = decoded.count == 2 ? decoded[1] : "" else { return nil }
            if !value.isEmpty { query.append(Parameter(name: name, value: value)) }
        }
        self.segments = segments
        self.query = query
    }

    init(segments: [String], query: [Parameter]) {
        self.segments = segments
        self.query = query
    }

    /// The first value of that name.
    public func value(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// The address without its first segment.
    public var withoutFirst: PageAddress {
        let rest = Array(segments.dropFirst())
        return PageAddress(segments: rest == [""] ? [] : rest, query: query)
    }
}

/// Paths as they stand in requests and links (RFC 3986).
enum PathText {
    /// The path of these segments with that query; parameters without a value are left out.
    static func path(_ segments: [String], _ query: [(String, String?)] = []) -> String {
        let pairs = query.compactMap { name, value in value.map { "\(name)=\(encoded($0))" } }
        return "/" + segments.map(encoded).joined(separator: "/")
            + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
    }

    /// All but unreserved characters as percent signs and digits.
    static func encoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += (digits.count == 1 ? "%0" : "%") + digits
            }
        }
        return encoded
    }
}
