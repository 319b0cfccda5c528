public import CaseRecord
public import StrictJSON

/// A clock that two rulebooks say different things of.
public struct ClockChange: Sendable {
    /// One way in which it differs.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Only the second rulebook has it.
        case appears
        /// Only the first rulebook has it.
        case disappears
        /// It is due at another time.
        case due
        /// It ended otherwise, or runs in one and not in the other.
        case state
        /// It runs in both, and stands at another stage.
        case stage
    }

    /// The clock by the first rulebook; `nil` where it appears.
    public let before: Clock?
    /// The clock by the second; `nil` where it disappears.
    public let after: Clock?
    /// How they differ; never empty.
    public let kinds: Set<Kind>
    private let now: Instant
    private let clock: Clock

    /// The rule, as the second rulebook has it where both do.
    public var rule: Rule { clock.rule }

    private init?(_ before: Clock?, _ after: Clock?, at now: Instant) {
        var kinds: Set<Kind> = []
        switch (before, after) {
        case (nil, _?): kinds = [.appears]
        case (_?, nil): kinds = [.disappears]
        case (let before?, let after?):
            if before.deadline != after.deadline { kinds.insert(.due) }
            if before.state.name != after.state.name { kinds.insert(.state) }
            if before.isOpen, after.isOpen, before.stage(at: now) != after.stage(at: now) { kinds.insert(.stage) }
        case (nil, nil): break
        }
        guard !kinds.isEmpty, let clock = after ?? before else { return nil }
        (self.before, self.after, self.clock, self.kinds, self.now) = (before, after, clock, kinds, now)
    }

    /// Where two rulebooks' clocks of one child differ at that moment, in the order of the clocks' names.
    public static func between(_ before: [Clock], _ after: [Clock], at now: Instant) -> [ClockChange] {
        let old = Dictionary(before.map { ($0.id, $0) }) { first, _ in first }
        let new = Dictionary(after.map { ($0.id, $0) }) { first, _ in first }
        return Set(old.keys).union(new.keys).sorted().compactMap { ClockChange(old[$0], new[$0], at: now) }
    }

    /// `id`, `child`, `rule`, `subject`, `changes`, and the clock `before` and `after`: `null` where it is not.
    public var object: JSONObject {
        [
            "id": .string(clock.id), "child": .string(clock.child.text),
            "rule": ["id": .string(clock.rule.id.rawValue), "title": .string(clock.rule.title)],
            "subject": .string(clock.subject), "dayZero": clock.dayZero.json,
            "changes": .array(Kind.allCases.filter(kinds.contains).map { .string($0.rawValue) }),
            "before": side(before), "after": side(after),
        ]
    }

    private func side(_ clock: Clock?) -> JSONValue {
        guard let clock else { return .null }
        var object: JSONObject = [
            "limit": .string(clock.limit.text), "due": clock.due.json,
            "overdueFrom": .string(clock.deadline.overdueFrom.description), "state": .string(clock.state.name),
        ]
        object["stage"] = clock.stage(at: now).map { .string($0.rawValue) }
        return .object(object)
    }
}
