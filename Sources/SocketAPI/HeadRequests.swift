import HTTPTypes
import Hummingbird

extension Request {
    /// What answers it: HEAD is GET without the body (RFC 9110 section 9.3.2), by the same rights and with the same entry in the
    /// access log.
    var asGet: Request {
        guard method == .head else { return self }
        var head = head
        head.method = .get
        return Request(head: head, body: body)
    }
}
