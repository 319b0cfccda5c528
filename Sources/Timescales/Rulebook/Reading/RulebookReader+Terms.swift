import CaseRecord
import Yams

extension RulebookReader {
    /// A limit; `.some(nil)` for `none`, `nil` after a problem was noted.
    mutating func limit(_ place: YAMLPlace, of start: [EventPattern] = []) -> TimeLimit?? {
        guard let text = yaml.text(place) else { return nil }
        if text == "none" { return .some(nil) }
        guard let limit = TimeLimit(text) else {
            yaml.refuse(place, TimeLimit.expectation)
            return nil
        }
        if case .until(let field) = limit { check(field, of: start, place) }
        return limit
    }

    /// Limits before the due day, the longest first.
    mutating func limits(_ place: YAMLPlace) -> [TimeLimit] {
        yaml.oneOrMore(place).compactMap { place in
            guard let limit = limit(place) else { return nil }
            switch limit {
            case .workingDays(_, nil), .days(_, false), .weeks(_, false), .months, .hours: return limit
            default:
                yaml.refuse(place, "must be a length of time before the due day, as \"3 working days\"")
                return nil
            }
        }
    }

    mutating func severe(_ place: YAMLPlace) -> SevereRule? {
        guard let text = yaml.text(place) else { return nil }
        switch text {
        case "never": return .never
        case "twice the limit": return .twice
        default:
            let isLate = text.hasSuffix(" late")
            guard let limit = TimeLimit(isLate ? String(text.dropLast(" late".count)) : text), limit.doubled != nil
            else {
                yaml.refuse(
                    place,
                    "must be \"twice the limit\", \"never\", a limit after day 0, or one after the due day, as "
                        + "\"5 working days late\"")
                return nil
            }
            return isLate ? .late(limit) : .after(limit)
        }
    }

    private static let stageKeys: [String: Stage] = [
        "dueSoon": .dueSoon, "due": .due, "overdue": .overdue, "severelyOverdue": .severelyOverdue,
    ]

    mutating func severities(_ place: YAMLPlace) -> [Stage: Severity] {
        let members = yaml.members(place, known: Self.stageKeys.keys.sorted()) ?? [:]
        var severities: [Stage: Severity] = [:]
        for (name, place) in members {
            guard let stage = Self.stageKeys[name], let number = yaml.integer(place, in: 1...3) else { continue }
            severities[stage] = Severity(rawValue: number)
        }
        return severities
    }

    mutating func recipients(_ place: YAMLPlace) -> [Stage: [Recipient]] {
        let members = yaml.members(place, known: Self.stageKeys.keys.sorted()) ?? [:]
        var recipients: [Stage: [Recipient]] = [:]
        for (name, place) in members {
            guard let stage = Self.stageKeys[name] else { continue }
            recipients[stage] = yaml.oneOrMore(place).compactMap { yaml.choice($0, Recipient.self) }
        }
        return recipients
    }

    // MARK: Patterns

    mutating func patterns(_ place: YAMLPlace?) -> [EventPattern] {
        guard let place else { return [] }
        return yaml.oneOrMore(place).compactMap { pattern($0) }
    }

    private mutating func pattern(_ place: YAMLPlace) -> EventPattern? {
        let keys = ["event", "where", "number", "of", "day", "plus", "words"]
        guard let members = yaml.members(place, known: keys) else { return nil }
        let events = required("event", members, place).map { names(of: $0) } ?? []
        let tests = members["where"].map { conditions($0, of: events) } ?? []
        let number = members["number"].flatMap { numbers($0) }
        let scope = members["of"].flatMap { patternScope($0) }
        let dayField = members["day"].flatMap { fieldPath($0) }
        if let dayField, let place = members["day"] { check(dayField, in: events, place) }
        let offset = members["plus"].flatMap { limit($0) }
        let words = members["words"].flatMap { template($0, in: events) }
        guard !events.isEmpty else { return nil }
        return EventPattern(
            PatternTerms(
                events: events, tests: tests, numbers: number, scope: scope, dayField: dayField,
                dayOffset: offset ?? nil, words: words))
    }

    private mutating func names(of place: YAMLPlace) -> [String] {
        yaml.oneOrMore(place).compactMap { place in
            guard let name = yaml.text(place) else { return nil }
            guard Vocabulary.current.has(name) else {
                yaml.refuse(
                    place, "is neither a type of event nor a derived happening", allowed: Vocabulary.current.names)
                return nil
            }
            return name
        }
    }

