import CaseRecord
import StrictJSON

/// Tells what patterns mean in one record.
struct Matching {
    let index: RecordIndex
    let workers: WorkerFacts

    /// What a pattern finds in a scope, by when it happened, each on the day that counts.
    func find(_ pattern: EventPattern, in scope: ClockScope) -> [Happening] {
        let (tests, within) = (pattern.tests, pattern.scope)
        var found: [Happening] = []
        for place in index.places(of: pattern.events) {
            let happening = index.all[place]
            guard scope.holds(happening, within), tests.allSatisfy({ holds($0, happening, scope) }) else { continue }
            found.append(happening)
        }
        if let numbers = pattern.numbers {
            found = found.enumerated().filter { numbers.contains($0.offset + 1) }.map(\.element)
        }
        guard let field = pattern.dayField else { return found }
        return found.compactMap { happening in
            date(field, of: happening, in: scope).map { day in
                happening.on(pattern.dayOffset.flatMap { Deadline.day($0, after: day) } ?? day)
            }
        }
    }

    /// What any of the patterns finds in a scope, by when it happened, with the pattern that found it.
    func findAny(_ patterns: [EventPattern], in scope: ClockScope) -> [(happening: Happening, pattern: EventPattern)] {
        // One pattern finds in order of time, unless another day than that of the event counts.
        if patterns.count == 1, patterns[0].dayField == nil {
            return find(patterns[0], in: scope).map { ($0, patterns[0]) }
        }
        return patterns.flatMap { pattern in find(pattern, in: scope).map { (happening: $0, pattern: pattern) } }
            .sorted { $0.happening.precedes($1.happening) }
    }

    /// The text with its fields filled in.
    func text(_ template: Template, _ happening: Happening, in scope: ClockScope) -> String {
        template.parts.map { part in
            switch part {
            case .text(let text): text
            case .field(let field): words(field, of: happening, in: scope)
            }
        }.joined()
    }

    private func words(_ field: FieldPath, of happening: Happening, in scope: ClockScope) -> String {
        let value = values(field, of: happening, in: scope).first
        guard let text = value?.ruleText else { return "" }
        switch field.place {
        case .own(let names) where names.count == 1:
            return Vocabulary.current.label(text, of: names[0], in: happening.type)
        case .opening(let kind, let names) where names.count == 1:
            let opener = opening(of: kind, for: happening, in: scope)
            return opener.map { Vocabulary.current.label(text, of: names[0], in: $0.type) } ?? text
        default: return text
        }
    }

    /// The date that a field holds.
    func date(_ field: FieldPath, of happening: Happening, in scope: ClockScope) -> CivilDate? {
        values(field, of: happening, in: scope).lazy.compactMap(\.stringValue).compactMap { Occurrence($0)?.lastDay }
            .first
    }

    /// What opened the matter that the happening belongs to or, where it belongs to none of that kind, the clock's own.
    private func opening(of kind: String, for happening: Happening, in scope: ClockScope) -> Happening? {
        let names = happening.names.lacks(kind) ? scope.names : happening.names
        for matter in names.of(kind) { if let opening = index.opening(of: matter) { return opening } }
        return nil
    }

    private func values(_ field: FieldPath, of happening: Happening, in scope: ClockScope) -> [JSONValue] {
        switch field.place {
        case .own(let names): happening.fields.values(at: names)
        case .opening(let kind, let names): opening(of: kind, for: happening, in: scope)?.fields.values(at: names) ?? []
        case .age: [.integer(Int64(age(on: happening.day)))]
        case .elapsed: []
        }
    }

    /// In whole years; 0 where no day of birth is recorded, so that the shorter interval applies.
    private func age(on day: CivilDate) -> Int {
        guard let born = index.born, born < day else { return 0 }
        let years = day.year - born.year
        return born.adding(months: 12 * years) > day ? years - 1 : years
    }

    private func holds(_ condition: FieldCondition, _ happening: Happening, _ scope: ClockScope) -> Bool {
        if case .elapsed(let kind) = condition.field.place {
            return elapsed(since: kind, condition.test, happening, scope)
        }
        let values = values(condition.field, of: happening, in: scope)
        func says(_ text: String) -> Bool { values.contains { $0.ruleText == text } }
        switch condition.test {
        case .isOneOf(let texts): return texts.contains(where: says)
        case .isNoneOf(let texts): return !texts.contains(where: says)
        case .isPresent(let isPresent): return values.isEmpty != isPresent
        case .includes(let text): return says(text)
        case .lacks(let text): return !says(text)
        case .isUnder(let number): return values.contains { $0.integerValue.map { $0 < number } ?? false }
        case .isFrom(let number): return values.contains { $0.integerValue.map { $0 >= number } ?? false }
        case .isRegistered(let expected): return asks(workers.isRegistered, values, happening.day, expected)
        case .isNewlyQualified(let expected): return asks(workers.isNewlyQualified, values, happening.day, expected)
        case .isWithin, .isAfter: return false
        }
    }

    private func asks(
        _ question: (WorkerID, CivilDate) -> Bool?, _ values: [JSONValue], _ day: CivilDate, _ expected: Bool
    ) -> Bool {
        values.lazy.compactMap(\.stringValue).compactMap { WorkerID($0) }.contains { question($0, day) == expected }
    }

    private func elapsed(
        since kind: String, _ test: FieldTest, _ happening: Happening, _ scope: ClockScope
    ) -> Bool {
        guard let opened = opening(of: kind, for: happening, in: scope)?.day else { return false }
        switch test {
        case .isWithin(let limit): return Deadline.day(limit, after: opened).map { happening.day < $0 } ?? false
        case .isAfter(let limit): return Deadline.day(limit, after: opened).map { happening.day >= $0 } ?? false
        default: return false
        }
    }
}

/// What belongs to one clock: its matter, and the period in which its rule applies.
struct ClockScope {
    /// The clock's own matter; `nil` where it is the child's.
    let matter: MatterName?
    /// The matters that ``matter`` belongs to itself.
    var names: MatterNames
    /// What began the period; `nil` where the rule always applies.
    var opened: Happening?
    /// What ended it; `nil` while it lasts.
    var closed: Happening?

    func holds(_ happening: Happening, _ scope: PatternScope?) -> Bool {
        guard isInPeriod(happening) else { return false }
        switch scope {
        case .child: return true
        case .matter(let kind): return happening.names.meets(names, in: kind)
        case nil: return matter.map { happening.names.contains($0.kind, $0.name) } ?? true
        }
    }

    private func isInPeriod(_ happening: Happening) -> Bool {
        guard let opened else { return true }
        return happening.isNotBefore(opened) && closed.map { $0.isNotBefore(happening) } ?? true
    }
}
