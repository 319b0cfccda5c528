import Crypto
import Foundation
import StrictJSON

/// A notice that has no deliveries yet.
struct SpreadNotice: Sendable {
    let id: UUID
    let number: Int64
    let kind: String
    let recipient: String?
    let severity: Int16
    let thread: String
    /// The receiver that a test tries, or whose failure is told.
    let receiver: String?

    /// Whether that receiver is handed it: a test goes to the one that is tried, all else to those that listen to it, and the
    /// failure of a receiver not to that receiver.
    func isFor(_ name: String, _ webhook: Webhook?) -> Bool {
        switch kind {
        case "test" where receiver != nil: name == receiver
        case "test": true
        case "delivery-failure" where name == receiver: false
        default: webhook?.filter.allows(self) ?? true
        }
    }

    /// The id of its delivery to that receiver, the same whenever it is made.
    func deliveryID(for receiver: String) -> UUID { .digest("delivery/\(id.text)/\(receiver)") }
}

extension UUID {
    /// The same id for the same text: SHA-256 in the layout of a version 8 UUID.
    static func digest(_ text: String) -> UUID {
        var bytes = Array(SHA256.hash(data: Array(text.utf8)).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}
