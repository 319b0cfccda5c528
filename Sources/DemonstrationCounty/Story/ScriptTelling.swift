import CaseRecord
import Foundation
import StrictJSON

extension Story {
    /// Tells a story written by hand from where this one stands.
    mutating func tell(_ script: Script) {
        let start = day
        var named: [String: UUID] = [:]
        for (index, id) in registrations.enumerated() { named["registered\(index + 1)"] = id }
        for step in script.steps {
            go(to: start.adding(days: step.days))
            guard !isOver else { return }
            let about = step.about == "-" ? [] : step.about == "*" ? children : numbered(step.about)
            // A story cut short by a small county leaves out what its other children would have had.
            if step.about != "-", about.isEmpty || step.about != "*" && about.count < step.about.count { continue }
            guard let said = fill(step.data, named), let data = try? JSONValue(parsing: said.utf8) else {
                continue
            }
            let recorder: WorkerID? =
                switch step.recorder {
                case "worker": nil
                case "manager": manager
                default: WorkerID(step.recorder)
                }
            let id = tell(
                step.type, data, by: recorder, about: about,
                significance: step.isSignificant.map { $0 ? .significant : .routine })
            if let name = step.name { named[name] = id }
        }
    }

    private func numbered(_ digits: String) -> [Child] {
        digits.compactMap(\.wholeNumberValue).compactMap { children.indices.contains($0 - 1) ? children[$0 - 1] : nil }
    }

    /// What a step says with its marks replaced; `nil` where it speaks of a child or an entry that is not there.
    private func fill(_ text: String, _ named: [String: UUID]) -> String? {
        var said = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            said += rest[..<open]
            let after = rest[rest.index(after: open)...]
            guard let close = after.firstIndex(of: "}"), let value = mark(String(after[..<close]), named) else {
                // A brace of the JSON itself.
                let isMark = after.first.map { "@+-n0123456789".contains($0) } ?? false
                if isMark { return nil }
                said += "{"
                rest = after
                continue
            }
            said += value
            rest = after[after.index(after: close)...]
        }
        return said + rest
    }

    private func mark(_ name: String, _ named: [String: UUID]) -> String? {
        switch name {
        case "carer": return household.carer
        case "worker": return worker.text
        case "manager": return manager.text
        case "team": return team.name
        case "saturday":
            var saturday = day.adding(days: -1)
            while saturday.weekday != .saturday { saturday = saturday.adding(days: -1) }
            return "\(saturday)"
        default: break
        }
        if name.hasPrefix("@") { return named[String(name.dropFirst())]?.uuidString.lowercased() }
        if name.hasPrefix("+") || name.hasPrefix("-"), let days = Int(name) { return "\(day.adding(days: days))" }
        let digits = name.hasPrefix("n") ? String(name.dropFirst()) : name
        if let number = Int(digits), children.indices.contains(number - 1) {
            let child = children[number - 1]
            return name.hasPrefix("n") ? child.givenName : child.id.text
        }
        return nil
    }

    /// Records an event whose data is given as JSON; gives the event's id.
    @discardableResult
    mutating func tell(
        _ type: String, _ data: JSONValue, by recorder: WorkerID? = nil, about: [Child]? = nil,
        source: InformationSource? = nil, significance: Significance? = .routine, summary: String? = nil
    ) -> UUID? {
        guard !isOver else { return nil }
        let about = about ?? children
        var event: JSONObject = [
            "id": "00000000-0000-8000-8000-000000000000", "type": .string(type), "occurredAt": "2000-01-01",
            "data": data,
        ]
        if !about.isEmpty { event["children"] = .array(about.map { .string($0.id.text) }) }
        let context = RecordingContext(authority: authority, recordedBy: worker, now: LondonTime.startOfDay(through))
        do {
            let payload = try EventDraft.reading(.object(event), in: context).event.data
            return record(
                payload, by: recorder, about: about, source: source, significance: significance, summary: summary)
        } catch {
            assertionFailure("\(type): \(error)")
            return nil
        }
    }
}

extension JSONValue {
    /// An object without the members that say nothing.
    static func fields(_ members: [(String, JSONValue?)]) -> JSONValue {
        var object = JSONObject()
        for (name, value) in members { if let value { object[name] = value } }
        return .object(object)
    }
}

extension CivilDate {
    /// The day as JSON.
    var json: JSONValue { .string("\(self)") }
}
