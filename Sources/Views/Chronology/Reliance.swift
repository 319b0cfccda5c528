import CaseRecord
import Foundation
import StrictJSON

/// Why a court's chronology shows an entry from before its last two years.
public struct Reliance: Sendable, Hashable {
    /// In what way it is relied on.
    public enum Kind: String, Sendable, CaseIterable {
        /// An entry that is shown refers to it.
        case referredTo = "referred-to"
        /// An order or plan that had not ended by the day asked about.
        case inForce = "in-force"
        /// Somebody set it to significant after it was recorded.
        case setSignificant = "set-significant"
    }

    /// In what way it is relied on.
    public let kind: Kind
    /// The entry that refers to it or set it; `nil` for what is in force.
    public let by: EntryMark?
    /// In words.
    public let reason: String

    /// How long back a court's chronology goes in full.
    static let years = 2

    /// The entries of the last two years and those from before that are relied on: an order or plan in force, one whose
    /// significance was set by hand, and one that an enquiry, conference, order, plan, hearing or a reading of the history
    /// among those shown refers to, and so on back.
    static func court(_ entries: [Chronology.Entry], asAt day: CivilDate?) -> [Chronology.Entry] {
        var entries = entries.filter(\.entry.stands)
        guard let day else { return entries }
        let since = day.adding(months: -12 * years)
        let index = ReferenceIndex(entries)
        var shown = Set(entries.indices.filter { entries[$0].occurredAt.lastDay >= since })
        var waiting = shown.sorted()
        func add(_ place: Int, _ reliance: Reliance) {
            guard entries[place].occurredAt.lastDay < since else { return }
            if !entries[place].reliances.contains(where: { $0.kind == reliance.kind && $0.by == reliance.by }) {
                entries[place].reliances.append(reliance)
            }
            if shown.insert(place).inserted { waiting.append(place) }
        }
        for place in entries.indices where entries[place].significance == .significant {
            guard let set = entries[place].significanceSetBy else { continue }
            let reason = "Set to significant: \(set.reason)"
            add(place, Reliance(kind: .setSignificant, by: EntryMark(set.entry.recorded), reason: reason))
        }
        for place in index.inForce(asAt: day) {
            add(place, Reliance(kind: .inForce, by: nil, reason: "Had not ended by \(day)"))
        }
        while let place = waiting.popLast() {
            let event = entries[place].recorded.event
            guard relying.contains(event.type) else { continue }
            for other in index.referredTo(by: place) where other != place {
                let reason = "\(type(of: event.data).title) of \(event.occurredAt.firstDay) refers to it"
                add(other, Reliance(kind: .referredTo, by: EntryMark(entries[place].recorded), reason: reason))
            }
        }
        return entries.indices.filter(shown.contains).map { entries[$0] }
    }

    /// What a court or those who act before it rests on.
    private static let relying: Set<EventType> = [
        "strategy-discussion.held", "section47.started", "section47.concluded", "conference.held", "cp-plan.started",
        "cp-plan.category-changed", "cp-plan.ended", "order.made", "order.extended", "order.ended",
        "pre-proceedings.started", "care-proceedings.issued", "care-proceedings.concluded", "court-direction.made",
        "court-direction.answered", "plan.made", "plan.reviewed", "plan.ended", "history.considered",
    ]
}

/// Which entries refer to which, by the references that they name and the ids that they read.
private struct ReferenceIndex {
    private struct Name: Hashable {
        let child: ChildID
        let matter: Matter
        let name: String
    }

    private let entries: [Chronology.Entry]
    private var beginnings: [Name: [Int]] = [:]
    private var byID: [UUID: Int] = [:]

    init(_ entries: [Chronology.Entry]) {
        self.entries = entries
        for place in entries.indices {
            byID[entries[place].recorded.event.id] = place
            let begins = type(of: entries[place].recorded.event.data).opens
            guard !begins.isEmpty else { continue }
            for name in Self.names(of: entries[place]) where begins.contains(name.matter) {
                beginnings[name, default: []].append(place)
            }
        }
    }

    /// The entries that began what the entry names, and those that it says were read.
    func referredTo(by place: Int) -> [Int] {
        var found = Self.names(of: entries[place]).flatMap { beginnings[$0] ?? [] }
        if let considered = entries[place].recorded.event.data as? HistoryConsidered {
            found += considered.entries.compactMap { byID[$0] }
        }
        return found
    }

    /// The orders and plans that had not ended by that day.
    func inForce(asAt day: CivilDate) -> [Int] {
        var ended: Set<Name> = []
        var expiry: [Name: Occurrence] = [:]
        for entry in entries {
            let names = Self.names(of: entry)
            switch entry.recorded.event.data {
            case is PlanEnded, is ChildProtectionPlanEnded, is OrderEnded:
                ended.formUnion(names.filter { $0.matter == .plan || $0.matter == .order })
            case let data as OrderMade:
                for name in names where name.matter == .order { expiry[name] = data.expires }
            case let data as OrderExtended:
                for name in names where name.matter == .order { expiry[name] = data.expires }
            default: break
            }
        }
        return entries.indices.filter { place in
            let data = entries[place].recorded.event.data
            guard data is OrderMade || data is ChildProtectionPlanStarted || data is PlanMade else { return false }
            let own = Self.names(of: entries[place]).filter { type(of: data).opens.contains($0.matter) }
            return !own.contains { name in ended.contains(name) || expiry[name].map { $0.lastDay < day } ?? false }
        }
    }

    private static func names(of entry: Chronology.Entry) -> [Name] {
        guard let object = entry.recorded.event.data.field.objectValue else { return [] }
        return Matter.allCases.compactMap { matter in
            object[matter.rawValue]?.stringValue.map { Name(child: entry.entry.child, matter: matter, name: $0) }
        }
    }
}