    private mutating func numbers(_ place: YAMLPlace) -> ClosedRange<Int>? {
        let words = place.node.scalar?.string.split(separator: " ") ?? []
        let isOpen = words.first == "from"
        guard let number = words.last.flatMap({ Int($0) }), words.count == (isOpen ? 2 : 1), number >= 1 else {
            yaml.refuse(place, "must be a number from 1, or \"from 2\"")
            return nil
        }
        return number...(isOpen ? Int.max : number)
    }

    private mutating func patternScope(_ place: YAMLPlace) -> PatternScope? {
        guard let text = yaml.text(place) else { return nil }
        if text == "child" { return .child }
        guard Matter(rawValue: text) != nil else {
            yaml.refuse(place, "must be child or a matter", allowed: ["child"] + Matter.allCases.map(\.rawValue))
            return nil
        }
        return .matter(text)
    }

    // MARK: Fields

    private mutating func fieldPath(_ place: YAMLPlace) -> FieldPath? {
        guard let text = yaml.text(place) else { return nil }
        guard let path = FieldPath(text) else {
            yaml.refuse(place, "must be the name of a field")
            return nil
        }
        return path
    }

    mutating func field(_ place: YAMLPlace, of patterns: [EventPattern]) -> FieldPath? {
        guard let path = fieldPath(place) else { return nil }
        check(path, of: patterns, place)
        return path
    }

    private mutating func check(_ field: FieldPath, of patterns: [EventPattern], _ place: YAMLPlace) {
        check(field, in: patterns.flatMap(\.events), place)
    }

    private mutating func check(_ field: FieldPath, in events: [String], _ place: YAMLPlace) {
        for event in events where Vocabulary.current.schema(of: field, in: event) == nil {
            yaml.refuse(place, "\(event) has no field \(field)", allowed: Vocabulary.current.fields(of: event))
            return
        }
    }

    mutating func template(_ place: YAMLPlace, of patterns: [EventPattern]) -> Template? {
        template(place, in: patterns.flatMap(\.events))
    }

    private mutating func template(_ place: YAMLPlace, in events: [String]) -> Template? {
        guard let text = yaml.text(place) else { return nil }
        guard let template = Template(text) else {
            yaml.refuse(place, "has a brace that does not enclose a field")
            return nil
        }
        for field in template.fields { check(field, in: events, place) }
        return template
    }

    private mutating func conditions(_ place: YAMLPlace, of events: [String]) -> [FieldCondition] {
        guard let mapping = place.node.mapping else {
            yaml.refuse(place, "must be a mapping of fields to tests")
            return []
        }
        return mapping.compactMap { key, value in
            let name = key.scalar?.string ?? "?"
            guard let field = fieldPath(place.at(name, key)) else { return nil }
            check(field, in: events, place.at(name, key))
            return test(place.at(name, value), field, events).map { FieldCondition(field: field, test: $0) }
        }
    }

    private mutating func test(_ place: YAMLPlace, _ field: FieldPath, _ events: [String]) -> FieldTest? {
        guard let mapping = place.node.mapping else { return .isOneOf(words(place, field, events)) }
        guard mapping.count == 1, let (key, tested) = mapping.first, let name = key.scalar?.string else {
            yaml.refuse(place, "must be one test")
            return nil
        }
        let value = place.at(name, tested)
        switch name {
        case "not": return .isNoneOf(words(value, field, events))
        case "present": return yaml.bool(value).map { .isPresent($0) }
        case "includes": return words(value, field, events).first.map { .includes($0) }
        case "lacks": return words(value, field, events).first.map { .lacks($0) }
        case "registered": return yaml.bool(value).map { .isRegistered($0) }
        case "newlyQualified": return yaml.bool(value).map { .isNewlyQualified($0) }
        case "under", "from":
            if case .elapsed = field.place {
                guard let read = limit(value), let limit = read else { return nil }
                return name == "under" ? .isWithin(limit) : .isAfter(limit)
            }
            return yaml.integer(value, in: 0...1_000_000).map { name == "under" ? .isUnder($0) : .isFrom($0) }
        default:
            yaml.refuse(
                place.at(name, key), "is not a test",
                allowed: ["not", "present", "includes", "lacks", "under", "from", "registered", "newlyQualified"])
            return nil
        }
    }

    /// What a field can say; a word that it cannot say is a mistake.
    private mutating func words(_ place: YAMLPlace, _ field: FieldPath, _ events: [String]) -> [String] {
        let allowed = Set(
            events.flatMap { Vocabulary.current.schema(of: field, in: $0).map { Vocabulary.words(of: $0) } ?? [] })
        return yaml.oneOrMore(place).compactMap { place in
            guard let word = yaml.text(place) else { return nil }
            if !allowed.isEmpty, !allowed.contains(word) {
                yaml.refuse(place, "\(field) never says \(word)", allowed: allowed.sorted())
                return nil
            }
            return word
        }
    }
}
