public import CaseRecord
import StrictJSON

extension Chronology {
    /// Which entries to show.
    public struct Filter: Sendable {
        /// Only what can have happened on or after this day.
        public var from: CivilDate?
        /// Only what can have happened on or before this day.
        public var to: CivilDate?
        /// Only entries of this significance.
        public var significance: Significance?
        /// Only events of these types; of all where none is named.
        public var types: [TypePattern] = []
        /// Only entries whose source is of this agency, in upper or lower case.
        public var source: String?
        /// Only entries in whose line or data these words stand, in upper or lower case.
        public var text: String?

        /// A filter that lets everything through.
        public init() {}

        /// The only type that is let through, where it is one.
        public var type: EventType? {
            get { types.count == 1 ? types[0].type : nil }
            set { types = newValue.flatMap { TypePattern($0.name) }.map { [$0] } ?? [] }
        }

        /// Whether everything is let through.
        var isOpen: Bool {
            from == nil && to == nil && significance == nil && types.isEmpty && source == nil && text == nil
        }

        func shows(_ entry: Entry) -> Bool {
            if let from, entry.occurredAt.lastDay < from { return false }
            if let to, entry.occurredAt.firstDay > to { return false }
            // What a court relies on is shown whatever it seemed to be when it was recorded.
            if let significance, entry.significance != significance, entry.reliances.isEmpty { return false }
            let event = entry.recorded.event
            if !types.isEmpty, !types.contains(where: { $0.matches(event.type) }) { return false }
            if let source {
                guard let agency = event.source?.agency, agency.lowercased() == source.lowercased() else {
                    return false
                }
            }
            if let text, !Self.holds(event, text.lowercased()) { return false }
            return true
        }

        /// Whether any of a time without entries is asked for. What narrows by content says nothing of silence.
        func shows(_ silence: ChronologyGap) -> Bool {
            if let from, silence.to < from { return false }
            if let to, silence.from > to { return false }
            return significance == nil && types.isEmpty && source == nil && text == nil
        }

        private static func holds(_ event: CaseEvent, _ words: String) -> Bool {
            if event.headline.lowercased().contains(words) { return true }
            if Swift.type(of: event.data).title.lowercased().contains(words) { return true }
            return event.data.field.text().lowercased().contains(words)
        }
    }

    /// A type of event, or all types of one noun, as `referral.*`.
    public struct TypePattern: Sendable, Hashable {
        /// The type; `nil` where all of a noun are meant.
        public let type: EventType?
        let prefix: String

        /// The types that the text names; `nil` where this version knows none such.
        public init?(_ text: String) {
            let known = EventCatalogue.current.types.map { $0.type }
            if text.hasSuffix(".*") {
                let noun = String(text.dropLast())
                guard known.contains(where: { $0.name.hasPrefix(noun) }) else { return nil }
                type = nil
                prefix = noun
            } else {
                guard known.contains(EventType(text)) else { return nil }
                type = EventType(text)
                prefix = text
            }
        }

        func matches(_ other: EventType) -> Bool {
            type.map { $0 == other } ?? other.name.hasPrefix(prefix)
        }
    }
}
