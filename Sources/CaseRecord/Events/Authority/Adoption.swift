public import StrictJSON

/// A SHA-256 digest as 64 lower-case hexadecimal digits.
public struct ContentDigest: FieldValue, CustomStringConvertible {
    /// The digits.
    public let text: String

    /// The digest that those digits write; `nil` for anything else.
    public init?(_ text: String) {
        let isHexadecimal = text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        guard text.utf8.count == 64, isHexadecimal else { return nil }
        self.text = text
    }

    /// Reads the digits from a string.
    public init?(field value: JSONValue, _ problems: inout FieldProblems) {
        guard let digest = value.stringValue.flatMap({ ContentDigest($0) }) else {
            problems.add("must be a SHA-256 digest, 64 lower-case hexadecimal digits")
            return nil
        }
        self = digest
    }
    /// The digits.
    public var field: JSONValue { .string(text) }
    /// `string` of that form.
    public static var schema: JSONValue { ["type": "string", "pattern": "^[0-9a-f]{64}$"] }
    /// The digits.
    public var description: String { text }
}

/// What is said of a rulebook or a calendar that the authority adopts.
public struct AdoptedText: Sendable, Hashable {
    /// SHA-256 over the bytes of the file.
    public let digest: ContentDigest?
    /// The first day on which it holds; the day of the event where nothing is said.
    public let from: CivilDate?
    /// Who decided it.
    public let adoptedBy: WorkerID?
    /// Why.
    public let reason: String?
    /// The file itself, so that the log alone can say what held.
    public let content: String?

    /// What is said.
    public init(
        digest: ContentDigest? = nil, from: CivilDate? = nil, adoptedBy: WorkerID? = nil, reason: String? = nil,
        content: String? = nil
    ) {
        self.digest = digest
        self.from = from
        self.adoptedBy = adoptedBy
        self.reason = reason
        self.content = content
    }

    init(reading fields: inout FieldReader) {
        digest = fields.optional("digest")
        from = fields.optional("from")
        adoptedBy = fields.optional("adoptedBy")
        reason = fields.optional("reason")
        content = fields.optional("content")
    }

    func write(to fields: inout FieldWriter) {
        fields.put("digest", digest)
        fields.put("from", from)
        fields.put("adoptedBy", adoptedBy)
        fields.put("reason", reason)
        fields.put("content", content)
    }

    /// From when and why, for a headline.
    var words: String {
        (from.map { " from \($0)" } ?? "") + (reason.map { ": \($0)" } ?? "")
    }
}

/// The authority adopted a rulebook: its own limits and rules beside the national ones.
public struct RulebookAdopted: EventPayload {
    /// `rulebook.adopted`.
    public static let type: EventType = "rulebook.adopted"
    /// Rulebook adopted.
    public static let title = "Rulebook adopted"
    /// In no child's record.
    public static let placement = RecordPlacement.authority

    /// The rulebook, by its version.
    public let rulebook: String
    /// What it is, from when, by whom and why.
    public let adopted: AdoptedText

    /// Rulebook adopted.
    public init(rulebook: String, adopted: AdoptedText = AdoptedText()) {
        self.rulebook = rulebook
        self.adopted = adopted
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let rulebook = fields.required("rulebook", as: String.self)
        adopted = AdoptedText(reading: &fields)
        guard let rulebook else { return nil }
        self.rulebook = rulebook
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("rulebook", rulebook)
        adopted.write(to: &fields)
    }

    /// In one line.
    public var headline: String { "Rulebook \(rulebook) adopted\(adopted.words)" }
}

/// The authority adopted a calendar: the bank holidays and closure days by which working days are counted.
public struct CalendarAdopted: EventPayload {
    /// `calendar.adopted`.
    public static let type: EventType = "calendar.adopted"
    /// Calendar adopted.
    public static let title = "Calendar adopted"
    /// In no child's record.
    public static let placement = RecordPlacement.authority

    /// The calendar, by its version.
    public let calendar: String
    /// What it is, from when, by whom and why.
    public let adopted: AdoptedText

    /// Calendar adopted.
    public init(calendar: String, adopted: AdoptedText = AdoptedText()) {
        self.calendar = calendar
        self.adopted = adopted
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let calendar = fields.required("calendar", as: String.self)
        adopted = AdoptedText(reading: &fields)
        guard let calendar else { return nil }
        self.calendar = calendar
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("calendar", calendar)
        adopted.write(to: &fields)
    }

    /// In one line.
    public var headline: String { "Calendar \(calendar) adopted\(adopted.words)" }
}
