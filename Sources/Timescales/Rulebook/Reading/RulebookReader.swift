import CaseRecord
import Crypto
import Yams

extension Rulebook {
    /// This rulebook with what a file adds to it and changes of it.
    ///
    /// - Throws: ``RulebookError`` with every mistake in the file.
    public func adding(_ text: String, named file: String) throws(RulebookError) -> Rulebook {
        var reader = RulebookReader(base: self)
        let read = reader.rulebook(text)
        let problems = reader.yaml.problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
        guard problems.isEmpty, let read else { throw RulebookError(file: file, problems: problems) }
        return read
    }
}

/// Reads one rule file on top of a rulebook.
struct RulebookReader {
    let base: Rulebook
    var yaml = YAMLReader()
    private var sources: [String: RuleSource] = [:]
    private var origin = RulebookOrigin(name: "", version: "", digest: "")

    init(base: Rulebook) { self.base = base }

    mutating func rulebook(_ text: String) -> Rulebook? {
        guard let root = yaml.root(of: text),
            let members = yaml.members(
                root, known: ["rulebook", "version", "sources", "rules", "overrides", "alerts", "retention"])
        else { return nil }
        let name = required("rulebook", members, root).flatMap { yaml.text($0) }
        let version = required("version", members, root).flatMap { yaml.text($0) }
        origin = RulebookOrigin(
            name: name ?? "", version: version ?? "",
            digest: Array(SHA256.hash(data: Array(text.utf8))).hexadecimal)
        for rule in base.rules { for edition in rule.editions { sources[edition.source.code] = edition.source } }
        for place in members["sources"].map({ yaml.elements($0) }) ?? [] {
            guard let source = source(place) else { continue }
            sources[source.code] = source
        }
        var rules = base.rules
        for place in members["rules"].map({ yaml.elements($0) }) ?? [] {
            guard let rule = rule(place) else { continue }
            if rules.contains(where: { $0.id == rule.id }) {
                yaml.refuse(place, "\(rule.id) is a rule already; use overrides to change one")
            }
            rules.append(rule)
        }
        var overrides = base.overrides
        let known = Rulebook(rules: rules)
        for place in members["overrides"].map({ yaml.elements($0) }) ?? [] {
            if let override = override(place, known) { overrides.append(override) }
        }
        let alerts = members["alerts"].map { alertPolicy($0, onto: base.alerts) } ?? base.alerts
        let retention = members["retention"].map { retentionPolicy($0, onto: base.retention) } ?? base.retention
        return Rulebook(
            origins: base.origins + [origin], rules: rules, overrides: overrides, alerts: alerts, retention: retention)
    }

    mutating func required(
        _ name: String, _ members: [String: YAMLPlace], _ place: YAMLPlace
    ) -> YAMLPlace? {
        if members[name] == nil { yaml.refuse(place, "\(name) is required") }
        return members[name]
    }

    private mutating func source(_ place: YAMLPlace) -> RuleSource? {
        guard let members = yaml.members(place, known: ["code", "name", "from", "until", "note"]) else { return nil }
        let code = required("code", members, place).flatMap { yaml.text($0) }
        let name = required("name", members, place).flatMap { yaml.text($0) }
        let from = required("from", members, place).flatMap { yaml.date($0) }
        let until = members["until"].flatMap { yaml.date($0) }
        let note = members["note"].flatMap { yaml.text($0) }
        guard let code, let name, let from else { return nil }
        if let until, until < from { yaml.refuse(place, "ends before it begins") }
        if sources[code] != nil { yaml.refuse(place, "\(code) is a source already") }
        return RuleSource(code: code, name: name, inForceFrom: from, inForceUntil: until, note: note)
    }

    private static let ruleKeys = [
        "id", "title", "kind", "row", "per", "pick", "during", "start", "stop", "awaiting", "cancel", "cannotBeTold",
        "explainedBy", "extend", "subject", "remark", "mayFallAway", "warn", "severe", "severity", "tell", "note",
        "editions",
    ]

