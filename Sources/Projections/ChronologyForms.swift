import CaseRecord
public import StrictJSON
import TextTable

extension Chronology {
    /// The chronology as a JSON document.
    public var json: JSONValue {
        [
            "child": .string(child.text), "birthDate": birthDate.map { .string($0.description) } ?? .null,
            "position": .integer(position), "count": .integer(Int64(entries.count)),
            "entries": .array(entries.map(\.json)),
        ]
    }

    /// The chronology as a table for a terminal of that many columns.
    public func text(columns: Int) -> String {
        var table = TextTable(columns: columns)
        table.head = ["DATE", "AGE", "EVENT", "SOURCE", "RECORDED BY"]
        table.wrapped = 2
        for entry in entries {
            let event = entry.recorded.event
            table.rows.append([
                entry.occurredAt.tableText, entry.age?.description ?? "",
                (entry.significance == .significant ? "" : "· ") + event.headline,
                event.source?.agency ?? "", event.recordedBy.text,
            ])
        }
        let born = birthDate.map { ", born \($0)" } ?? ""
        return "Chronology of \(child)\(born): \(entries.count) entries, as at log position \(position)\n\n"
            + table.text
    }
}

extension Chronology.Entry {
    /// The entry as JSON.
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
        return .object(object)
    }
}

extension Occurrence {
    /// For a table: the day, with the time in London where it is known.
    fileprivate var tableText: String {
        guard case .instant(let instant) = self else { return description }
        let (hour, minute) = LondonTime.time(of: instant)
        return "\(firstDay) \(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }
}
