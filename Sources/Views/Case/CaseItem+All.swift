public import CaseRecord
import Foundation

extension CaseItem {
    /// Everything that a record as it now stands decided or set for the child, in the order of the log; what one entry
    /// sets stands in the order in which it says it, a decision before its actions.
    ///
    /// A decision is done when a review says so: that its actions were is not yet that. A closure ends nothing, so that
    /// what was left undone can be seen. The first to use a name in the record keeps it; what uses it again has the id
    /// of its event and its number in it.
    public static func all(in record: EffectiveRecord) -> [CaseItem] { all(in: record, asAt: nil) }

    /// The same of what had happened by the end of that day.
    static func all(in record: EffectiveRecord, asAt: CivilDate?) -> [CaseItem] {
        var items: [CaseItem] = []
        for strand in record.strands {
            var fold = ItemFold(child: record.child)
            for recorded in strand.events.happened(by: asAt) { fold.take(recorded) }
            items += fold.settled()
        }
        if record.strands.count > 1 {
            // Stable: what one entry sets stays in its order.
            items = items.enumerated().sorted { one, other in
                (one.element.position, one.offset) < (other.element.position, other.offset)
            }.map(\.element)
        }
        return Self.withUniqueNames(items)
    }

    private static func withUniqueNames(_ items: [CaseItem]) -> [CaseItem] {
        var items = items
        var met: Set<String> = []
        var inEvent = 0
        for index in items.indices {
            inEvent = index > 0 && items[index - 1].setByEvent == items[index].setByEvent ? inEvent + 1 : 1
            if items[index].reference.isEmpty || met.contains(items[index].reference) {
                items[index].reference = "\(items[index].setByEvent.text)/\(inEvent)"
            }
            met.insert(items[index].reference)
        }
        return items
    }

    /// Whether something of it is still to be done.
    public var isOpen: Bool { state == .open || state == .partly }

    /// Whether it says who is to do what by when and, of a decision, how one will tell.
    public var isSpecific: Bool { lacks.isEmpty }
}

/// Collects what the entries of one strand set and what ended it, in whichever order they come.
private struct ItemFold {
    private struct Name: Hashable {
        let kind: CaseItem.Kind
        let reference: Reference
    }

    private struct End {
        let state: CaseItem.State
        let recorded: RecordedEvent
    }

    private let child: ChildID
    private var items: [CaseItem] = []
    private var names: [Name: [Int]] = [:]
    private var ends: [Name: End] = [:]

    init(child: ChildID) { self.child = child }

    mutating func take(_ recorded: RecordedEvent) {
        let said = recorded.event.data
        if let data = said.as(ActionSet.self) {
            add(data, recorded)
        } else if let data = said.as(ProtectiveActionRequired.self) {
            add(data, recorded)
        } else if let data = said.as(ActionCompleted.self) {
            end(.action, data.action, .done, recorded)
        } else if let data = said.as(ActionCancelled.self) {
            end(.action, data.action, .notDone, recorded)
        } else if let data = said.as(ProtectiveActionTaken.self) {
            end(.protectiveAction, data.protectiveAction, .done, recorded)
        } else if let data = said.as(ProtectiveActionNotTaken.self) {
            end(.protectiveAction, data.protectiveAction, .notDone, recorded)
        } else if let data = said.as(DecisionReviewed.self) {
            review(data, recorded)
        } else if let decision = said.as(DecisionMade.self) {
            add(decision, recorded)
            for action in decision.actions { add(action, setBy: decision.decidedBy, recorded) }
        } else if let data = said.asSettingActions {
            for action in data.actions { add(action, setBy: data.actionsSetBy, recorded) }
        }
    }

    func settled() -> [CaseItem] {
        var items = items
        for (name, end) in ends {
            // What was set again under the same name after that is still to be done.
            for index in names[name] ?? [] where items[index].setOn <= end.recorded.day {
                items[index].state = end.state
                items[index].endedOn = end.recorded.day
                items[index].endedByEvent = end.recorded.event.id
            }
        }
        return items
    }

    private mutating func append(_ item: CaseItem, _ reference: Reference?) {
        if let reference { names[Name(kind: item.kind, reference: reference), default: []].append(items.count) }
        items.append(item)
    }

