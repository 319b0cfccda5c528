import CaseRecord
import Crypto
import Foundation
import StrictJSON

extension CaseEvent {
    /// The event with an id that follows from everything else it says: SHA-256 over its canonical JSON (RFC 8785)
    /// without the id, in the layout of a UUID of version 8 (RFC 9562 section 5.8).
    ///
    /// The same fact read again has the same id, so a ledger takes it once; two events that differ in anything
    /// have different ids.
    func withContentID() -> CaseEvent {
        var json = json
        json["id"] = nil
        var bytes = Array(SHA256.hash(data: JSONValue.object(json).bytes(.canonical)).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        let id = bytes.withUnsafeBytes { $0.loadUnaligned(as: uuid_t.self) }
        return CaseEvent(
            id: UUID(uuid: id), authority: authority, children: children, occurredAt: occurredAt,
            recordedBy: recordedBy, data: data, original: original, source: source, significance: significance,
            summary: summary)
    }
}
