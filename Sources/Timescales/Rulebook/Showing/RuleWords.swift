import CaseRecord

extension PatternTerms {
    /// What the pattern means, in words: `Assessment started (kind: initial)`.
    public var sentence: String {
        var text = events.map { Self.title(of: $0) }.joined(separator: " or ")
        let conditions = tests.map { $0.words(in: events.first ?? "") }
        if !conditions.isEmpty { text += " (" + conditions.joined(separator: "; ") + ")" }
        if let numbers {
            let isOpen = numbers.upperBound == .max
            text += isOpen ? ", from the \(numbers.lowerBound.ordinal) on" : ", only the \(numbers.lowerBound.ordinal)"
        }
        switch scope {
        case .child: text += ", anywhere in the child's record"
        case .matter(let kind): text += ", of the same \(kind.spaced)"
        case nil: break
        }
        if let dayField {
            text += "; the day that counts is \(dayField.words)" + (dayOffset.map { " plus \($0.text)" } ?? "")
        }
        return text
    }

    /// The type's title, or the derived happening's words.
    private static func title(of name: String) -> String {
        if let payload = EventCatalogue.current.payload(of: EventType(name)) { return payload.title }
        switch DerivedHappening(rawValue: name) {
        case .enquiryInitiated: return "Section 47 enquiry initiated"
        case .coreAssessmentRequired: return "Core assessment required"
        case nil: break
        }
        let parts = name.split(separator: "/")
        guard parts.count == 2, let payload = EventCatalogue.current.payload(of: EventType(String(parts[0]))) else {
            return name
        }
        return "\(payload.title), each of its \(String(parts[1]).spaced)"
    }
}

extension FieldCondition {
    /// What is asked of the field, in words; codes by their labels in that happening.
    func words(in happening: String) -> String {
        func label(_ text: String) -> String {
            switch field.place {
            case _ where isAnswer(text): text == "true" ? "yes" : "no"
            case .own(let names) where names.count == 1:
                Vocabulary.current.label(text, of: names[0], in: happening)
            default: String(text.map { $0 == "-" ? " " : $0 })
            }
        }
        func isAnswer(_ text: String) -> Bool { text == "true" || text == "false" }
        func list(_ texts: [String]) -> String { texts.map(label).joined(separator: " or ") }
        let name = field.words
        switch test {
        case .isOneOf(let texts): return "\(name): \(list(texts))"
        case .isNoneOf(let texts) where texts.count == 1 && isAnswer(texts[0]):
            return "\(name): \(texts[0] == "true" ? "no" : "yes"), or nothing said"
        case .isNoneOf(let texts): return "\(name): not \(list(texts))"
        case .isPresent(let isPresent): return isPresent ? "\(name) is given" : "\(name) is not given"
        case .includes(let text): return "\(name) with \(label(text))"
        case .lacks(let text): return "\(name) without \(label(text))"
        case .isUnder(let number): return "\(name) under \(number)"
        case .isFrom(let number): return "\(name) \(number) or more"
        case .isWithin(let limit): return "\(name) less than \(limit.text)"
        case .isAfter(let limit): return "\(name) \(limit.text) or more"
        case .isRegistered(let expected):
            return "\(name) is known \(expected ? "" : "not ")to have been a registered social worker on the day"
        case .isNewlyQualified(let expected):
            return "\(name) is known \(expected ? "" : "not ")to have been newly qualified on the day"
        }
    }
}

extension FieldPath {
    /// For people: `risk level`, `kind of the assessment`, `the child's age`.
    var words: String {
        switch place {
        case .own(let names): names.map(\.spaced).joined(separator: ", ")
        case .opening(let matter, let names):
            names.map(\.spaced).joined(separator: ", ") + " of the \(matter.spaced)"
        case .age: "the child's age"
        case .elapsed(let matter): "time since the \(matter.spaced) was opened"
        }
    }
}

extension Template {
    /// As rule files write it.
    public var text: String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .field(let field): "{\(field)}"
            }
        }.joined()
    }
}

extension SevereRule {
    /// As rule files write it.
    public var text: String {
        switch self {
        case .twice: "twice the limit"
        case .after(let limit): limit.text
        case .late(let limit): "\(limit.text) late"
        case .never: "never"
        }
    }
}

extension RuleScope {
    /// As rule files write it.
    public var text: String {
        switch self {
        case .child: "child"
        case .matter(let kind): kind
        }
    }
}

extension String {
    /// A name of a field or a matter in words: `riskLevel` as `risk level`.
    var spaced: String {
        var words = ""
        for character in self {
            if character.isUppercase { words += " " + character.lowercased() } else { words.append(character) }
        }
        return String(words.map { $0 == "-" ? " " : $0 })
    }
}

extension Int {
    /// `1st`, `2nd`, `3rd`, `11th`.
    fileprivate var ordinal: String {
        let ending =
            switch (self % 10, self % 100) {
            case (_, 11...13): "th"
            case (1, _): "st"
            case (2, _): "nd"
            case (3, _): "rd"
            default: "th"
            }
        return "\(self)\(ending)"
    }
}
