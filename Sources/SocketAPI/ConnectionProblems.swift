import HTTPTypes
import NIOHTTP1

extension Problem {
    /// What cannot be read as HTTP.
    init(_ error: HTTPParserError, head: Int) {
        switch error {
        case .headerOverflow: self = .headTooLarge(head)
        case .invalidMethod: self = .unknownMethod
        case .invalidVersion:
            self.init(
                .httpVersionNotSupported, "http-version", "Only HTTP/1.1 is spoken here", headers: Self.closing)
        default:
            self.init(
                .badRequest, "not-http", "The request cannot be read as HTTP/1.1",
                detail: "Nothing of it was stored. The connection is closed.", headers: Self.closing)
        }
    }

    static func headTooLarge(_ most: Int) -> Problem {
        Problem(
            .requestHeaderFieldsTooLarge, "head-too-large", "The head of the request is too large",
            detail: "Its first line and header fields may have \(most) bytes, and there may be 100 fields.",
            headers: closing)
    }

    /// A method that no HTTP server knows, as opposed to one that a path does not have.
    static let unknownMethod = Problem(
        .notImplemented, "unknown-method", "There is no such method", headers: closing)

    static let receivedTooSlowly = Problem(
        .requestTimeout, "too-slow", "The request did not come in time",
        detail: "Nothing of it was stored. Send it again.", headers: closing)

    static let tooManyConnections = Problem(
        .serviceUnavailable, "too-many-connections", "Too many clients are connected",
        detail: "Nothing was stored. Try again in a moment.", retryAfter: 1, headers: closing)

    static let tooManyConnectionsOfOne = Problem(
        .tooManyRequests, "too-many-connections", "The account has too many connections",
        detail: "Nothing was stored. Use those that are open, or try again in a moment.", retryAfter: 1,
        headers: closing)

    static let tooManyRequestsOfOne = Problem(
        .tooManyRequests, "too-many-requests", "Too many requests of the caller are at work",
        detail: "Nothing was stored. Send the same again when some are answered.", retryAfter: 1)

    static let tooManyRequests = Problem(
        .serviceUnavailable, "too-many-requests", "Too many requests are at work",
        detail: "Nothing was stored. Send the same again in a moment.", retryAfter: 1)

    static let tooManyStreams = Problem(
        .serviceUnavailable, "too-many-streams", "Too many readers follow the log",
        detail: "Ask for pages of the log, or try again later.", retryAfter: 30)

    static let tooManyStreamsOfOne = Problem(
        .tooManyRequests, "too-many-streams", "The caller follows the log too often",
        detail: "Use a stream that is open, or ask for pages of the log.", retryAfter: 30)

    private static let closing: HTTPFields = [.connection: "close"]
}
