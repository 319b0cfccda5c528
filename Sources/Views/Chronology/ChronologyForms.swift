import CaseRecord
public import StrictJSON
import TextTable

extension Chronology {
    /// The chronology as a JSON document.
    public var json: JSONValue {
        var object: JSONObject = [
            "child": .string(child.text), "birthDate": birthDate.map { .string($0.description) } ?? .null,
            "position": .integer(position), "count": .integer(Int64(count)),
        ]
        object["knownAt"] = knownAt.map { .string($0.description) }
        object["mergedInto"] = mergedInto.map { .string($0.text) }
        if !mergedFrom.isEmpty { object["mergedFrom"] = .array(mergedFrom.map { .string($0.text) }) }
        object["entries"] = .array(entries.map(\.json))
        return .object(object)
    }

    /// The chronology as a table for a terminal of that many columns.
    public func text(columns: Int) -> String {
        var table = TextTable(columns: columns)
        table.head = ["DATE", "AGE", "EVENT", "SOURCE", "RECORDED BY"]
        table.wrapped = 2
        for entry in entries {
            let event = entry.recorded.event
            table.rows.append([
                entry.occurredAt.tableText, entry.age?.description ?? "", entry.tableText,
                event.source?.agency ?? "", event.recordedBy.text,
            ])
        }
        return heading + "\n" + table.text
    }

    private var heading: String {
        let born = birthDate.map { ", born \($0)" } ?? ""
        let struckOut = entries.count { $0.entry.struckOutBy != nil }
        let besides = struckOut == 0 ? "" : " and \(struckOut) struck out"
        let known = knownAt.map { " and as known at \($0)" } ?? ""
        let held = "\(count) entries\(besides), as at log position \(position)\(known)"
        var lines = ["Chronology of \(child)\(born): \(held)"]
        if let mergedInto { lines.append("This record was merged into \(mergedInto).") }
        if !mergedFrom.isEmpty {
            lines.append("With what came from \(mergedFrom.map(\.text).joined(separator: ", ")).")
        }
        return lines.map { $0 + "\n" }.joined()
    }
}

extension Chronology.Entry {
    /// The entry as JSON: as it now stands, with the trail and, where it was corrected, what was recorded first.
    public var json: JSONValue {
        let event = recorded.event
        var object = JSONObject()
        object["occurredAt"] = .string(occurredAt.description)
        object["precision"] = .string(occurredAt.precision.rawValue)
        object["age"] = age.map { .string($0.description) }
        object["type"] = .string(event.type.name)
        object["title"] = .string(type(of: event.data).title)
        object["summary"] = .string(event.headline)
        object["significance"] = .string(significance.rawValue)
        object["source"] = event.source?.field
        object["recordedBy"] = .string(event.recordedBy.text)
        object["recordedAt"] = .string(recorded.recordedAt.description)
        object["original"] = event.original?.field
        object["children"] = event.children.field
        object["data"] = event.data.field
        object["id"] = event.id.field
        object["position"] = .integer(recorded.position)
        object["version"] = .integer(version)
        object["cameFrom"] = cameFrom.map { .string($0.text) }
        object["struckOut"] = entry.struckOutBy.map { .object($0.statement) }
        object["withoutEffect"] = entry.withoutEffect.map { .string($0) }
        if !entry.changes.isEmpty { object["corrections"] = .array(entry.changes.map(\.json)) }
        if entry.correctedBy != nil { object["asRecorded"] = .object(entry.original.event.correctable) }
        return .object(object)
    }

    fileprivate var tableText: String {
        let event = recorded.event
        var text = (significance == .significant ? "" : "· ") + event.headline
        if let cameFrom { text += " (from \(cameFrom))" }
        if let corrected = entry.correctedBy { text += " (corrected: \(corrected.reason))" }
        if let unmerged = entry.unmergedBy { text += " (unmerged: \(unmerged.reason))" }
        if let why = entry.withoutEffect { text = "WITHOUT EFFECT: \(why) | " + text }
        if let struckOut = entry.struckOutBy { text = "STRUCK OUT: \(struckOut.reason) | " + text }
        return text
    }
}

extension EntryChange {
    /// The change as JSON: what kind, who, when, why, which fields, and whether it counts.
    var json: JSONValue {
        var object: JSONObject = ["kind": .string(kind.rawValue)]
        for member in statement.members { object[member.name] = member.value }
        object["inEffect"] = .bool(isInEffect)
        if kind == .corrected || kind == .significanceSet { object["fields"] = .array(fields.map(\.json)) }
        if !entry.changes.isEmpty { object["corrections"] = .array(entry.changes.map(\.json)) }
        return .object(object)
    }

    fileprivate var statement: JSONObject {
        let recorded = entry.recorded
        return [
            "reason": .string(reason), "recordedBy": .string(recorded.event.recordedBy.text),
            "recordedAt": .string(recorded.recordedAt.description), "id": recorded.event.id.field,
            "position": .integer(recorded.position),
        ]
    }
}

extension FieldChange {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["pointer": .string(pointer)]
        object["before"] = before
        object["after"] = after
        return .object(object)
    }
}

extension CaseEvent {
    /// What a correction can replace.
    fileprivate var correctable: JSONObject {
        var object = JSONObject()
        for name in ["occurredAt", "source", "significance", "summary", "data"] { object[name] = json[name] }
        return object
    }
}

extension Occurrence {
    /// For a table: the day, with the time in London where it is known, and `c.` where it is only approximate.
    fileprivate var tableText: String {
        if case .approximate = self { return "c. \(description.dropLast())" }
        guard case .instant(let instant) = self else { return description }
        let (hour, minute) = LondonTime.time(of: instant)
        return "\(firstDay) \(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }
}
