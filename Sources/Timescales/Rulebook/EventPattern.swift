import CaseRecord

/// What a rule asks of a field.
public enum FieldTest: Sendable, Hashable {
    /// It says one of these.
    case isOneOf([String])
    /// It says none of these, or nothing.
    case isNoneOf([String])
    /// Whether it is there.
    case isPresent(Bool)
    /// The list has an element that says that.
    case includes(String)
    /// The list has no element that says that.
    case lacks(String)
    /// The number is less; an unknown age is 0.
    case isUnder(Int)
    /// The number is that or more.
    case isFrom(Int)
    /// Less time has gone by.
    case isWithin(TimeLimit)
    /// As much time has gone by, or more.
    case isAfter(TimeLimit)
    /// Whether the worker named is known to have been a registered social worker on the day.
    case isRegistered(Bool)
    /// Whether the worker named is known to have been newly qualified on the day.
    case isNewlyQualified(Bool)
}

/// Which entries of a record a rule means, kept once.
public typealias EventPattern = Shared<PatternTerms>

/// Which entries of a record a rule means.
public struct PatternTerms: Sendable, Hashable {
    /// Types of event or derived happenings; one of them.
    public let events: [String]
    /// Tests of fields; all of them.
    public let tests: [FieldCondition]
    /// Which of those found, in order of time, from 1; all where nothing is said.
    public let numbers: ClosedRange<Int>?
    /// The matter that the happening shares with the clock; the clock's own where nothing is said.
    public let scope: PatternScope?
    /// The field that holds the day that counts; that of the event where nothing is said.
    public let dayField: FieldPath?
    /// What is added to that day.
    public let dayOffset: TimeLimit?
    /// What happened, in words.
    public let words: Template?
}

/// A field and what is asked of it.
public struct FieldCondition: Sendable, Hashable {
    /// The field.
    public let field: FieldPath
    /// The test.
    public let test: FieldTest
}

/// How far from the clock's own matter a pattern looks.
public enum PatternScope: Sendable, Hashable {
    /// Anything of the child.
    case child
    /// Anything of the same matter of that kind.
    case matter(String)
}

/// Text with fields in braces.
public struct Template: Sendable, Hashable {
    enum Part: Sendable, Hashable {
        case text(String)
        case field(FieldPath)
    }

    let parts: [Part]

    /// Reads text with `{field}` in it; `nil` where a brace is not closed or does not hold a field.
    public init?(_ text: String) {
        var parts: [Part] = []
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{") {
            guard let close = rest[open...].firstIndex(of: "}"),
                let field = FieldPath(String(rest[rest.index(after: open)..<close]))
            else { return nil }
            if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
            parts.append(.field(field))
            rest = rest[rest.index(after: close)...]
        }
        guard !rest.contains("}") else { return nil }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        self.parts = parts
    }

    /// The fields in it.
    var fields: [FieldPath] {
        parts.compactMap { part in if case .field(let field) = part { field } else { nil } }
    }
}
