public import CaseRecord
public import Ledger
public import StrictJSON
public import Timescales
public import Views

/// What would be different by another rulebook: goes through the log child by child, folds each record once and takes
/// its clocks by both. Reads only, and holds one child's record at a time.
public struct WhatIf: Sendable {
    private static let page = 500
    private let reader: LedgerReader
    private let before: Rulebook
    private let after: Rulebook
    private let calendars: CalendarHistory
    private let workers: WorkerFacts
    private let now: Instant
    private let knownAt: Instant?

    /// A comparison of two rulebooks over that log.
    ///
    /// - Parameters:
    ///   - now: The moment whose stages are compared.
    ///   - knownAt: The log is taken as it stood at that moment; as it stands now where nothing is said.
    public init(
        over reader: LedgerReader, before: Rulebook, after: Rulebook, calendars: CalendarHistory,
        workers: WorkerFacts = .none, now: Instant, knownAt: Instant? = nil
    ) {
        self.reader = reader
        // Most rules are the same in both, and the same rule gives the same clocks.
        (self.before, self.after) = before.onlyDiffering(from: after)
        self.calendars = calendars
        self.workers = workers
        self.now = knownAt.map { min($0, now) } ?? now
        self.knownAt = knownAt
    }

    /// Hands on every clock that differs, by child, and counts them.
    ///
    /// - Parameters:
    ///   - team: Only clocks of children whom that team has.
    ///   - rule: Only clocks of that rule.
    public func run(
        team: TeamID? = nil, rule: RuleID? = nil, _ body: (AssignedChange) async throws -> Void
    ) async throws -> WhatIfSummary {
        let last: Int64 =
            if let knownAt { try await reader.lastPosition(knownAt: knownAt) } else { try await reader.lastPosition() }
        var summary = WhatIfSummary(position: last, asAt: now, knownAt: knownAt)
        guard !before.rules.isEmpty || !after.rules.isEmpty else { return summary }
        let records = RecordReader(reader, through: last)
        var children = try await reader.children(through: last, limit: Self.page)
        while let end = children.last {
            for child in children {
                try Task.checkCancellation()
                let record = EffectiveRecord(of: child, in: try await records.histories(of: child), knownAt: knownAt)
                summary.children += 1
                let changes = changes(in: record).filter { change in
                    rule.map { change.rule.id == $0 } ?? true
                }
                guard !changes.isEmpty else { continue }
                let responsibility = Responsibility.of(record)
                guard team.map({ responsibility.team == $0 }) ?? true else { continue }
                for change in changes {
                    let assigned = AssignedChange(change: change, responsibility: responsibility)
                    summary.count(assigned)
                    try await body(assigned)
                }
            }
            children = try await reader.children(after: end, through: last, limit: Self.page)
        }
        return summary
    }

    private func changes(in record: EffectiveRecord) -> [ClockChange] {
        ClockChange.between(
            Clocks.of(record, rulebook: before, calendars: calendars, workers: workers),
            Clocks.of(record, rulebook: after, calendars: calendars, workers: workers), at: now)
    }
}

/// A clock that differs, with who has the child's case.
public struct AssignedChange: Sendable {
    /// How it differs.
    public let change: ClockChange
    /// Who has the case.
    public let responsibility: Responsibility

    /// The change with `team` and `worker`, where the case has them.
    public var json: JSONValue {
        var object = change.object
        object["team"] = responsibility.team?.field
        object["worker"] = responsibility.worker?.field
        return .object(object)
    }
}

/// How many clocks differ.
public struct WhatIfSummary: Sendable {
    private struct Group: Hashable {
        let team: TeamID?
        let rule: RuleID
    }

    private struct Count {
        var clocks = 0
        var kinds: [ClockChange.Kind: Int] = [:]

        mutating func add(_ change: ClockChange) {
            clocks += 1
            for kind in change.kinds { kinds[kind, default: 0] += 1 }
        }

        func write(to object: inout JSONObject) {
            object["clocks"] = .integer(Int64(clocks))
            for kind in ClockChange.Kind.allCases { object[kind.rawValue] = .integer(Int64(kinds[kind] ?? 0)) }
        }
    }

    /// The last position of the log that was read.
    public let position: Int64
    /// The moment whose stages were compared.
    public let asAt: Instant
    /// The moment as at which the log was read, where one was given.
    public let knownAt: Instant?
    /// How many records were read.
    public internal(set) var children = 0
    private var all = Count()
    private var groups: [Group: Count] = [:]

    init(position: Int64, asAt: Instant, knownAt: Instant?) {
        self.position = position
        self.asAt = asAt
        self.knownAt = knownAt
    }

    mutating func count(_ assigned: AssignedChange) {
        all.add(assigned.change)
        let group = Group(team: assigned.responsibility.team, rule: assigned.change.rule.id)
        groups[group, default: Count()].add(assigned.change)
    }

    /// `position`, `asAt`, `children`, the number of `clocks` that differ and of those that do so in each way, and the
    /// same `byTeamAndRule`; `team` is missing where no team has the child's case.
    public var object: JSONObject {
        var object: JSONObject = ["position": .integer(position), "asAt": .string(asAt.description)]
        object["knownAt"] = knownAt.map { .string($0.description) }
        object["children"] = .integer(Int64(children))
        all.write(to: &object)
        let sorted = groups.sorted { one, other in
            (one.key.team?.text ?? "", one.key.rule) < (other.key.team?.text ?? "", other.key.rule)
        }
        object["byTeamAndRule"] = .array(
            sorted.map { group, count in
                var object = JSONObject()
                object["team"] = group.team?.field
                object["rule"] = .string(group.rule.rawValue)
                count.write(to: &object)
                return .object(object)
            })
        return object
    }
}
