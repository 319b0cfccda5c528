import Hummingbird

extension Request {
    /// Which of the media types that a route can answer in the client likes best (RFC 9110 section 12.5.1): the first where
    /// it says nothing or does not mind.
    ///
    /// - Throws: a problem of status 406 where it takes none of them.
    func negotiated(_ types: [String]) throws(Problem) -> String {
        let ranges = headers[values: .accept].flatMap { $0.split(separator: ",") }.compactMap { MediaRange($0) }
        guard !ranges.isEmpty else { return types[0] }
        var best: (type: String, quality: Double, place: Int)?
        for type in types {
            // The most specific range that covers a type says how much it is liked; of equals the one listed first wins.
            let covering = ranges.indices.filter { ranges[$0].covers(type) }
            guard let place = covering.max(by: { (ranges[$0].precision, $1) < (ranges[$1].precision, $0) }) else {
                continue
            }
            let quality = ranges[place].quality
            guard quality > 0 else { continue }
            if let best, (best.quality, -best.place) >= (quality, -place) { continue }
            best = (type, quality, place)
        }
        guard let best else {
            throw Problem(
                .notAcceptable, "not-acceptable", "The reply cannot be had in that form",
                detail: "It can be had as \(types.joined(separator: ", ")).")
        }
        return best.type
    }
}

/// One range of media types of an `Accept` header.
private struct MediaRange {
    let type: Substring
    let subtype: Substring
    let quality: Double

    /// How exactly it says what it covers.
    var precision: Int { type == "*" ? 0 : subtype == "*" ? 1 : 2 }

    init?(_ text: Substring) {
        let parts = text.lowercased().split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
        let names = parts.first?.split(separator: "/") ?? []
        guard names.count == 2 else { return nil }
        type = names[0]
        subtype = names[1]
        let weight = parts.dropFirst().first { $0.hasPrefix("q=") }
        quality = weight.flatMap { Double($0.dropFirst(2)) }.map { min(max($0, 0), 1) } ?? 1
    }

    func covers(_ other: String) -> Bool {
        let names = other.split(separator: "/")
        return (type == "*" || type == names[0]) && (subtype == "*" || subtype == names[1])
    }
}

extension Request {
    /// Which of the media types that a route can read the body has. A charset, if it is said, must be UTF-8.
    ///
    /// - Throws: a problem of status 415 where it is another one, or not said.
    @discardableResult
    func mediaType(among types: [String]) throws(Problem) -> String {
        let parts = (headers[.contentType] ?? "").lowercased().split(separator: ";").map {
            $0.filter { $0 != " " && $0 != "\t" && $0 != "\"" }
        }
        let charset = parts.dropFirst().first { $0.hasPrefix("charset=") }
        guard let type = parts.first, types.contains(type), charset ?? "charset=utf-8" == "charset=utf-8" else {
            throw Problem(
                .unsupportedMediaType, "unsupported-media-type", "The body is of a media type that is not taken",
                detail: "Content-Type must be one of \(types.joined(separator: ", ")), in UTF-8. Nothing was stored.")
        }
        return type
    }
}
