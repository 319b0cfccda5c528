/// The order of an object's members in the canonical form: by the UTF-16 code units of their names (RFC 8785 section
/// 3.2.3).
///
/// That is the order of the UTF-8 bytes but for one thing: characters beyond U+FFFF, whose first byte is F0 or more,
/// stand before those from U+E000 on, whose first byte is EE or EF.
struct CanonicalOrder {
    /// A member by its place among the members, and the beginning of its name as a number that sorts as that does.
    private struct Entry {
        let key: UInt64
        let place: Int
    }

    private var entries: [Entry]

    /// The order of those members.
    init(of members: [JSONObject.Member]) {
        entries = members.indices.map { Entry(key: Self.key(members[$0].name), place: $0) }
        entries.sort { one, other in
            one.key != other.key
                ? one.key < other.key : Self.precedes(members[one.place].name, members[other.place].name)
        }
    }

    /// The place, as written, of the member that stands at that one in the order.
    subscript(index: Int) -> Int { entries[index].place }

    /// From the first eight bytes, which nearly always tell two names apart.
    private static func key(_ name: String) -> UInt64 {
        var name = name
        return name.withUTF8 { bytes in
            var key: UInt64 = 0
            for index in 0..<8 { key = key << 8 | UInt64(index < bytes.count ? rank(bytes[index]) : 0) }
            return key
        }
    }

    private static func precedes(_ one: String, _ other: String) -> Bool {
        one.utf8.lexicographicallyPrecedes(other.utf8) { rank($0) < rank($1) }
    }

    private static func rank(_ byte: UInt8) -> UInt8 { byte == 0xEE || byte == 0xEF ? byte + 0x10 : byte }
}
