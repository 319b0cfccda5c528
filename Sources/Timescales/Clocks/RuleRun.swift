import CaseRecord
import Foundation

/// Applies one rule to one record.
struct RuleRun {
    private let rule: Rule
    private let matching: Matching
    private let maker: ClockMaker
    /// Of use only where one scope has many starts.
    private let memory: RuleMemory?

    init(_ plan: RulePlan, matching: Matching, maker: ClockMaker) {
        rule = plan.rule
        self.matching = matching
        self.maker = maker
        memory = rule.pick == .each ? RuleMemory(askingFor: plan.kinds) : nil
    }

    /// Every clock that the rule gives.
    func clocks() -> [Clock] {
        var clocks: [Clock] = []
        for scope in scopes() {
            let starts = starts(in: scope)
            guard !starts.isEmpty else { continue }
            let positions = Set(starts.map(\.happening.recorded.position))
            for start in starts {
                if let clock = clock(from: start, in: scope, amongStarts: positions) { clocks.append(clock) }
            }
        }
        guard clocks.count > 1 else { return clocks }
        // Where two periods meet on one day an entry of that day stands in both, and an entry may begin two enquiries:
        // there is one clock of a name, that of the later period.
        var last: [String: Int] = [:]
        for place in clocks.indices { last[clocks[place].id] = place }
        guard last.count < clocks.count else { return clocks }
        return clocks.enumerated().filter { last[$0.element.id] == $0.offset }.map(\.element)
    }

    /// Each matter that the rule has a clock for, or the child, in each period in which it applies.
    private func scopes() -> [ClockScope] {
        let whole: [ClockScope] =
            switch rule.per {
            case .child: [ClockScope(matter: nil, names: MatterNames())]
            case .matter(let kind):
                matching.index.matters(of: kind).map { name in
                    ClockScope(matter: MatterName(kind: kind, name: name), names: MatterNames(kind, name))
                }
            }
        guard let during = rule.during else { return whole }
        return whole.flatMap { scope in
            var begins = matching.findAny(during.from, in: scope)[...]
            let ends = matching.findAny(during.to, in: scope)
            var periods: [ClockScope] = []
            while let begin = begins.popFirst() {
                var period = scope
                period.opened = begin.happening
                period.closed =
                    ends.first { end in
                        !end.happening.isSameEntry(as: begin.happening) && end.happening.isNotBefore(begin.happening)
                    }?.happening
                periods.append(period)
                guard let closed = period.closed else { break }
                begins = begins.drop { !$0.happening.isNotBefore(closed) || $0.happening.isSameEntry(as: closed) }
            }
            return periods
        }
    }

    private typealias Found = RuleMemory.Found

    /// What a part of the rule finds in a scope, by when it happened.
    private func find(_ part: RuleMemory.Part, _ patterns: [EventPattern], in scope: ClockScope) -> [Found] {
        guard !patterns.isEmpty else { return [] }
        guard let memory else { return matching.findAny(patterns, in: scope) }
        return memory.found(part, in: scope) { matching.findAny(patterns, in: scope) }
    }

    private func starts(in scope: ClockScope) -> [Found] {
        switch rule.pick {
        case .first:
            for pattern in rule.start {
                if let first = matching.find(pattern, in: scope).first { return [(first, pattern)] }
            }
            return []
        case .last: return matching.findAny(rule.start, in: scope).last.map { [$0] } ?? []
        case .each: return matching.findAny(rule.start, in: scope)
        }
    }

    private func clock(from found: Found, in scope: ClockScope, amongStarts starts: Set<Int64>) -> Clock? {
        var scope = scope
        scope.names = found.happening.names
        let stop = stop(after: found.happening, in: scope, amongStarts: starts)
        let start = moved(found, before: stop, in: scope)
        guard let edition = maker.rulebook.edition(of: rule, on: start.happening.day)?.edition else { return nil }
        var parts = ClockParts(
            rule: rule, name: name(of: found.happening, in: scope),
            subject: matching.text(rule.subject, found.happening, in: scope),
            start: start.happening, startedWith: words(start, in: scope))
        parts.stop = stop
        if case .until(let field) = edition.limit {
            guard let given = matching.date(field, of: found.happening, in: scope) else { return nil }
            parts.given = given
        }
        parts.completion = first(.awaiting, rule.awaiting, from: start.happening, in: scope)?.happening
        let (cancellation, isSettled) = cancellation(of: start.happening, in: scope)
        parts.cancellation = cancellation
        parts.cannotBeTold = first(.cannotBeTold, rule.cannotBeTold, from: start.happening, in: scope)
            .map { words($0, in: scope) }
        parts.extensions = extensions(in: scope)
        parts.reasons = find(.explainedBy, rule.explainedBy, in: scope).map { found in
            DelayReason(entry: found.happening.mark, day: found.happening.day, words: words(found, in: scope))
        }
        if let remark = rule.remark { parts.remarks.append(matching.text(remark, found.happening, in: scope)) }
        if let sentence = rule.mayFallAway, !isSettled { parts.remarksWhileOpen.append(sentence) }
        return maker.clock(parts)
    }

