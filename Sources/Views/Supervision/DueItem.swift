import CaseRecord
import StrictJSON
import Timescales

/// A decision, an action or a protective action that is open.
public struct DueItem: Sendable {
    /// The case.
    public let inBrief: CaseInBrief
    /// What was decided or set.
    public let item: CaseItem
    /// Working days past the due day; `nil` where none was set or it is not past.
    public let workingDaysOverdue: Int?

    init(_ item: CaseItem, _ inBrief: CaseInBrief, _ setting: SupervisionSetting) {
        self.item = item
        self.inBrief = inBrief
        workingDaysOverdue = item.due.flatMap { due in
            due < setting.today ? setting.calendar.workingDays(after: due, through: setting.today) : nil
        }
    }

    /// Why it is shown, in words.
    public var why: [String] {
        var reasons = inBrief.concerns.map(\.words)
        if inBrief.isUnseen { reasons.append("not seen since the case was opened") }
        if let due = item.due {
            reasons.append(workingDaysOverdue == nil ? "due \(due)" : "was due \(due)")
        } else {
            reasons.append("no day was set")
        }
        return reasons + item.lacks.filter { $0 != "due" }.map { "lacks: \($0)" }
    }

    var json: JSONValue {
        var object = JSONObject()
        object.reserveCapacity(14)
        object.append(new: "case", inBrief.json)
        object.append(new: "why", .array(why.map { .string($0) }))
        for member in item.supervisionJSON.members { object.append(new: member.name, member.value) }
        object.append(new: "workingDaysOverdue", overdueJSON)
        return .object(object)
    }

    var overdueJSON: JSONValue { workingDaysOverdue.map { .integer(Int64($0)) } ?? .null }

    /// The longest overdue first, what has no day last; of those of one day children at more risk first.
    static func longestFirst(_ items: [DueItem]) -> [DueItem] {
        items.sorted { item in
            (
                item.item.due?.daysSinceEpoch ?? .max, item.inBrief.concernRank, item.inBrief.unseenRank,
                Int(item.item.position)
            )
        } then: {
            $0.item.reference
        }
    }
}

extension CaseItem {
    /// The item with the event that set it and the one that ended it.
    var supervisionJSON: JSONObject {
        var object = JSONObject()
        object.reserveCapacity(14)
        object.append(new: "kind", .string(kind.rawValue))
        object.append(new: "reference", .string(reference))
        object.append(new: "what", .string(what))
        object.append(new: "setBy", setBy.map { .string($0.text) } ?? .null)
        object.append(new: "setOn", .string(setOn.description))
        object.append(new: "event", setByEvent.field)
        object.append(new: "position", .integer(position))
        object.append(new: "actor", (worker?.text ?? who).map { .string($0) } ?? .null)
        object.append(new: "due", due.jsonValue)
        object.append(new: "state", .string(state.rawValue))
        if let endedOn { object.append(new: "endedOn", .string(endedOn.description)) }
        if let endedByEvent { object.append(new: "endedBy", endedByEvent.field) }
        object.append(new: "lacks", .array(lacks.map { .string($0) }))
        return object
    }
}
