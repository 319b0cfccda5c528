public import CaseRecord
public import Ledger
import Timescales
public import Views

/// The rows of cases as the log gives them as it was known at a moment: every record is folded anew. Slow, and exact.
public struct LogSource: CaseSource {
    private static let page = 250
    /// The position of the log that it reflects: its last at that moment.
    public let position: Int64
    /// The moment as at which the log is read; `nil`: as it stands.
    public let knownAt: Instant?
    private var allRows: [CaseRow] = []
    private var allItems: [CaseItem] = []
    private var allClocks: [OpenClock] = []
    private var allFacts: [CountedFact] = []
    private var allLags: [RecordingLag] = []

    /// Reads the whole log and holds what views are counted from.
    ///
    /// - Parameter state: What the log said of the authority at that moment.
    /// - Throws: What the database says; `CancellationError`.
    public init(over reader: LedgerReader, knownAt: Instant?, state: AuthorityState) async throws {
        self.knownAt = knownAt
        position =
            if let knownAt { try await reader.lastPosition(knownAt: knownAt) } else { try await reader.lastPosition() }
        let pages = HistoryPages(over: reader, through: position, size: Self.page)
        while let page = try await pages.next() {
            try Task.checkCancellation()
            for histories in page {
                add(FoldedRecord(EffectiveRecord(of: histories.child, in: histories, knownAt: knownAt), state))
            }
        }
        allRows.sort { $0.child < $1.child }
        allItems.sort { ($0.child, $0.position, $0.reference) < ($1.child, $1.position, $1.reference) }
        allClocks.sort { ($0.child.text, $0.id) < ($1.child.text, $1.id) }
        allFacts.sort(by: CountedFact.inOrder)
        allLags.sort { ($0.child, $0.worker, $0.month) < ($1.child, $1.worker, $1.month) }
    }

    private mutating func add(_ record: FoldedRecord) {
        let cases = CaseModel().rows(of: record)
        if let row = cases.row { allRows.append(row) }
        allItems += cases.items
        let facts = FactModel().rows(of: record)
        allFacts += facts.facts
        allLags += facts.lags
        for clock in record.clocks where clock.isOpen {
            allClocks.append(OpenClock(clock, of: record.child, record.responsibility))
        }
    }

    /// Where cases stand.
    public func rows(_ selection: CaseSelection, openOnly: Bool) async throws -> [CaseRow] {
        allRows.filter { selection.includes($0.child, $0.team, $0.worker) && (!openOnly || $0.isOpen) }
    }

    /// Decisions, actions and protective actions.
    public func items(_ selection: CaseSelection, openOnly: Bool) async throws -> [CaseItem] {
        let children = Set(try await rows(selection, openOnly: false).map(\.child))
        return allItems.filter { children.contains($0.child) && (!openOnly || $0.state == .open) }
    }

    /// Clocks that run.
    public func openClocks(_ selection: CaseSelection, overdueAt now: Instant? = nil) async throws -> [OpenClock] {
        allClocks.filter { clock in
            selection.includes(clock.child, clock.team, clock.worker)
                && now.map { clock.stages.overdueFrom <= $0 } ?? true
        }
    }

    /// What indicators count.
    public func facts(
        _ kinds: Set<CountedFact.Kind>, during days: ClosedRange<CivilDate>
    ) async throws -> [CountedFact] {
        allFacts.filter { fact in
            kinds.contains(fact.kind) && fact.beganOn <= days.upperBound
                && (fact.beganOn >= days.lowerBound || fact.endedOn.map { $0 >= days.lowerBound } ?? true)
        }
    }

    /// How late entries were recorded.
    public func recordingLags(
        during days: ClosedRange<CivilDate>, by workers: Set<WorkerID>?
    ) async throws -> [RecordingLag] {
        allLags.filter { days.contains($0.month) && workers?.contains($0.worker) ?? true }
    }
}

extension CaseSelection {
    fileprivate func includes(_ child: ChildID, _ team: TeamID?, _ worker: WorkerID?) -> Bool {
        switch self {
        case .all: true
        case .team(let wanted): team == wanted
        case .worker(let wanted): worker == wanted
        case .children(let children): children.contains(child)
        }
    }
}

extension CountedFact {
    /// By child, position, kind and reference.
    static func inOrder(_ one: CountedFact, _ other: CountedFact) -> Bool {
        (one.child.text, one.position, one.kind.rawValue, one.reference)
            < (other.child.text, other.position, other.kind.rawValue, other.reference)
    }
}

extension OpenClock {
    init(_ clock: Clock, of child: ChildID, _ responsibility: Responsibility) {
        self.init(
            id: clock.id, child: child, rule: clock.rule.id, team: responsibility.team, worker: responsibility.worker,
            dayZero: clock.dayZero, due: clock.due, stages: clock.stages, isMeasure: clock.isMeasure)
    }
}