    /// What stands after rule and child in the clock's id.
    private func name(of start: Happening, in scope: ClockScope) -> String {
        func own(_ happening: Happening) -> String {
            guard let kind = type(of: happening.recorded.event.data).opens.first?.rawValue,
                let name = happening.ownName(kind),
                // Of what may be told twice the first by position keeps the name.
                matching.index.opening(of: MatterName(kind: kind, name: name)).map({
                    $0.type != happening.type || $0.isSameEntry(as: happening)
                }) ?? true
            else { return happening.recorded.event.id.uuidString.lowercased() }
            return "\(kind)/\(name)"
        }
        switch (scope.matter, rule.pick) {
        case (let matter?, .each): return "\(matter.name)/\(own(start))"
        case (let matter?, .first), (let matter?, .last): return matter.name
        case (nil, .each): return own(start)
        case (nil, .first), (nil, .last): return scope.opened.map { own($0) } ?? "case"
        }
    }

    /// The first stop. What counts from each of many starts ends with the first after it; what starts a clock itself
    /// ends only those before it.
    private func stop(after start: Happening, in scope: ClockScope, amongStarts starts: Set<Int64>) -> Happening? {
        let stops = find(.stop, rule.stop, in: scope)
        guard rule.pick == .each else { return stops.first?.happening }
        return stops.from(start.day).first { stop in
            guard !stop.happening.isSameEntry(as: start) else { return false }
            return starts.contains(stop.happening.recorded.position)
                ? start.precedes(stop.happening) : stop.happening.isNotBefore(start)
        }?.happening
    }

    /// Day 0 moved to the last of the edition's events that is not after the end and falls while an edition that says
    /// so is in force.
    private func moved(_ found: Found, before stop: Happening?, in scope: ClockScope) -> Found {
        func movesTo(on day: CivilDate) -> [EventPattern] {
            maker.rulebook.edition(of: rule, on: day)?.edition.movesTo ?? []
        }
        let moves = movesTo(on: found.happening.day)
        guard !moves.isEmpty else { return found }
        let last = matching.findAny(moves, in: scope).last { moved in
            !movesTo(on: moved.happening.day).isEmpty && stop.map { $0.isNotBefore(moved.happening) } ?? true
        }
        guard let last, !last.happening.isSameEntry(as: found.happening) else { return found }
        return last
    }

    private func first(
        _ part: RuleMemory.Part, _ patterns: [EventPattern], from start: Happening, in scope: ClockScope
    ) -> Found? {
        let found = find(part, patterns, in: scope)
        guard rule.pick == .each else { return found.first }
        return found.from(start.day).first { $0.happening.isNotBefore(start) }
    }

    /// What makes the clock fall away, and whether anything decided that it does or does not.
    private func cancellation(
        of start: Happening, in scope: ClockScope
    ) -> (cancellation: Cancellation?, isSettled: Bool) {
        var earliest: Cancellation?
        var isSettled = false
        for (place, group) in rule.cancel.enumerated() {
            let found = find(.cancel(place), group.on, in: scope)
            let possible = rule.pick == .each ? found.from(start.day) : found[...]
            let against = possible.filter { counts($0.happening, against: start, in: scope) }
            let cancellation: Cancellation?
            if group.overtakenBy.isEmpty {
                cancellation = against.first.map { Cancellation(happening: $0.happening, reason: words($0, in: scope)) }
            } else {
                let signals =
                    against.map { Signal(happening: $0.happening, reasonAgainst: words($0, in: scope)) }
                    + find(.overtakenBy(place), group.overtakenBy, in: scope)
                    .map { Signal(happening: $0.happening, reasonAgainst: nil) }
                isSettled = isSettled || !signals.isEmpty
                cancellation = Signal.cancellation(signals)
            }
            earliest = .earlier(earliest, cancellation)
        }
        if let closed = scope.closed, let during = rule.during {
            let pattern = during.to.first { $0.events.contains(closed.type) }
            let reason = pattern.map { words((closed, $0), in: scope) } ?? closed.recorded.event.headline
            earliest = .earlier(earliest, Cancellation(happening: closed, reason: reason))
        }
        return (earliest, isSettled)
    }

    /// What names the clock's own matter counts whenever it happened; what does not, from the start on.
    private func counts(_ happening: Happening, against start: Happening, in scope: ClockScope) -> Bool {
        if rule.pick != .each, let matter = scope.matter, happening.ownName(matter.kind) == matter.name { return true }
        return happening.isNotBefore(start)
    }

    private func extensions(in scope: ClockScope) -> [ClockParts.Extension] {
        rule.extend.enumerated().flatMap { place, extend in
            find(.extend(place), extend.on, in: scope).prefix(extend.most).map { found in
                ClockParts.Extension(
                    happening: found.happening,
                    to: extend.to.flatMap { matching.date($0, of: found.happening, in: scope) },
                    by: extend.by)
            }
        }.sorted { $0.happening.precedes($1.happening) }
    }

    private func words(_ found: Found, in scope: ClockScope) -> String {
        found.pattern.words.map { matching.text($0, found.happening, in: scope) }
            ?? found.happening.recorded.event.headline
    }
}