    private mutating func rule(_ place: YAMLPlace) -> Rule? {
        guard let members = yaml.members(place, known: Self.ruleKeys) else { return nil }
        let id = required("id", members, place).flatMap { self.id($0) }
        let title = required("title", members, place).flatMap { yaml.text($0) }
        let kind = required("kind", members, place).flatMap { yaml.choice($0, RuleKind.self) }
        let rows = members["row"].map { texts($0) } ?? []
        let per = required("per", members, place).flatMap { scope($0) }
        let pick = self.pick(members["pick"])
        let during = members["during"].flatMap { period($0) }
        let start = required("start", members, place).map { patterns($0) } ?? []
        let stop = patterns(members["stop"])
        let subject = required("subject", members, place).flatMap { template($0, of: start) }
        let remark = members["remark"].flatMap { template($0, of: start) }
        let shared = SharedTerms(
            warnings: members["warn"].map { limits($0) }, severe: members["severe"].flatMap { self.severe($0) },
            note: members["note"].flatMap { yaml.text($0) })
        let editions = required("editions", members, place).map { self.editions($0, shared, start) } ?? []
        let awaiting = patterns(members["awaiting"])
        let cancel = members["cancel"].map { cancels($0) } ?? []
        let cannotBeTold = patterns(members["cannotBeTold"])
        let explainedBy = patterns(members["explainedBy"])
        let extend = members["extend"].map { extensions($0) } ?? []
        let mayFallAway = members["mayFallAway"].flatMap { yaml.text($0) }
        let severity = members["severity"].map { severities($0) } ?? [:]
        let tell = members["tell"].map { recipients($0) } ?? [:]
        guard let id, let title, let kind, let per, let pick, let subject else { return nil }
        return Rule(
            RuleTerms(
                id: id, title: title, kind: kind, rows: rows, per: per, pick: pick, during: during, start: start,
                stop: stop,
                awaiting: awaiting, cancel: cancel, cannotBeTold: cannotBeTold, explainedBy: explainedBy,
                extend: extend,
                subject: subject, remark: remark, mayFallAway: mayFallAway,
                severity: Self.ordinarySeverity.merging(severity) { $1 }, tell: tell, editions: editions, origin: origin
            ))
    }

    /// A due date that nears is for the digest, one that passed for today, one that passed long ago for now.
    private static let ordinarySeverity: [Stage: Severity] = [
        .dueSoon: .digest, .due: .digest, .overdue: .today, .severelyOverdue: .now,
    ]

    private mutating func texts(_ place: YAMLPlace) -> [String] {
        var texts: [String] = []
        for element in yaml.oneOrMore(place) { if let text = yaml.text(element) { texts.append(text) } }
        return texts
    }

    private mutating func pick(_ place: YAMLPlace?) -> StartChoice? {
        guard let place else { return .first }
        return yaml.choice(place, StartChoice.self)
    }

