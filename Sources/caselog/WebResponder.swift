import HTTPTypes
import Hummingbird
import NIOCore
import WebPages

/// Answers a browser: lets in who has the key, refuses what is no reading, and shows what the daemon answers.
struct WebResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let session: WebSession
    let daemon: PageSource

    func respond(to request: Request, context: Context) async throws -> Response {
        var response = Response(await reply(to: request))
        if response.status == .methodNotAllowed { response.headers[.allow] = "GET, HEAD" }
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func reply(to request: Request) async -> WebReply {
        guard request.method == .get || request.method == .head else { return .refused(405, .otherMethod) }
        // Of two Host fields the second one stays among the headers.
        let hasTwoHosts = request.headers.contains { $0.name.canonicalName == "host" }
        guard session.isHost(request.head.authority), !hasTwoHosts else { return .refused(421, .otherHost) }
        guard let address = PageAddress(target: request.head.path ?? "") else { return .refused(400, .malformed) }
        if address.segments == ["style.css"] {
            return WebReply(
                page: PageReply(status: 200, type: "text/css; charset=utf-8", body: Site.styleSheet))
        }
        guard let first = address.segments.first, session.isPrefix(first) else { return .refused(403, .notOpened) }
        let asked = address.withoutFirst
        if asked.segments == ["enter"] { return enter(asked) }
        let cookies = request.headers[values: .cookie]
        guard cookies.contains(where: session.knows) else { return .refused(403, .notOpened) }
        return WebReply(page: await daemon.reply(to: asked))
    }

    private func enter(_ address: PageAddress) -> WebReply {
        guard let next = session.enter(with: address.value("key") ?? "") else { return .refused(403, .usedUp) }
        Terminal.say("A browser opened the pages. For another one there is a new address:")
        Terminal.write("\(next)\n".utf8)
        return WebReply(page: .entry(to: session.prefix + "/"), cookie: session.setCookie)
    }
}

/// A reply with what goes beside it.
private struct WebReply {
    var page: PageReply
    var cookie: String?

    static func refused(_ status: Int, _ why: PageReply.Refusal) -> WebReply { WebReply(page: .refusal(status, why)) }
}

extension Response {
    /// Nothing of a page is kept, framed, or told to other sites.
    fileprivate init(_ reply: WebReply) {
        let page = reply.page
        var headers: HTTPFields = [
            .contentType: page.type, .cacheControl: "no-store", .contentSecurityPolicy: page.policy,
            .xContentTypeOptions: "nosniff",
        ]
        headers[.location] = page.location
        headers[.setCookie] = reply.cookie
        for (name, value) in [
            ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"), ("X-Frame-Options", "DENY"),
        ] {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        self.init(
            status: HTTPResponse.Status(code: page.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: page.body)))
    }
}
