import Foundation
public import StrictJSON

/// What the daemon fills in where a client left it out, and what bounds a date.
public struct RecordingContext: Sendable {
    /// The daemon's own authority.
    public let authority: AuthorityCode
    /// The peer's own worker identifier.
    public let recordedBy: WorkerID
    /// Now: nothing can have happened more than a day after it.
    public let now: Instant

    /// A context.
    public init(authority: AuthorityCode, recordedBy: WorkerID, now: Instant) {
        self.authority = authority
        self.recordedBy = recordedBy
        self.now = now
    }
}

extension EventDraft {
    /// The most children that one event may stand for.
    public static let mostChildren = 50
    /// The longest summary, in Unicode scalars.
    public static let longestSummary = 500
    /// The first year that anything recorded can have happened in.
    public static let earliestYear = 1900

    /// Reads an event that a client sent, which stands at that pointer in what it sent. An older version of its type,
    /// which it names by `typeVersion`, is taken as what the current version makes of it.
    ///
    /// - Throws: ``MalformedInput`` with every problem of the envelope and of `data`.
    public static func reading(
        _ value: JSONValue, at pointer: String = "", in context: RecordingContext,
        types: EventCatalogue = .current
    ) throws(MalformedInput) -> EventDraft {
        try reading(value, at: pointer, in: context, types: types, recordedAt: nil)
    }

    /// - Parameter version: The version of the type that a stored event was recorded at; `nil` where a client says it.
    fileprivate static func reading(
        _ value: JSONValue, at pointer: String, in context: RecordingContext, types: EventCatalogue,
        recordedAt version: Int16?
    ) throws(MalformedInput) -> EventDraft {
        guard let object = value.objectValue else {
            throw MalformedInput(problems: [
                FieldProblem(pointer: pointer, reason: "must be an event: an object, not \(value.kind)")
            ])
        }
        var fields = FieldReader(object, FieldProblems())
        let draft = read(&fields, in: context, types: types, recordedAt: version)
        fields.refuseUnknownFields()
        guard let draft, fields.problems.found.isEmpty else {
            throw MalformedInput(problems: fields.problems.found(under: pointer))
        }
        return draft
    }

    private static func read(
        _ fields: inout FieldReader, in context: RecordingContext, types: EventCatalogue, recordedAt version: Int16?
    ) -> EventDraft? {
        let id = fields.required("id", as: UUID.self)
        let authority = fields.optional("authority", as: AuthorityCode.self) ?? context.authority
        let known = fields.problems.found.count
        let named = fields.optional("children", as: [ChildID].self)
        // A list that could not be read is not an empty one.
        let children = fields.problems.found.count == known ? named ?? [] : nil
        let occurredAt = fields.required("occurredAt", as: Occurrence.self)
        let original = fields.optional("original", as: Original.self)
        let recordedBy = fields.optional("recordedBy", as: WorkerID.self) ?? context.recordedBy
        let source = fields.optional("source", as: InformationSource.self)
        let significance = fields.optional("significance", as: Significance.self)
        let summary = fields.optional("summary", as: String.self)
        let expected = fields.optional("expectedVersion", as: ExpectedVersion.self)
        let (type, payload) = readPayload(&fields, types: types, recordedAt: version) {
            var envelope = FieldWriter()
            envelope.put("id", id)
            envelope.put("authority", authority)
            envelope.put("children", children)
            envelope.put("occurredAt", occurredAt)
            envelope.put("original", original)
            envelope.put("recordedBy", recordedBy)
            envelope.put("source", source)
            envelope.put("significance", significance)
            envelope.put("summary", summary)
            return envelope.object
        }

        if let children {
            check(children, &fields)
            let refusal = type.flatMap {
                $0.placement.refusal(ofChildren: children, isGiven: named != nil, type: $0.type)
            }
            if let refusal { fields.refuse("children", refusal) }
        }
        if let refusal = occurredAt?.refusal(now: context.now) { fields.refuse("occurredAt", refusal) }
        if let refusal = summary.flatMap(refusal(ofSummary:)) { fields.refuse("summary", refusal) }
        if let payload {
            fields.check { payload.check(EnvelopeFacts(children: children, now: context.now), &$0) }
        }
        guard let id, let children, let occurredAt, let payload else { return nil }
        var expectedVersions: [ChildID: Int64] = [:]
        switch expected {
        case .each(let versions):
            for (child, version) in versions {
                if children.contains(child) {
                    expectedVersions[child] = version
                } else {
                    fields.refuse("expectedVersion", "names a child that the event does not name")
                }
            }
        case .one(let version):
            if children.count == 1 {
                expectedVersions[children[0]] = version
            } else if children.isEmpty {
                fields.refuse("expectedVersion", "does not go with an event that stands in no child's record")
            } else {
                fields.refuse(
                    "expectedVersion", "must be an object of child and version where there are several children")
            }
        case nil: break
        }
        return EventDraft(
            event: CaseEvent(
                id: id, authority: authority, children: children, occurredAt: occurredAt, recordedBy: recordedBy,
                data: payload, original: original, source: source, significance: significance, summary: summary),
            expectedVersions: expectedVersions)
    }

