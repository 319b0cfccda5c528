import CaseRecord
import StrictJSON

extension JSONValue {
    /// The member of that name as text: of a string, or of a number.
    func text(_ name: String) -> String? { self[name]?.asText }

    /// The elements of the member of that name; none where there is no such list.
    func items(_ name: String) -> [JSONValue] { self[name]?.arrayValue ?? [] }

    /// The texts of the member of that name.
    func texts(_ name: String) -> [String] { items(name).compactMap(\.stringValue) }

    /// The member of that name as a whole number; 0 where there is none.
    func count(_ name: String) -> Int64 { self[name]?.integerValue ?? 0 }

    /// Whether the member of that name is `true`.
    func isTrue(_ name: String) -> Bool { self[name] == .bool(true) }

    /// A string, or a number as it is shown.
    var asText: String? {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        case .number(let number): "\(number)"
        case .bool, .array, .object, .null: nil
        }
    }
}

/// Days and moments as people write them.
enum When {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// A day (`2011-04-14`), month, year or moment; what is none of these as it is.
    static func words(_ text: String) -> String {
        let isAbout = text.hasSuffix("~")
        let exact = isAbout ? String(text.dropLast()) : text
        let about = isAbout ? "about " : ""
        if exact.contains("T"), let instant = Instant(exact) { return moment(instant) }
        let parts = exact.split(separator: "-").map { Int($0) }
        guard let year = parts.first ?? nil, (1...3).contains(parts.count) else { return text }
        guard parts.count > 1 else { return about + String(year) }
        guard let month = parts[1], months.indices.contains(month - 1) else { return text }
        guard parts.count > 2 else { return about + "\(months[month - 1]) \(year)" }
        guard let day = parts[2] else { return text }
        return about + "\(day) \(months[month - 1]) \(year)"
    }

    /// A day without its year, as the head of a column; what is none as it is.
    static func short(_ text: String) -> String {
        let parts = text.split(separator: "-").map { Int($0) }
        guard parts.count == 3, let month = parts[1], months.indices.contains(month - 1), let day = parts[2] else {
            return text
        }
        return "\(day) \(months[month - 1])"
    }

    private static func moment(_ instant: Instant) -> String {
        let (hour, minute) = LondonTime.time(of: instant)
        let time = "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
        return "\(words(LondonTime.date(of: instant).description)), \(time)"
    }

    /// The same with the time for machines.
    static func inline(_ text: String?, missing: String = "") -> Inline {
        guard let text else { return Inline(missing) }
        return Inline(words(text), time: text.hasSuffix("~") ? nil : text)
    }
}

/// So many of them, in words.
func counted(_ number: Int64, _ noun: String, _ plural: String? = nil) -> String {
    "\(number) \(number == 1 ? noun : plural ?? noun + "s")"
}
