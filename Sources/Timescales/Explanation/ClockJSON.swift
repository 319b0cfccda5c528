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
            let today = LondonTime.date(of: now)
            if count != nil {
                object["workingDaysUsed"] = .integer(
                    Int64(max(0, calendar.workingDays(after: dayZero, through: today))))
                object["workingDaysLeft"] = .integer(Int64(workingDaysLeft(at: now)))
            } else {
                object["daysLeft"] = .integer(Int64(due.days(since: today)))
            }
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
        object["limit"] = limit.json
        object["due"] = due.json
        object["overdueFrom"] = .string(deadline.overdueFrom.description)
        object["warnFrom"] = warnFrom?.json
        object["severeFrom"] = severeFrom?.json
        if let end = state.end {
            object["stoppedOn"] = end.day.json
            object["stoppedBy"] = end.by.json
            if count != nil {
                let used = calendar.workingDays(after: dayZero, through: end.day)
                object["workingDaysUsed"] = .integer(Int64(max(0, used)))
            }
        }
        switch state {
        case .late(_, _, let late): object["workingDaysLate"] = .integer(Int64(late))
        case .cancelled(_, _, let reason, let wasOverdue):
            object["reason"] = .string(reason)
            object["wasOverdue"] = .bool(wasOverdue)
        case .cannotBeTold(let reason): object["reason"] = .string(reason)
        case .open, .met: break
        }
        if !reasons.isEmpty { object["reasonsForDelay"] = .array(reasons.map(\.json)) }
        object["recount"] = recount.map { ["calendar": .string($0.calendar), "due": $0.due.json] }
        object["awaitsAuthorisationSince"] = awaitsAuthorisationSince?.json
        object["history"] = .bool(isHistory)
        object["openedRecordedAt"] = .string(openedRecordedAt.description)
        object["explanation"] = explanation.json
        object["provisional"] = .bool(isProvisional)
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

extension Rulebook {
    /// A rule as clocks with that day 0 show it; only its `id` where the rulebook has no such rule any more.
    public func shown(_ id: RuleID, on dayZero: CivilDate) -> JSONValue {
        guard let rule = self[id] else { return ["id": .string(id.rawValue)] }
        return .object((edition(of: rule, on: dayZero)?.rule ?? rule).object)
    }
}

extension RuleTerms {
    var object: JSONObject {
        var object = JSONObject()
        object["id"] = .string(id.rawValue)
        object["title"] = .string(title)
        object["kind"] = .string(kind.rawValue)
        object["severity"] = Self.byStage(severity) { .integer(Int64($0.rawValue)) }
        object["tell"] = Self.byStage(tell) { .array($0.map { .string($0.rawValue) }) }
        object["rulebook"] = .string("\(origin.name) \(origin.version)")
        return object
    }

    /// What is said of each stage, under the stage's name; `nil` where nothing is.
    static func byStage<Value>(_ values: [Stage: Value], _ json: (Value) -> JSONValue) -> JSONValue? {
        var object = JSONObject()
        for stage in Stage.allCases { object[stage.rawValue] = values[stage].map(json) }
        return object.isEmpty ? nil : .object(object)
    }
}

extension DelayReason {
    var json: JSONValue {
        [
            "event": .string(entry.id.uuidString.lowercased()), "position": .integer(entry.position), "on": day.json,
            "reason": .string(words),
        ]
    }
}

extension EditionTerms {
    var object: JSONObject {
        var object = JSONObject()
        object["name"] = .string(source.name)
        object["inForceFrom"] = inForceFrom.json
        object["inForceUntil"] = inForceUntil?.json
        object["paragraph"] = .string(paragraph)
        object["sureness"] = .string(sureness.rawValue)
        object["note"] = note.map { .string($0) }
        return object
    }
}

extension TimeLimit {
    var json: JSONValue {
        switch self {
        case .workingDays(let days, nil): ["workingDays": .integer(Int64(days))]
        case .workingDays(let days, let time?): ["workingDays": .integer(Int64(days)), "by": .string("\(time)")]
        case .days(let count, let beginningWith): Self.json("days", count, beginningWith)
        case .weeks(let count, let beginningWith): Self.json("weeks", count, beginningWith)
        case .months(let count): ["months": .integer(Int64(count))]
        case .hours(let count): ["hours": .integer(Int64(count))]
        case .next(let time): ["nextWorkingDayAt": .string("\(time)")]
        case .atOnce: ["atOnce": true]
        case .until(let field): ["until": .string("\(field)")]
        }
    }

    private static func json(_ unit: String, _ count: Int, _ beginningWith: Bool) -> JSONValue {
        var object = JSONObject()
        object[unit] = .integer(Int64(count))
        if beginningWith { object["beginningWith"] = true }
        return .object(object)
    }
}

extension EventMark {
    var json: JSONValue { ["event": .string(id.uuidString.lowercased()), "position": .integer(position)] }
}

extension CivilDate {
    var json: JSONValue { .string(description) }
}