    private static func readPayload(
        _ fields: inout FieldReader, types: EventCatalogue, recordedAt version: Int16?, _ envelope: () -> JSONObject
    ) -> (type: (any EventPayload.Type)?, payload: (any EventPayload)?) {
        guard let name = fields.required("type", as: String.self) else {
            fields.passOverVersionedData()
            return (nil, nil)
        }
        guard let type = types.payload(of: EventType(name)) else {
            fields.passOverVersionedData()
            fields.refuse(
                "type", "is not a type of event that this version knows", allowed: types.types.map { $0.type.name })
            return (nil, nil)
        }
        return (type, type.readData(&fields, recordedAt: version, envelope))
    }

    private static func check(_ children: [ChildID], _ fields: inout FieldReader) {
        if children.count > mostChildren {
            fields.refuse("children", "must not name more than \(mostChildren) children")
        }
        if children.count > 1, Set(children).count < children.count {
            fields.refuse("children", "must not name a child twice")
        }
    }
}

extension CaseEvent {
    /// Reads an event back from the bytes that the ledger stored when the type was at that version.
    ///
    /// - Throws: ``MalformedInput`` if they are not an event that this program knows.
    public init(
        stored bytes: some Sequence<UInt8>, typeVersion: Int16, types: EventCatalogue = .current
    ) throws(MalformedInput) {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw MalformedInput(problems: [FieldProblem(pointer: "", reason: error.description)])
        }
        // Defaults and bounds were settled when the event was taken.
        guard let authority = value["authority"]?.stringValue.flatMap({ AuthorityCode($0) }),
            let recordedBy = value["recordedBy"]?.stringValue.flatMap({ WorkerID($0) })
        else {
            throw MalformedInput(problems: [FieldProblem(pointer: "/authority", reason: "is missing in a stored event")]
            )
        }
        let context = RecordingContext(
            authority: authority, recordedBy: recordedBy, now: Instant(microseconds: 253_402_300_799_000_000))
        self = try EventDraft.reading(value, at: "", in: context, types: types, recordedAt: typeVersion).event
    }
}

/// A version for the only child, or one for each child named.
enum ExpectedVersion: FieldValue {
    case one(Int64)
    case each([ChildID: Int64])

    init?(field value: JSONValue, _ problems: inout FieldProblems) {
        switch value {
        case .integer(let version) where version >= 0:
            self = .one(version)
        case .object(let object):
            var versions: [ChildID: Int64] = [:]
            for member in object.members {
                problems.at(member.name) { problems in
                    guard let child = ChildID(member.name), let version = member.value.integerValue, version >= 0 else {
                        problems.add("must be a child's identifier with a version, 0 or more")
                        return
                    }
                    versions[child] = version
                }
            }
            self = .each(versions)
        default:
            problems.add("must be a version, 0 or more, or an object of child and version")
            return nil
        }
    }

    var field: JSONValue {
        switch self {
        case .one(let version): return .integer(version)
        case .each(let versions):
            var object = JSONObject()
            for (child, version) in versions.sorted(by: { $0.key < $1.key }) { object[child.text] = .integer(version) }
            return .object(object)
        }
    }

    static var schema: JSONValue {
        [
            "oneOf": [
                ["type": "integer", "minimum": 0],
                ["type": "object", "additionalProperties": ["type": "integer", "minimum": 0]],
            ]
        ]
    }
}

/// Any object; used to mark `data` as known where its type is not.
struct AnyObjectField: FieldValue {
    let field: JSONValue
    init?(field value: JSONValue, _ problems: inout FieldProblems) { field = value }
    static var schema: JSONValue { ["type": "object"] }
}
