public import CaseRecord
public import StrictJSON
public import TextTable
import Timescales

/// How long one child's record must be kept, and by which of its classes: the longest of them wins.
public struct Retention: Sendable, Hashable {
    /// When a time ends.
    public enum End: Sendable, Hashable {
        /// With that day.
        case on(CivilDate)
        /// It cannot be told, and why.
        case unknown(String)
    }

    /// One class that the record is of, with what follows.
    public struct Basis: Sendable, Hashable {
        /// The rule of the class.
        public let rule: RetentionRule
        /// What makes the record one of the class.
        public let ground: RetentionFacts.Ground
        /// When its time ends.
        public let end: End

        /// The last day; `nil` where it cannot be told.
        public var until: CivilDate? { if case .on(let day) = end { day } else { nil } }
    }

    /// Where a record stands on a day.
    public enum Standing: String, Sendable, CaseIterable {
        /// It must be kept longer.
        case kept
        /// Its time is over, and nothing keeps it: people decide what becomes of it.
        case due
        /// Its time is over, and a legal hold keeps it.
        case held
        /// Its time is over, and the case is open.
        case open
        /// When its time is over cannot be told, so that it is kept.
        case undetermined
    }

    /// The child.
    public let child: ChildID
    /// What it was told from.
    public let facts: RetentionFacts
    /// The classes that the record is of, the longest time first.
    public let bases: [Basis]
    /// The legal holds on it, those on every record among them.
    public let holds: [LegalHold]
    /// Whether an episode is open.
    public let isOpen: Bool

    /// How long a record of those facts is kept by that schedule.
    public init(
        of child: ChildID, _ facts: RetentionFacts, isOpen: Bool, by schedule: RetentionSchedule = .standard,
        onEveryRecord: [LegalHold] = []
    ) {
        self.child = child
        self.facts = facts
        self.isOpen = isOpen
        bases = schedule.bases(of: facts)
        holds = facts.holds + onEveryRecord
    }

    /// How long that record is kept; `nil` where no entry of it stands.
    public static func of(
        _ record: EffectiveRecord, by schedule: RetentionSchedule = .standard, onEveryRecord: [LegalHold] = []
    ) -> Retention? {
        let fold = CaseFold(record)
        return RetentionFacts.of(fold).map { facts in
            Retention(
                of: record.child, facts, isOpen: fold.isOpen, by: schedule, onEveryRecord: onEveryRecord)
        }
    }

    /// The class whose time is the longest.
    public var longest: Basis? { bases.first }

    /// The last day on which it must be kept; `nil` where it cannot be told.
    public var until: CivilDate? { longest?.until }

    /// Where the record stands at the end of that day.
    public func standing(by day: CivilDate) -> Standing {
        guard let until else { return .undetermined }
        guard until <= day else { return .kept }
        if isOpen { return .open }
        return holds.isEmpty ? .due : .held
    }

    /// In one sentence.
    public var sentence: String {
        let rule = longest.map { "\($0.rule.name.words): \($0.rule.words)" } ?? "of no class"
        let time =
            switch longest?.end {
            case .on(let day): "To be kept until \(day) (\(rule))."
            case .unknown(let why): "To be kept, until when cannot be told: \(why) (\(rule))."
            case nil: "To be kept."
            }
        let held = holds.isEmpty ? "" : " On legal hold (\(holds.map(\.hold).joined(separator: ", ")))."
        return time + (isOpen ? " The case is open." : "") + held
    }

    /// One record's retention as clients read it.
    public var json: JSONObject {
        var object: JSONObject = [
            "child": .string(child.text), "class": longest.map { .string($0.rule.name.rawValue) } ?? .null,
            "until": until.map { .string($0.description) } ?? .null, "sentence": .string(sentence),
        ]
        object["birthDate"] = facts.birthDate.map { .string($0.description) }
        object["deathDate"] = facts.deathDate.map { .string($0.description) }
        object["lastEntryOn"] = .string(facts.lastEntryOn.description)
        object["open"] = .bool(isOpen)
        object["bases"] = .array(bases.map { .object($0.json) })
        object["holds"] = .array(holds.map(\.json))
        return object
    }

    /// The same for a terminal.
    public func text(_ layout: TextLayout) -> String {
        var document = TextDocument(layout)
        document.heading("Retention of the record of \(child)")
        document.paragraph(sentence)
        var table = TextTable(layout, head: ["CLASS", "SINCE", "LOG", "UNTIL", "RULE", "SOURCE"], wrapped: 5)
        table.alsoWrapped = [4]
        for basis in bases {
            table.add([
                basis.rule.name.words, basis.ground.first.description, String(basis.ground.position),
                basis.until?.description ?? "cannot be told", basis.rule.words, basis.rule.sourceWords,
            ])
        }
        document.separate()
        document.table(table)
        if !holds.isEmpty {
            document.heading("Legal holds")
            for hold in holds { document.item(hold.words) }
        }
        return document.text
    }
}

extension Retention.Basis {
    /// The class as clients read it.
    var json: JSONObject {
        var object = rule.json
        object["since"] = .string(ground.first.description)
        object["last"] = .string(ground.last.description)
        object["position"] = .integer(ground.position)
        object["until"] = until.map { .string($0.description) } ?? .null
        if case .unknown(let why) = end { object["unknown"] = .string(why) }
        return object
    }
}

extension RetentionRule {
    /// The rule as clients read it.
    public var json: JSONObject {
        [
            "class": .string(name.rawValue), "rule": .string(words), "source": .string(source),
            "standing": .string(standing.rawValue),
        ]
    }

    var sourceWords: String { standing == .law ? source : "\(source) (\(standing.rawValue))" }
}

extension LegalHold {
    /// For people.
    var words: String {
        let scope = isOnEveryRecord ? ", on every record" : ""
        let review = reviewDue.map { ", to be looked at again on \($0)" } ?? ""
        return "\(hold), since \(placedOn)\(scope): \(reason)\(review)"
    }
}
