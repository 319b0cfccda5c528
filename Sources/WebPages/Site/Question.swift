public import StrictJSON

/// What the daemon is asked for a page; always a GET.
public struct Question: Sendable, Hashable {
    /// The path with its query, percent-encoded.
    public let path: String
    /// The media type of the answer.
    public let accept: String
    /// Whether there is no page without the answer.
    let isNeeded: Bool

    init(
        _ segments: [String], _ query: [(String, String?)] = [], accept: String = "application/json",
        isNeeded: Bool = true
    ) {
        path = PathText.path(["v1"] + segments, query)
        self.accept = accept
        self.isNeeded = isNeeded
    }

    /// Who the caller is: asked before every page.
    public static let caller = Question(["me"])
}

/// What the daemon answered to a question.
public struct Answer: Sendable {
    /// The HTTP status.
    public let status: Int
    /// The body.
    public let body: [UInt8]

    /// An answer.
    public init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }

    /// Whether it is what was asked for.
    var isGiven: Bool { status == 200 }

    /// The body as JSON; `nil` where it is not, or was not given.
    public var json: JSONValue? { isGiven ? try? JSONValue(parsing: body) : nil }
}