    private mutating func id(_ place: YAMLPlace) -> RuleID? {
        guard let text = yaml.text(place) else { return nil }
        let isSound =
            text.utf8.count <= 20
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || byte == UInt8(ascii: "-")
            }
        guard isSound else {
            yaml.refuse(place, "must be at most 20 capital letters, digits and hyphens, as R03")
            return nil
        }
        return RuleID(rawValue: text)
    }

    private mutating func scope(_ place: YAMLPlace) -> RuleScope? {
        guard let text = yaml.text(place) else { return nil }
        if text == "child" { return .child }
        let kinds = Matter.allCases.map(\.rawValue) + [DerivedHappening.coreAssessmentMatter]
        guard kinds.contains(text) else {
            yaml.refuse(place, "must be child or a matter", allowed: ["child"] + kinds)
            return nil
        }
        return .matter(text)
    }

    private mutating func period(_ place: YAMLPlace) -> RulePeriod? {
        guard let members = yaml.members(place, known: ["from", "to"]) else { return nil }
        let from = required("from", members, place).map { patterns($0) } ?? []
        let to = required("to", members, place).map { patterns($0) } ?? []
        return RulePeriod(from: from, to: to)
    }

    private mutating func cancels(_ place: YAMLPlace) -> [CancelRule] {
        yaml.oneOrMore(place).compactMap { place in
            guard let members = yaml.members(place, known: ["on", "overtakenBy"]) else { return nil }
            return CancelRule(
                on: required("on", members, place).map { patterns($0) } ?? [],
                overtakenBy: patterns(members["overtakenBy"]))
        }
    }

    private mutating func extensions(_ place: YAMLPlace) -> [ExtensionRule] {
        yaml.oneOrMore(place).compactMap { place in
            guard let members = yaml.members(place, known: ["on", "to", "by", "most"]) else { return nil }
            let on = required("on", members, place).map { patterns($0) } ?? []
            let to = members["to"].flatMap { field($0, of: on) }
            let by = members["by"].flatMap { limit($0) }
            if (members["to"] == nil) == (members["by"] == nil) { yaml.refuse(place, "needs either to or by") }
            return ExtensionRule(
                on: on, to: to, by: by ?? nil, most: members["most"].flatMap { yaml.integer($0, in: 1...100) } ?? 100)
        }
    }

    // MARK: Editions

    private struct SharedTerms {
        let warnings: [TimeLimit]?
        let severe: SevereRule?
        let note: String?
    }

    private mutating func editions(
        _ place: YAMLPlace, _ shared: SharedTerms, _ start: [EventPattern]
    ) -> [RuleEdition] {
        let editions = yaml.elements(place).compactMap { edition($0, shared, start) }
        for (one, next) in zip(editions, editions.dropFirst())
        where next.inForceFrom <= one.inForceUntil ?? one.inForceFrom || one.inForceUntil == nil {
            yaml.refuse(place, "\(next.source.code) begins before \(one.source.code) ends: give the earliest first")
        }
        if editions.isEmpty { yaml.refuse(place, "must have at least one edition") }
        return editions
    }

    private mutating func edition(
        _ place: YAMLPlace, _ shared: SharedTerms, _ start: [EventPattern]
    ) -> RuleEdition? {
        let keys = [
            "source", "paragraph", "sure", "limit", "warn", "severe", "note", "from", "until", "movesTo",
        ]
        guard let members = yaml.members(place, known: keys) else { return nil }
        let source = required("source", members, place).flatMap { self.namedSource($0) }
        let paragraph = required("paragraph", members, place).flatMap { yaml.text($0) }
        let sure = required("sure", members, place).flatMap { yaml.choice($0, Sureness.self) }
        let limit = required("limit", members, place).flatMap { self.limit($0, of: start) }
        let from = members["from"].flatMap { yaml.date($0) } ?? source?.inForceFrom
        let until = members["until"].flatMap { yaml.date($0) } ?? source?.inForceUntil
        if let from, let until, until < from { yaml.refuse(place, "ends before it begins") }
        let notes = [members["note"].flatMap { yaml.text($0) }, shared.note, source?.note].compactMap { $0 }
        guard let source, let paragraph, let sure, let from, let limit else { return nil }
        return RuleEdition(
            EditionTerms(
                source: source, paragraph: paragraph, inForceFrom: from, inForceUntil: until, limit: limit,
                warnings: members["warn"].map { limits($0) } ?? shared.warnings ?? [],
                severe: members["severe"].flatMap { severe($0) } ?? shared.severe ?? .twice,
                movesTo: patterns(members["movesTo"]), sureness: sure,
                note: notes.isEmpty ? nil : notes.joined(separator: " ")))
    }

    private mutating func namedSource(_ place: YAMLPlace) -> RuleSource? {
        guard let code = yaml.text(place) else { return nil }
        guard let source = sources[code] else {
            yaml.refuse(place, "is not one of the sources", allowed: sources.keys.sorted())
            return nil
        }
        return source
    }

    // MARK: Overrides

    private mutating func override(_ place: YAMLPlace, _ known: Rulebook) -> RuleOverride? {
        let keys = ["rule", "limit", "warn", "severe", "severity", "tell", "off", "from", "until", "reason"]
        guard let members = yaml.members(place, known: keys) else { return nil }
        let id = required("rule", members, place).flatMap { self.id($0) }
        let reason = required("reason", members, place).flatMap { yaml.text($0) }
        let from = members["from"].flatMap { yaml.date($0) }
        let until = members["until"].flatMap { yaml.date($0) }
        if let from, let until, until < from { yaml.refuse(place, "ends before it begins") }
        let isOff = members["off"].flatMap { yaml.bool($0) } ?? false
        let rule = id.flatMap { known[$0] }
        if let id, rule == nil {
            yaml.refuse(
                members["rule"] ?? place, "\(id) is not a rule", allowed: known.rules.map(\.id.rawValue))
        }
        if let rule, isOff, rule.kind == .statutory || rule.kind == .guidance {
            yaml.refuse(
                members["off"] ?? place,
                "\(rule.id) is \(rule.kind == .statutory ? "law" : "statutory guidance") and cannot be turned off")
        }
        let limit = members["limit"].flatMap { self.limit($0, of: rule?.start ?? []) }
        guard let id, let reason else { return nil }
        return RuleOverride(
            rule: id, limit: limit ?? nil, warnings: members["warn"].map { limits($0) },
            severe: members["severe"].flatMap { severe($0) },
            severity: members["severity"].map { severities($0) } ?? [:],
            tell: members["tell"].map { recipients($0) } ?? [:], isOff: isOff, from: from, until: until, reason: reason)
    }
}
