import CaseRecord
public import StrictJSON

/// What an authority's file adds to a rulebook and changes of it.
public struct RulebookChanges: Sendable {
    /// The file.
    public let origin: RulebookOrigin
    /// The rules that it adds.
    public let added: [Rule]
    /// What it changes of other rules, in the order of the file.
    public let changed: [Change]
    /// When people are told of alerts, where the file changes that: by the file, and without it.
    public let alerts: (after: AlertPolicy, before: AlertPolicy)?
    /// How long records are kept, where the file changes that: by the file, and without it.
    public let retention: (after: RetentionPolicy, before: RetentionPolicy)?

    /// One change of a rule.
    public struct Change: Sendable {
        /// The rule as it is without the change.
        public let rule: Rule
        /// What the file says.
        public let override: RuleOverride
        /// The editions in force for some day 0 that the change is for; where there is none it changes nothing.
        public let editions: [RuleEdition]
    }

    /// What a rulebook has beyond the one that a file was added to; `nil` where no file was added.
    public init?(of rulebook: Rulebook, beyond base: Rulebook) {
        guard rulebook.origins.count > base.origins.count, let origin = rulebook.origins.last else { return nil }
        self.origin = origin
        alerts = rulebook.alerts == base.alerts ? nil : (rulebook.alerts, base.alerts)
        retention = rulebook.retention == base.retention ? nil : (rulebook.retention, base.retention)
        added = rulebook.rules.filter { base[$0.id] == nil }
        changed = rulebook.overrides.dropFirst(base.overrides.count).compactMap { override in
            rulebook[override.rule].map { rule in
                Change(rule: rule, override: override, editions: rule.editions.filter(override.concerns))
            }
        }
    }

    /// For programs: `rulebook`, `adds`, `changes` and, where the file changes when people are told of alerts or how long records are
    /// kept, `alerts` and `retention`.
    public var json: JSONValue {
        var object: JSONObject = [
            "rulebook": origin.json, "adds": .array(added.map { Rulebook(rules: [$0]).json(of: $0) }),
            "changes": .array(changed.map(\.json)),
        ]
        object["alerts"] = alerts?.after.json
        object["retention"] = retention?.after.json
        return .object(object)
    }

    /// For people: a line for each rule added or changed, with the limits before and after, and for what changes of telling and of
    /// keeping.
    public var lines: [String] {
        added.map(Self.line) + changed.map(\.line) + (alerts.map { $0.after.lines(beyond: $0.before) } ?? [])
            + (retention.map { $0.after.lines(beyond: $0.before) } ?? [])
    }

    private static func line(_ rule: Rule) -> String {
        let limits = rule.editions.map { "\($0.limit?.text ?? "no limit") (\($0.source.code))" }
        return "adds \(rule.id) \(rule.title): \(limits.joined(separator: ", then "))"
    }
}

extension RuleOverride {
    /// Whether some day 0 is both the edition's and this change's.
    fileprivate func concerns(_ edition: RuleEdition) -> Bool {
        if let until, until < edition.inForceFrom { return false }
        if let from, let last = edition.inForceUntil, last < from { return false }
        return true
    }
}

extension RulebookChanges.Change {
    fileprivate var json: JSONValue {
        var object = override.json.objectValue ?? JSONObject()
        object["title"] = .string(rule.title)
        object["kind"] = .string(rule.kind.rawValue)
        object["replaces"] = .array(
            editions.map { edition in
                [
                    "source": .string(edition.source.code),
                    "limit": edition.limit.map { .string($0.text) } ?? .null,
                    "warnings": .array(edition.warnings.map { .string($0.text) }),
                    "severe": .string(edition.severe.text),
                ]
            })
        return .object(object)
    }

    fileprivate var line: String {
        var said: [String] = []
        if override.isOff { said.append("turned off") }
        if let limit = override.limit { said.append("\(limit.text) instead of \(limitsBefore)") }
        if let warnings = override.warnings {
            said.append("warned \(warnings.map(\.text).joined(separator: " and ")) before")
        }
        if let severe = override.severe { said.append("severe: \(severe.text)") }
        for stage in Stage.allCases {
            if let severity = override.severity[stage] {
                said.append("\(stage.rawValue): severity \(severity.rawValue)")
            }
            if let tell = override.tell[stage] {
                said.append("\(stage.rawValue): tells \(tell.map(\.rawValue).joined(separator: ", "))")
            }
        }
        if said.isEmpty { said.append("nothing") }
        var line = "changes \(rule.id) \(rule.title): \(said.joined(separator: "; "))"
        if let from = override.from { line += ", from \(from)" }
        if let until = override.until { line += ", until \(until)" }
        if editions.isEmpty { line += " (no edition has the rule in that time: this changes nothing)" }
        return line + " [\(override.reason)]"
    }

    private var limitsBefore: String {
        var texts: [String] = []
        for edition in editions {
            let text = edition.limit?.text ?? "none"
            if !texts.contains(text) { texts.append(text) }
        }
        return texts.isEmpty ? "none" : texts.joined(separator: " or ")
    }
}
