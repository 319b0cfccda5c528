public import CaseRecord
import Foundation
public import HTTPTypes
public import Hummingbird
import Logging
import NIOCore
public import StrictJSON

/// An error as clients get it: a problem document (RFC 9457).
public struct Problem: HTTPResponseError, Sendable {
    /// The HTTP status.
    public let status: HTTPResponse.Status
    /// The kind of problem: the last part of its `type` URI, stable for programs.
    public let kind: String
    /// What kind of problem it is, the same for every occurrence.
    public let title: String
    /// What is wrong this time, without personal data.
    public let detail: String?
    /// Every offending field.
    public let errors: [FieldProblem]
    /// More members, for programs.
    public let members: JSONObject
    /// Seconds after which trying again makes sense.
    public let retryAfter: Int?
    /// More header fields of the reply.
    public let headers: HTTPFields

    /// A problem.
    public init(
        _ status: HTTPResponse.Status, _ kind: String, _ title: String, detail: String? = nil,
        errors: [FieldProblem] = [], members: JSONObject = JSONObject(), retryAfter: Int? = nil,
        headers: HTTPFields = HTTPFields()
    ) {
        self.status = status
        self.kind = kind
        self.title = title
        self.detail = detail
        self.errors = errors
        self.members = members
        self.retryAfter = retryAfter
        self.headers = headers
    }

    /// The document.
    public var json: JSONValue {
        var object = JSONObject()
        object["type"] = .string("https://caselog.example/problems/\(kind)")
        object["title"] = .string(title)
        object["status"] = .integer(Int64(status.code))
        object["detail"] = detail.map { .string($0) }
        if !errors.isEmpty { object["errors"] = .array(errors.map(\.json)) }
        for member in members.members { object[member.name] = member.value }
        return .object(object)
    }

    /// The reply.
    public func response(from request: Request, context: some RequestContext) throws -> Response {
        var response = Response.json(json, status: status)
        response.headers[.contentType] = "application/problem+json"
        if let retryAfter { response.headers[.retryAfter] = String(retryAfter) }
        response.headers.append(contentsOf: headers)
        return response
    }
}

extension Problem {
    /// Fields of what was sent are malformed; nothing of it was stored.
    static func malformed(_ errors: [FieldProblem]) -> Problem {
        Problem(
            .unprocessableContent, "malformed", "The request is malformed", detail: "Nothing of it was stored.",
            errors: errors)
    }

    /// A parameter of the path or the query is malformed.
    static func badParameter(_ name: String, _ reason: String, allowed: [String]? = nil) -> Problem {
        Problem(
            .badRequest, "bad-parameter", "A parameter is malformed", detail: "\(name) \(reason)",
            errors: [FieldProblem(pointer: name, reason: reason, allowed: allowed)])
    }

    static func unknownChild(_ child: ChildID) -> Problem {
        Problem(
            .notFound, "unknown-child", "There is no record of this child",
            detail: "No event in the log names this child.", members: ["child": .string(child.text)])
    }

    /// What was appended before the request does not show yet.
    static func behind(_ position: Int64) -> Problem {
        Problem(
            .serviceUnavailable, "behind", "Views and alerts are behind the log",
            detail: "They do not yet reflect position \(position). Try again in a moment.", retryAfter: 2)
    }

    static let unavailable = Problem(
        .serviceUnavailable, "unavailable", "The database cannot be reached at the moment",
        detail: "Try again. After an append, send the same ids again: nothing is added twice.", retryAfter: 2)
}

/// Turns every error that a route lets through into a problem document, and says what was wrong in the log.
struct ProblemMiddleware: RouterMiddleware {
    typealias Context = APIContext

    let limits: Limits

    func handle(
        _ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            return try problem.response(from: request, context: context)
        } catch is NIOTooManyBytesError {
            return try Problem.tooLarge(limits.body).response(from: request, context: context)
        } catch let error as HTTPError {
            let title = error.status == .notFound ? "There is no such route" : "The request cannot be answered"
            return try Problem(error.status, "http-\(error.status.code)", title, detail: error.body)
                .response(from: request, context: context)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            context.logger.error(
                "request failed",
                metadata: [
                    "route": "\(request.method.rawValue) \(context.endpointPath ?? "")",
                    "request": "\(context.requestID)", "error": "\(error)",
                ])
            return try Problem.unavailable.response(from: request, context: context)
        }
    }
}
