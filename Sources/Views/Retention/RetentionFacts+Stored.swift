import CaseRecord
import StrictJSON
import Timescales

extension RetentionFacts {
    /// What a row of a table holds of it.
    public var stored: String {
        var object: JSONObject = ["last": .string(lastEntryOn.description)]
        object["birth"] = birthDate.map { .string($0.description) }
        object["death"] = deathDate.map { .string($0.description) }
        var kept = JSONObject()
        for name in RetentionClass.allCases {
            guard let ground = grounds[name] else { continue }
            kept[name.rawValue] = .array([
                .string(ground.first.description), .string(ground.last.description), .integer(ground.position),
            ])
        }
        object["grounds"] = .object(kept)
        if !holds.isEmpty { object["holds"] = .array(holds.map(\.json)) }
        return JSONValue.object(object).text()
    }

    /// What ``stored`` gave; `nil` where the text is none.
    public init?(stored text: String) {
        guard let value = try? JSONValue(parsing: Array(text.utf8)), let last = value.day("last"),
            let kept = value["grounds"]?.objectValue
        else { return nil }
        var grounds: [RetentionClass: Ground] = [:]
        for member in kept.members {
            guard let name = RetentionClass(rawValue: member.name), let parts = member.value.arrayValue,
                parts.count == 3, let first = parts[0].stringValue.flatMap({ CivilDate($0) }),
                let last = parts[1].stringValue.flatMap({ CivilDate($0) }), let position = parts[2].integerValue
            else { return nil }
            grounds[name] = Ground(first: first, last: last, position: Int64(position))
        }
        self.init(
            birthDate: value.day("birth"), deathDate: value.day("death"), lastEntryOn: last, grounds: grounds,
            holds: (value["holds"]?.arrayValue ?? []).compactMap { LegalHold(stored: $0) })
    }
}

extension LegalHold {
    fileprivate init?(stored value: JSONValue) {
        guard let hold = value["hold"]?.stringValue, let reason = value["reason"]?.stringValue,
            let placedOn = value.day("placedOn"), let position = value["position"]?.integerValue
        else { return nil }
        self.init(
            hold: hold, reason: reason, requestedBy: value["requestedBy"]?.stringValue, placedOn: placedOn,
            reviewDue: value.day("reviewDue"), position: Int64(position))
    }
}

extension JSONValue {
    fileprivate func day(_ name: String) -> CivilDate? { self[name]?.stringValue.flatMap { CivilDate($0) } }
}
