import CaseRecord
import Crypto
import Foundation
import Hummingbird
import NIOCore
import StrictJSON

/// The few fields from which an event or a notice about alerts is made.
struct AlertForm: Sendable {
    private static let largest = 64 * 1024
    /// What every event takes beside its own fields.
    static let ofEvent = ["id", "recordedBy"]

    /// The id that the client gives the event; sending it again adds nothing.
    let id: JSONValue?
    /// Who did it, where that is not whoever is connected.
    let recordedBy: String?
    /// What the event says.
    let data: JSONObject

    /// Reads the body, in which no other fields may stand.
    init(_ request: Request, fields: [String], envelope: [String] = ofEvent) async throws {
        let body = try await request.body.collect(upTo: Self.largest)
        if body.readableBytes > 0 { try request.mediaType(among: ["application/json"]) }
        let value: JSONValue
        do {
            // Nothing needs to be said to acknowledge.
            value = body.readableBytes == 0 ? .object(JSONObject()) : try JSONValue(parsing: body.readableBytesView)
        } catch {
            throw Problem(
                .badRequest, "not-json", "The body is not JSON that can be taken",
                detail: "Nothing of it was stored.")
        }
        guard let object = value.objectValue else {
            throw Problem.malformed([FieldProblem(pointer: "", reason: "must be an object, not \(value.kind)")])
        }
        let known = envelope + fields
        let unknown = object.names.filter { !known.contains($0) }
        guard unknown.isEmpty else {
            throw Problem.malformed(
                unknown.map { FieldProblem(pointer: "/\($0)", reason: "is not a field here", allowed: known) })
        }
        if let by = object["recordedBy"], by.stringValue == nil {
            throw Problem.malformed([FieldProblem(pointer: "/recordedBy", reason: "must be a worker's identifier")])
        }
        id = object["id"]
        recordedBy = object["recordedBy"]?.stringValue
        var data = JSONObject()
        for member in object.members where fields.contains(member.name) { data[member.name] = member.value }
        self.data = data
    }

    /// The problems of the event as problems of the fields that it was made from.
    static func problems(of error: MalformedInput) -> [FieldProblem] {
        error.problems.map { problem in
            let pointer = problem.pointer.hasPrefix("/data/") ? String(problem.pointer.dropFirst(5)) : problem.pointer
            return FieldProblem(pointer: pointer, reason: problem.reason, allowed: problem.allowed)
        }
    }

    /// The same id for the same words: SHA-256 in the layout of a version 8 UUID.
    static func digest(_ kind: String, _ parts: [String]) -> UUID {
        let text = ([kind] + parts).map { "\($0.utf8.count):\($0)" }.joined()
        var bytes = Array(SHA256.hash(data: Array(text.utf8)).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}
