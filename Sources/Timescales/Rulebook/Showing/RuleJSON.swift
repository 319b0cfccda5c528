public import CaseRecord
public import StrictJSON

extension Rulebook {
    /// Every rule, in the order of the files.
    ///
    /// - Parameters:
    ///   - kind: Only rules of that kind.
    ///   - day: Only editions in force on that day, and only rules that have one.
    public func json(kind: RuleKind? = nil, asAt day: CivilDate? = nil) -> [JSONValue] {
        rules.filter { rule in
            (kind.map { rule.kind == $0 } ?? true) && (day.map { rule.edition(on: $0) != nil } ?? true)
        }.map { .object(summary(of: $0, asAt: day)) }
    }

    /// One rule with what starts, ends and cancels its clocks.
    public func json(of rule: Rule, asAt day: CivilDate? = nil) -> JSONValue {
        var object = summary(of: rule, asAt: day)
        object["per"] = .string(rule.per.text)
        object["pick"] = .string(rule.pick.rawValue)
        object["subject"] = .string(rule.subject.text)
        object["remark"] = rule.remark.map { .string($0.text) }
        object["mayFallAway"] = rule.mayFallAway.map { .string($0) }
        object["during"] = rule.during.map { ["from": $0.from.json, "to": $0.to.json] }
        object["start"] = rule.start.json
        object["stop"] = rule.stop.json
        object["cancel"] = .array(rule.cancel.map { ["on": $0.on.json, "overtakenBy": $0.overtakenBy.json] })
        object["awaiting"] = rule.awaiting.json
        object["cannotBeTold"] = rule.cannotBeTold.json
        object["explainedBy"] = rule.explainedBy.json
        object["extend"] = .array(rule.extend.map(\.json))
        return .object(object)
    }

    private func summary(of rule: Rule, asAt day: CivilDate?) -> JSONObject {
        var object = rule.object
        object["rulebook"] = nil
        object["rows"] = .array(rule.rows.map { .string($0) })
        object["origin"] = rule.origin.json
        let editions = day.map { day in rule.editions.filter { $0.isInForce(on: day) } } ?? rule.editions
        object["editions"] = .array(editions.map(\.json))
        object["localChanges"] = .array(overrides.filter { $0.rule == rule.id }.map(\.json))
        if let day {
            let applied = edition(of: rule, on: day)
            object["asAt"] = [
                "day": day.json, "applies": .bool(applied != nil),
                "limit": applied?.edition.limit.map { .string($0.text) } ?? .null,
                "local": .bool(applied?.edition.isLocalLimit ?? false),
            ]
        }
        return object
    }
}

extension RulebookOrigin {
    /// `name`, `version` and `digest`.
    public var json: JSONValue {
        ["name": .string(name), "version": .string(version), "digest": .string(digest)]
    }
}

extension EditionTerms {
    /// The edition as `/v1/rules` shows it: every length of time as rule files write it.
    var json: JSONValue {
        var object: JSONObject = ["source": .string(source.code)]
        for member in self.object.members { object[member.name] = member.value }
        object["limit"] = limit.map { .string($0.text) } ?? .null
        object["warnings"] = .array(warnings.map { .string($0.text) })
        object["severe"] = .string(severe.text)
        if !movesTo.isEmpty { object["movesTo"] = movesTo.json }
        return .object(object)
    }
}

extension RuleOverride {
    /// The change as rule files write it.
    public var json: JSONValue {
        var object: JSONObject = ["rule": .string(rule.rawValue), "reason": .string(reason)]
        object["from"] = from?.json
        object["until"] = until?.json
        if isOff { object["off"] = true }
        object["limit"] = limit.map { .string($0.text) }
        object["warnings"] = warnings.map { .array($0.map { .string($0.text) }) }
        object["severe"] = severe.map { .string($0.text) }
        object["severity"] = RuleTerms.byStage(severity) { .integer(Int64($0.rawValue)) }
        object["tell"] = RuleTerms.byStage(tell) { .array($0.map { .string($0.rawValue) }) }
        return .object(object)
    }
}

extension ExtensionRule {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["on": on.json, "most": .integer(Int64(most))]
        object["to"] = to.map { .string($0.description) }
        object["by"] = by.map { .string($0.text) }
        return .object(object)
    }
}

extension [EventPattern] {
    fileprivate var json: JSONValue { .array(map(\.json)) }
}

extension PatternTerms {
    /// The pattern with its `sentence` for people.
    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "sentence": .string(sentence), "events": .array(events.map { .string($0) }),
        ]
        var conditions = JSONObject()
        for condition in tests { conditions[condition.field.description] = condition.test.json }
        if !tests.isEmpty { object["where"] = .object(conditions) }
        object["number"] = numbers.map {
            .string($0.upperBound == .max ? "from \($0.lowerBound)" : String($0.lowerBound))
        }
        switch scope {
        case .child: object["of"] = "child"
        case .matter(let kind): object["of"] = .string(kind)
        case nil: break
        }
        object["day"] = dayField.map { .string($0.description) }
        object["plus"] = dayOffset.map { .string($0.text) }
        object["words"] = words.map { .string($0.text) }
        return .object(object)
    }
}

extension FieldTest {
    fileprivate var json: JSONValue {
        func list(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
        return switch self {
        case .isOneOf(let texts): list(texts)
        case .isNoneOf(let texts): ["not": list(texts)]
        case .isPresent(let isPresent): ["present": .bool(isPresent)]
        case .includes(let text): ["includes": .string(text)]
        case .lacks(let text): ["lacks": .string(text)]
        case .isUnder(let number): ["under": .integer(Int64(number))]
        case .isFrom(let number): ["from": .integer(Int64(number))]
        case .isWithin(let limit): ["under": .string(limit.text)]
        case .isAfter(let limit): ["from": .string(limit.text)]
        case .isRegistered(let expected): ["registered": .bool(expected)]
        case .isNewlyQualified(let expected): ["newlyQualified": .bool(expected)]
        }
    }
}
