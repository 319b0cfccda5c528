import CaseRecord
public import StrictJSON

extension Chronology {
    /// The chronology as a JSON document.
    public var json: JSONValue {
        var object = heading
        object["entries"] = .array(entries.map(\.json))
        return .object(object)
    }

    /// The bytes of ``json``, written straight away: a long record is a large document.
    public var jsonBytes: [UInt8] {
        var output = JSONAssembler()
        output.beginObject()
        output.members(of: heading)
        output.name("entries")
        output.beginArray()
        for entry in entries {
            output.beginObject()
            entry.put(to: &output)
            output.endObject()
        }
        output.endArray()
        output.endObject()
        return output.bytes
    }

    /// The rows as JSON, one a line: entries, and where there was none for long an object with the one member `gap`.
    public var ndjsonBytes: [UInt8] {
        var output = JSONAssembler()
        for row in rows {
            output.beginObject()
            switch row {
            case .entry(let entry): entry.put(to: &output)
            case .silence(let silence):
                output.name("gap")
                output.value(silence.json)
            }
            output.endObject()
            output.endLine()
        }
        return output.bytes
    }

    /// All but the entries.
    private var heading: JSONObject {
        var object: JSONObject = [
            "child": .string(child.text), "birthDate": birthDate.map { .string($0.description) } ?? .null,
            "position": .integer(position), "count": .integer(Int64(count)), "form": .string(form.rawValue),
            "countOfAll": .integer(Int64(countOfAll)),
        ]
        object["day"] = day.map { .string($0.description) }
        object["knownAt"] = knownAt.map { .string($0.description) }
        object["mergedInto"] = mergedInto.map { .string($0.text) }
        if !mergedFrom.isEmpty { object["mergedFrom"] = mergedFrom.field }
        if !family.isEmpty { object["family"] = family.field }
        if form == .onePage { object["standing"] = .array(standing.map(\.json)) }
        object["gaps"] = .array(gaps.map(\.json))
        object["patterns"] = .array(patterns.map(\.json))
        object["health"] = health.json
        return object
    }
}

extension Chronology.Entry {
    /// The entry as JSON: as it now stands, with the trail and, where it was corrected, what was recorded first.
    public var json: JSONValue {
        var object = MemberList()
        put(to: &object)
        return .object(object.object)
    }

    fileprivate func put<Members: MemberWriter & ~Copyable>(to members: inout Members) {
        let event = recorded.event
        members.put("occurredAt", .string(occurredAt.description))
        members.put("precision", .string(occurredAt.precision.rawValue))
        members.put("age", age.map { .string($0.description) })
        members.put("type", .string(event.type.name))
        members.put("title", .string(type(of: event.data).title))
        members.put("summary", .string(event.headline))
        members.put("significance", .string(significance.rawValue))
        members.put("source", event.source?.field)
        members.put("recordedBy", .string(event.recordedBy.text))
        members.put("recordedAt", .string(recorded.recordedAt.description))
        members.put("original", event.original?.field)
        members.put("children", event.children.field)
        members.put("data", event.data.field)
        members.put("id", event.id.field)
        members.put("position", .integer(recorded.position))
        members.put("version", .integer(version))
        members.put("cameFrom", cameFrom.map { .string($0.text) })
        members.put("struckOut", entry.struckOutBy.map { .object($0.statement) })
        members.put("withoutEffect", entry.withoutEffect.map { .string($0) })
        members.put("corrections", entry.changes.isEmpty ? nil : .array(entry.changes.map(\.json)))
        members.put("asRecorded", entry.correctedBy.map { _ in .object(entry.original.event.correctable) })
        members.put("whose", whose.isEmpty ? nil : whose.field)
        members.put("struckOutOf", struckOutOf.isEmpty ? nil : struckOutOf.field)
        members.put("thirdParty", isThirdParty ? .bool(true) : nil)
        members.put("reliedOn", reliances.isEmpty ? nil : .array(reliances.map(\.json)))
    }
}

/// Takes the members of an object, each name once.
private protocol MemberWriter: ~Copyable {
    mutating func put(_ name: StaticString, _ value: JSONValue?)
}

private struct MemberList: MemberWriter {
    var object: JSONObject = {
        var object = JSONObject()
        object.reserveCapacity(24)
        return object
    }()

    mutating func put(_ name: StaticString, _ value: JSONValue?) {
        if let value { object.append(new: name.description, value) }
    }
}

extension JSONAssembler: MemberWriter {
    fileprivate mutating func put(_ name: StaticString, _ value: JSONValue?) {
        guard let value else { return }
        self.name(name)
        self.value(value)
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
        let json = json
        for name in ["occurredAt", "source", "significance", "summary", "data"] { object[name] = json[name] }
        return object
    }
}

extension ChronologyGap {
    /// The silence as JSON.
    var json: JSONValue {
        var object: JSONObject = [
            "from": from.field, "to": to.field, "days": .integer(Int64(days)), "whileOpen": .bool(isWhileOpen),
        ]
        object["after"] = after?.json
        object["before"] = before?.json
        if !mayHold.isEmpty { object["mayHold"] = .array(mayHold.map(\.json)) }
        return .object(object)
    }
}

extension ChronologyPattern {
    fileprivate var json: JSONValue {
        [
            "kind": .string(kind.rawValue), "count": .integer(Int64(count)), "sentence": .string(sentence),
            "entries": .array(entries.map(\.json)),
        ]
    }
}

extension Reliance {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["kind": .string(kind.rawValue), "reason": .string(reason)]
        object["by"] = by?.json
        return .object(object)
    }
}

extension StandingLine {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["name": .string(name), "text": .string(text)]
        object["entry"] = entry?.json
        return .object(object)
    }
}

extension Chronology.Health {
    /// The health as JSON.
    public var json: JSONValue {
        var object: JSONObject = ["sound": .bool(isSound)]
        object["from"] = coverage.map { $0.lowerBound.field }
        object["to"] = coverage.map { $0.upperBound.field }
        object["lastReview"] = lastReview?.json
        object["checks"] = .array(
            checks.map { check in
                [
                    "fault": .string(check.fault.rawValue), "found": check.isFound.map { .bool($0) } ?? .null,
                    "sentence": .string(check.sentence), "entries": .array(check.entries.map(\.json)),
                ]
            })
        object["silencesWhileClosed"] = .array(silencesWhileClosed.map(\.json))
        return .object(object)
    }
}
