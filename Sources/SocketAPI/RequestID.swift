import HTTPTypes
import Hummingbird
import NIOConcurrencyHelpers
import Synchronization

/// What a request is called in the daemon's log and the access log: what the client calls it, or a number.
enum RequestID {
    private static let last = Atomic<UInt64>(0)
    /// Tells the numbers of one process from those of another.
    private static let process: String = {
        let text = String(UInt32.random(in: 0...UInt32.max), radix: 16)
        return String(repeating: "0", count: 8 - text.count) + text
    }()
    private static let longest = 64

    /// The client's own name for it (`X-Request-Id`: letters, digits, `-`, `_` and `.`), else one that no other request has.
    static func of(_ request: Request) -> String {
        if let given = request.headers[.requestID], isName(given) { return given }
        return "\(process)-\(last.add(1, ordering: .relaxed).newValue)"
    }

    private static func isName(_ text: String) -> Bool {
        (1...longest).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}

extension HTTPField.Name {
    /// What a request is called.
    static let requestID = known("X-Request-Id")
}
