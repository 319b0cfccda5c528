/// How much the socket takes on at once, and for how long: beyond each limit a client is told so, and those that were
/// accepted go on.
public struct Limits: Sendable {
    /// The most bytes that the body of a request may have.
    public var body = 16 * 1024 * 1024
    /// The most bytes that the head of a request may have: its first line and its header fields.
    public var head = 32 * 1024
    /// How long a client may take to send a request, from its first byte to its last.
    public var receiving: Duration = .seconds(30)
    /// How long a client may take not one byte of an answer that waits for it.
    public var sending: Duration = .seconds(60)
    /// How long a connection may lie idle between requests.
    public var idle: Duration = .seconds(300)
    /// The most connections at once. Any more are answered 503.
    public var connections = 640
    /// The most connections of one account at once; `nil`: four fifths. Any more are answered 429.
    public var peerConnections: Int?
    /// The most requests that are at work at once. Any more are answered 503.
    public var requests = 320
    /// The most requests of one account that are at work at once; `nil`: four fifths. Any more are answered 429. A worker for
    /// whom a gateway speaks by the proxy socket has an eighth of that.
    public var peerRequests: Int?
    /// The most event streams at once. Any more are answered 503.
    public var streams = 64
    /// The most event streams of one account at once; `nil`: four fifths. Any more are answered 429.
    public var peerStreams: Int?

    /// The limits that hold unless other ones are set.
    public init() {}
}
