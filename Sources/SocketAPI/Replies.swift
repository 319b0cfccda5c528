import CaseRecord
import HTTPTypes
import Hummingbird
import NIOCore
import StrictJSON
import TextTable

extension Response {
    /// A JSON reply.
    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        body(ByteBuffer(lines: [value]), "application/json", status: status)
    }

    /// A plain-text reply.
    static func text(_ text: String) -> Response { body(Array(text.utf8), "text/plain; charset=utf-8") }

    /// One JSON value a line.
    static func ndjson(_ values: [JSONValue]) -> Response {
        body(ByteBuffer(lines: values), "application/x-ndjson")
    }

    /// JSON values of one line each, as they come.
    static func ndjson(streaming body: ResponseBody) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/x-ndjson", .cacheControl: "no-store"], body: body)
    }

    /// Says where a list goes on (RFC 8288).
    mutating func link(next page: String) {
        guard let link = HTTPField.Name("Link") else { return }
        headers[link] = "<\(page)>; rel=\"next\""
    }

    /// A page of HTML in which nothing runs and nothing is fetched.
    static func page(_ html: String) -> Response {
        var response = body(Array(html.utf8), "text/html; charset=utf-8")
        response.headers[.contentSecurityPolicy] = "default-src 'none'; style-src 'unsafe-inline'"
        response.headers[.xContentTypeOptions] = "nosniff"
        return response
    }

    /// A reply of that media type.
    static func body(_ bytes: [UInt8], _ type: String, status: HTTPResponse.Status = .ok) -> Response {
        body(ByteBuffer(bytes: bytes), type, status: status)
    }

    private static func body(_ bytes: ByteBuffer, _ type: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: bytes))
    }
}

extension ByteBuffer {
    /// One JSON value a line.
    init(lines: [JSONValue]) {
        self.init()
        for line in lines {
            _ = line.withBytes { writeBytes(UnsafeRawBufferPointer($0)) }
            writeInteger(UInt8(ascii: "\n"))
        }
    }
}

extension Request {
    /// Whether the client asks for that media type before any other.
    func prefers(_ type: String) -> Bool {
        guard let first = headers[.accept]?.split(separator: ",").first?.split(separator: ";").first else {
            return false
        }
        return first.filter { $0 != " " } == type
    }

    /// Refuses query parameters that the route does not know, because a misspelt filter must not pass for no filter, and
    /// those that are given twice, because one of them would.
    func allowOnly(_ known: [String], repeatable: Set<String> = []) throws(Problem) {
        var seen: Set<String> = []
        for (name, _) in uri.queryParameters {
            let name = String(name)
            guard known.contains(name) else {
                throw .badParameter(name, "is not a parameter of this route", allowed: known)
            }
            guard seen.insert(name).inserted || repeatable.contains(name) else {
                throw .badParameter(name, "must be given once")
            }
        }
    }

    /// A query parameter read as that type; `nil` where it is not given.
    func query<Value>(
        _ name: String, _ expectation: String, _ read: (String) -> Value?
    ) throws(Problem) -> Value? {
        guard let text = uri.queryParameters[Substring(name)] else { return nil }
        guard let value = read(String(text)) else { throw .badParameter(name, "must be \(expectation)") }
        return value
    }

    /// Refuses a period that ends before it begins, or is so long that its months would take minutes to count.
    static func checkPeriod(_ from: CivilDate, _ to: CivilDate) throws(Problem) {
        guard from <= to else { throw .badParameter("from", "must not be after the last day") }
        guard from >= to.adding(months: -12 * longestPeriod) else {
            throw .badParameter("from", "must not lie more than \(longestPeriod) years before the last day")
        }
    }

    /// In years.
    private static var longestPeriod: Int { 50 }
}

extension Request {
    /// Where a list goes on: the same query with that cursor.
    func nextPage(_ cursor: String) -> String {
        let query = (uri.query ?? "").split(separator: "&").filter { !$0.hasPrefix("cursor=") } + ["cursor=\(cursor)"]
        return "\(uri.path)?\(query.joined(separator: "&"))"
    }

    /// The parameters by which a client says what a text is laid out for.
    static var layoutParameters: [String] { ["columns", "colour"] }

    /// What a text is laid out for: 100 columns without colour unless the query says otherwise.
    func layout() throws(Problem) -> TextLayout {
        let columns = try query("columns", "a width of 40 to 500 characters") { text in
            Int(text).flatMap { TextLayout.widths.contains($0) ? $0 : nil }
        }
        let colour = try query("colour", "true or false") { Bool($0) }
        return TextLayout(columns: columns ?? 100, colour: colour ?? false)
    }
}
