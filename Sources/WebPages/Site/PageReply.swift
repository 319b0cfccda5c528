import HTMLText

/// What a browser is answered.
public struct PageReply: Sendable {
    /// The HTTP status.
    public var status: Int
    /// The media type.
    public var type: String
    /// The body.
    public var body: [UInt8]
    /// Where the browser is to go on, as it stands in `Location`.
    public var location: String?
    /// The Content-Security-Policy: nothing runs, nothing is fetched from elsewhere, nothing is sent elsewhere.
    public var policy: String

    /// A reply.
    public init(
        status: Int, type: String = "text/html; charset=utf-8", body: [UInt8], location: String? = nil,
        policy: String = Self.strictPolicy
    ) {
        self.status = status
        self.type = type
        self.body = body
        self.location = location
        self.policy = policy
    }

    /// The policy of all pages but the one that has its style within itself.
    public static let strictPolicy = """
        default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
        """
}

extension PageReply {
    /// Why a browser is shown nothing, before the daemon is asked anything.
    public enum Refusal: Sendable {
        /// Something other than reading was asked.
        case otherMethod
        /// The request is meant for another host.
        case otherHost
        /// The address cannot be read.
        case malformed
        /// The browser has not been let in.
        case notOpened
        /// The address was used before, or is wrong.
        case usedUp
    }

    /// The page that says so.
    public static func refusal(_ status: Int, _ why: Refusal) -> PageReply {
        let (title, words) =
            switch why {
            case .otherMethod: ("These pages can only be read", "Only GET and HEAD are answered.")
            case .otherHost: ("This is another host", "The request names a host that is not this server.")
            case .malformed: ("The address cannot be read", "It is not a path in percent-encoded UTF-8.")
            case .notOpened:
                (
                    "These pages are not open in this browser",
                    "Open the address that caselog web printed in its terminal. They are for whoever started it only."
                )
            case .usedUp:
                (
                    "This address has been used",
                    "Each address opens the pages once. caselog web prints the next one in its terminal."
                )
            }
        let page = Page(title: title, lead: [Inline(words)], status: status)
        return PageReply(status: status, body: Array(page.html(below: "", for: nil).utf8))
    }

    /// The page that a browser is shown when it is let in, and that leads on by itself.
    ///
    /// It is a page and not a redirect: a browser that came from elsewhere would follow a redirect without the cookie that it
    /// has just been given (SameSite=Strict, RFC 6265bis section 5.2).
    public static func entry(to path: String) -> PageReply {
        var html = HTMLText()
        html.open("!DOCTYPE html")
        html.element("html", ["lang": "en-GB"]) { html in
            html.element("head") { html in
                html.open("meta", ["charset": "utf-8"])
                html.open("meta", ["http-equiv": "refresh", "content": "0; url=" + path])
                html.element("title", "caselog")
                html.open("link", ["rel": "stylesheet", "href": Site.stylePath])
            }
            html.element("body") { html in
                html.element("main") { html in
                    html.element("h1", "caselog")
                    html.element("p") { $0.element("a", "Go on", ["href": path]) }
                }
            }
        }
        return PageReply(status: 200, body: Array(html.text.utf8))
    }
}