    private mutating func add(_ data: DecisionMade, _ recorded: RecordedEvent) {
        let acting = data.actions.first { $0.worker != nil } ?? data.actions.first { $0.who != nil }
        let dues = data.actions.compactMap(\.due)
        let isLimited = !data.actions.isEmpty && dues.count == data.actions.count
        let due = data.due ?? (isLimited ? dues.max() : nil)
        var lacks: [String] = []
        // To do nothing, or to close, asks nothing more of anybody.
        if data.kind != .noAction, data.kind != .closure {
            if acting == nil { lacks.append("who") }
            if due == nil { lacks.append("due") }
            if data.successTest == nil { lacks.append("success-test") }
        }
        lacks += VagueWords.found(in: data.what)
        append(
            CaseItem(
                child: child, kind: .decision, reference: data.decision.text, what: data.what,
                setBy: data.decidedBy ?? recorded.event.recordedBy, setOn: recorded.day,
                setByEvent: recorded.event.id, position: recorded.position, worker: acting?.worker, who: acting?.who,
                due: due, state: .open, lacks: lacks),
            data.decision)
    }

    private mutating func add(_ action: ActionItem, setBy: WorkerID?, _ recorded: RecordedEvent) {
        append(
            CaseItem(
                child: child, kind: .action, reference: action.action?.text ?? "", what: action.what,
                setBy: setBy ?? recorded.event.recordedBy, setOn: recorded.day, setByEvent: recorded.event.id,
                position: recorded.position, worker: action.worker, who: action.who, due: action.due, state: .open,
                lacks: Self.lacks(action.what, action.worker, action.who, action.due)),
            action.action)
    }

    private mutating func add(_ data: ActionSet, _ recorded: RecordedEvent) {
        append(
            CaseItem(
                child: child, kind: .action, reference: data.action.text, what: data.what,
                setBy: recorded.event.recordedBy, setOn: recorded.day, setByEvent: recorded.event.id,
                position: recorded.position, worker: data.worker, who: data.who, due: data.due, state: .open,
                lacks: Self.lacks(data.what, data.worker, data.who, data.due)),
            data.action)
    }

    private mutating func add(_ data: ProtectiveActionRequired, _ recorded: RecordedEvent) {
        let due = data.due?.lastDay
        append(
            CaseItem(
                child: child, kind: .protectiveAction, reference: data.protectiveAction.text, what: data.what,
                setBy: recorded.event.recordedBy, setOn: recorded.day, setByEvent: recorded.event.id,
                position: recorded.position, worker: data.worker, who: data.who, due: due, state: .open,
                lacks: Self.lacks(data.what, data.worker, data.who, due)),
            data.protectiveAction)
    }

    private static func lacks(_ what: String, _ worker: WorkerID?, _ who: String?, _ due: CivilDate?) -> [String] {
        (worker == nil && who == nil ? ["who"] : []) + (due == nil ? ["due"] : []) + VagueWords.found(in: what)
    }

    /// What ended it first counts.
    private mutating func end(
        _ kind: CaseItem.Kind, _ reference: Reference, _ state: CaseItem.State, _ recorded: RecordedEvent
    ) {
        let name = Name(kind: kind, reference: reference)
        if let known = ends[name], known.recorded.isNotAfter(recorded) { return }
        ends[name] = End(state: state, recorded: recorded)
    }

    /// The last review counts.
    private mutating func review(_ data: DecisionReviewed, _ recorded: RecordedEvent) {
        let name = Name(kind: .decision, reference: data.decision)
        if let known = ends[name], recorded.isNotAfter(known.recorded) { return }
        let state: CaseItem.State =
            switch data.outcome {
            case .carriedOut: .done
            case .partly: .partly
            case .notCarriedOut: .notDone
            case .replaced: .replaced
            }
        ends[name] = End(state: state, recorded: recorded)
    }
}

extension RecordedEvent {
    /// Whether it stands before the other in the order of occurrence.
    fileprivate func isNotAfter(_ other: RecordedEvent) -> Bool {
        (event.occurredAt.firstInstant, position) <= (other.event.occurredAt.firstInstant, other.position)
    }
}

extension SetsActions {
    /// Who set the actions, where the entry says who.
    fileprivate var actionsSetBy: WorkerID? {
        switch self {
        case let data as PlanMade: data.madeBy
        case let data as PlanReviewed: data.reviewedBy
        case let data as CaseReviewed: data.reviewedBy
        case let data as SupervisionHeld: data.supervisor
        case let data as StrategyDiscussionHeld: data.chairedBy
        default: nil
        }
    }
}
