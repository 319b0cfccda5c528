public import CaseRecord
import Foundation
public import StrictJSON

extension Clock {
    /// The clock with its full explanation, as clients read it; what depends on the time of day is left out.
    public var json: JSONValue { .object(object) }

    /// The clock with its full explanation and, where it is open, its `stage`, `workingDaysUsed` and
    /// `workingDaysLeft` (negative when overdue) at that moment.
    public func json(at now: Instant) -> JSONValue {
        var object = object
        if let stage = stage(at: now) {
            object["stage"] = .string(stage.rawValue)
            let used = calendar.workingDays(after: dayZero, through: LondonTime.date(of: now))
            object["workingDaysUsed"] = .integer(Int64(max(0, used)))
            object["workingDaysLeft"] = .integer(Int64(workingDaysLeft(at: now)))
        }
        return .object(object)
    }

    private var object: JSONObject {
        var object = JSONObject()
        object["id"] = .string(id)
        object["rule"] = .object(rule.object)
        object["edition"] = .object(edition.object)
        object["child"] = .string(child.text)
        object["cameFrom"] = cameFrom.map { .string($0.text) }
        object["state"] = .string(state.name)
        object["startedBy"] = startedBy.json
        object["dayZero"] = dayZero.json
        object["limit"] = edition.limit.json
        object["due"] = due.json
        object["warnFrom"] = warnFrom?.json
        object["severeFrom"] = severeFrom.json
        if let end = state.end {
            object["stoppedOn"] = end.day.json
            object["stoppedBy"] = end.by.json
            let used = calendar.workingDays(after: dayZero, through: end.day)
            object["workingDaysUsed"] = .integer(Int64(max(0, used)))
        }
        switch state {
        case .late(_, _, let late): object["workingDaysLate"] = .integer(Int64(late))
        case .cancelled(_, _, let reason, let wasOverdue):
            object["reason"] = .string(reason)
            object["wasOverdue"] = .bool(wasOverdue)
        case .cannotBeTold(let reason): object["reason"] = .string(reason)
        case .open, .met: break
        }
        object["awaitsAuthorisationSince"] = awaitsAuthorisationSince?.json
        object["history"] = .bool(isHistory)
        object["openedRecordedAt"] = .string(openedRecordedAt.description)
        object["explanation"] = explanation.json
        object["provisional"] = .bool(count.isProvisional)
        object["calendar"] = .string(calendar.version)
        return object
    }
}

extension Explanation {
    /// `sentence`, `counted` (each with its number), `skipped` (each with its reason) and `remarks`.
    var json: JSONValue {
        [
            "sentence": .string(sentence),
            "counted": .array(
                counted.enumerated().map { ["day": .integer(Int64($0 + 1)), "date": $1.json] }),
            "skipped": .array(skipped.map { ["date": $0.date.json, "reason": .string($0.reason.description)] }),
            "remarks": .array(remarks.map { .string($0) }),
        ]
    }
}

extension Rule {
    var object: JSONObject {
        var object = JSONObject()
        object["id"] = .string(id.rawValue)
        object["title"] = .string(title)
        object["kind"] = .string(kind.rawValue)
        return object
    }
}

extension RuleEdition {
    var object: JSONObject {
        var object = JSONObject()
        object["name"] = .string(guidance.name)
        object["inForceFrom"] = guidance.inForceFrom.json
        object["inForceUntil"] = guidance.inForceUntil?.json
        object["paragraph"] = .string(paragraph)
        object["sureness"] = .string(sureness.rawValue)
        object["note"] = note.map { .string($0) }
        return object
    }
}

extension TimeLimit {
    var json: JSONValue {
        switch self {
        case .workingDays(let days): ["workingDays": .integer(Int64(days))]
        }
    }
}

extension EventMark {
    var json: JSONValue { ["event": .string(id.uuidString.lowercased()), "position": .integer(position)] }
}

extension CivilDate {
    var json: JSONValue { .string(description) }
}
