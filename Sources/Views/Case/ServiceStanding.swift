public import CaseRecord
import StrictJSON

/// A service for a child: what was asked for, for which outcome of which plan, how long it took to begin, and what it changed.
public struct ServiceStanding: Sendable {
    /// How far it has come.
    public enum State: String, Sendable {
        /// It was asked for, has not begun, and is waited for.
        case requested
        /// It goes on.
        case inPlace = "in-place"
        /// It ended.
        case ended
        /// It had not begun when the case was closed.
        case lapsed = "not-begun"
    }

    /// Names it within the record; of one that came with a record merged into it, with that child before it.
    public let reference: String
    private var isClosed = false
    /// What was asked for; `nil` where only its beginning or end is on record.
    public private(set) var what: String?
    /// Who provides it, or is to.
    public private(set) var provider: String?
    /// By when it is needed.
    public private(set) var neededBy: CivilDate?
    /// The plan that it belongs to.
    public private(set) var plan: Reference?
    /// The outcome of the plan that it serves.
    public private(set) var outcome: String?
    /// What its effect was measured by, what that said before, and what it said at the end.
    public private(set) var effect: (measure: String?, before: String?, after: String?)
    /// Why it ended.
    public private(set) var reason: String?
    /// The entry that asked for it.
    public private(set) var requestedBy: CaseEvidence?
    /// The entry by which it began.
    public private(set) var startedBy: CaseEvidence?
    /// The entry by which it ended.
    public private(set) var endedBy: CaseEvidence?

    private init(_ name: Reference, of strand: ChildID, in child: ChildID) {
        reference = strand == child ? name.text : "\(strand)/\(name)"
    }

    /// How far it has come.
    public var state: State {
        endedBy != nil ? .ended : startedBy != nil ? .inPlace : isClosed ? .lapsed : .requested
    }

    /// For how many days the child has waited for it as at a day, or had when it began; `nil` where it is not known to the day
    /// when it was asked for or began, or it is not waited for.
    public func daysWaited(asAt day: CivilDate) -> Int? {
        guard let requested = requestedBy?.exactDay else { return nil }
        guard let until = startedBy.map(\.exactDay) ?? (state == .requested ? day : nil) else { return nil }
        return max(0, until.days(since: requested))
    }

    /// Whether it has not begun and the day is past on which it was needed.
    public func isLate(asAt day: CivilDate) -> Bool { state == .requested && neededBy.map { $0 < day } ?? false }

    /// The services in a record, those that wait first, then those in place. Of what ended or lapsed, only what belongs to the
    /// open episode or, where none is open, to the last.
    static func all(in fold: CaseFold) -> [ServiceStanding] {
        let services = zip(fold.record.strands, fold.strands).flatMap { strand, facts in
            all(in: facts, of: strand.child, in: fold.record.child)
        }
        return [State.requested, .inPlace, .lapsed, .ended].flatMap { state in services.filter { $0.state == state } }
    }

    private static func all(in strand: StrandFold, of name: ChildID, in child: ChildID) -> [ServiceStanding] {
        var found: [ServiceStanding] = []
        var places: [Reference: Int] = [:]
        func place(_ reference: Reference, isNew: Bool = false) -> Int {
            // What is asked for again after it ended is another service.
            if let place = places[reference], !(isNew && found[place].endedBy != nil) { return place }
            places[reference] = found.count
            found.append(ServiceStanding(reference, of: name, in: child))
            return found.count - 1
        }
        for event in strand.order.lazy.map({ strand.events[$0] }) {
            switch event.event.data {
            case let data as ServiceRequested: found[place(data.service, isNew: true)].take(data, event)
            case let data as ServiceStarted: found[place(data.service)].take(data, event)
            case let data as ServiceEnded: found[place(data.service)].take(data, event)
            default: break
            }
        }
        let current = strand.openEpisode ?? strand.episodes.last
        for index in found.indices {
            guard let requested = found[index].requestedBy?.day else { continue }
            // With the episode the need was closed, too; one who asks after a closure asks anew.
            let closedOn = strand.episodes.compactMap(\.closedOn).first { $0 >= requested }
            let isOfOpenOne = strand.openEpisode.map { $0.openedOn <= requested } ?? false
            found[index].isClosed = closedOn != nil && !isOfOpenOne
        }
        return found.filter { service in
            guard [.ended, .lapsed].contains(service.state), let opened = current?.openedOn else { return true }
            let last = service.endedBy ?? service.startedBy ?? service.requestedBy
            return last.map { $0.day >= opened } ?? true
        }
    }

    /// The first that says it stands: a name that is used again is another's mistake.
    private mutating func take(_ data: ServiceRequested, _ event: RecordedEvent) {
        guard requestedBy == nil else { return }
        requestedBy = CaseEvidence(event)
        (what, neededBy, plan, outcome) = (data.what, data.neededBy, data.plan, data.outcome)
        provider = provider ?? data.provider
    }

    private mutating func take(_ data: ServiceStarted, _ event: RecordedEvent) {
        guard startedBy == nil else { return }
        startedBy = CaseEvidence(event)
        provider = data.provider ?? provider
    }

    private mutating func take(_ data: ServiceEnded, _ event: RecordedEvent) {
        guard endedBy == nil else { return }
        endedBy = CaseEvidence(event)
        reason = data.reason
        effect = (data.measure, data.before, data.after)
    }

    /// What it changed, in words; `nil` where nobody measured it.
    var effectWords: String? {
        guard effect.before != nil || effect.after != nil else { return nil }
        return "\(effect.measure.map { $0 + " " } ?? "")\(effect.before ?? "?") to \(effect.after ?? "?")"
    }

    /// The service as part of a case's standing.
    func json(asAt day: CivilDate) -> JSONValue {
        var object: JSONObject = ["service": .string(reference), "state": .string(state.rawValue)]
        object["what"] = what.map { .string($0) }
        object["provider"] = provider.map { .string($0) }
        object["neededBy"] = neededBy.map { .string($0.description) }
        object["plan"] = plan.map { .string($0.text) }
        object["outcome"] = outcome.map { .string($0) }
        object["daysWaited"] = daysWaited(asAt: day).map { .integer(Int64($0)) }
        object["late"] = .bool(isLate(asAt: day))
        object["requestedBy"] = requestedBy?.json
        object["startedBy"] = startedBy?.json
        object["endedBy"] = endedBy?.json
        object["reason"] = reason.map { .string($0) }
        object["measure"] = effect.measure.map { .string($0) }
        object["before"] = effect.before.map { .string($0) }
        object["after"] = effect.after.map { .string($0) }
        return .object(object)
    }
}

extension CaseEvidence {
    /// The day on which it happened, where it is known to the day.
    fileprivate var exactDay: CivilDate? { occurredAt.firstDay == occurredAt.lastDay ? day : nil }
}
