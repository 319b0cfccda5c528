import Access
import CaseRecord
import HTTPTypes
import Hummingbird
import NIOCore
import Projections
import StrictJSON
import Timescales
import Views

/// `/v1/rules`: by which rules clocks run, and what an authority's own file would change.
struct RuleRoutes: Sendable {
    /// The most bytes that a rule file may have.
    static let largestFile = 1 << 20
    /// The most changed clocks that a JSON reply lists.
    static let mostListed = 10_000
    private static let mediaTypes = ["text/yaml", "application/yaml", "text/x-yaml", "application/x-yaml"]

    let api: API

    var routes: [Route] {
        [
            Route(.get, "/v1/rules", list), Route(.get, "/v1/rules/{id}", rule),
            Route(.post, "/v1/rules/check", check), Route(.post, "/v1/rules/what-if", whatIf),
        ]
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly(["kind", "asAt"])
        let kinds = RuleKind.allCases.map(\.rawValue).joined(separator: ", ")
        let kind = try request.query("kind", "one of \(kinds)") { RuleKind(rawValue: $0) }
        let rulebook = try await api.authority.state().rulebook
        let rules = rulebook.json(kind: kind, asAt: try asAt(request))
        if request.prefers("application/x-ndjson") { return .ndjson(rules) }
        return .json([
            "rulebooks": .array(rulebook.origins.map(\.json)), "count": .integer(Int64(rules.count)),
            "rules": .array(rules),
        ])
    }

    @Sendable private func rule(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly(["asAt"])
        let text = try context.parameters.require("id")
        let rulebook = try await api.authority.state().rulebook
        guard let rule = rulebook[RuleID(rawValue: text)] else {
            throw Problem(
                .notFound, "unknown-rule", "There is no such rule",
                detail: "The rulebook has no rule of this name; /v1/rules lists all.")
        }
        return .json(rulebook.json(of: rule, asAt: try asAt(request)))
    }

    private func asAt(_ request: Request) throws(Problem) -> CivilDate? {
        try request.query("asAt", "a date, YYYY-MM-DD") { CivilDate($0) }
    }

    @Sendable private func check(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly([])
        let (base, rulebook) = try await read(request)
        return .json(RulebookChanges(of: rulebook, beyond: base)?.json ?? .null)
    }

    @Sendable private func whatIf(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly(["knownAt", "team", "rule", "limit"])
        guard context.sight.isEverything else { throw Problem.needsEverything }
        let knownAt = try request.query("knownAt", "an RFC 3339 date-time") { Instant($0) }
        let team = try request.query("team", "a team's identifier") { TeamID($0) }
        let limit = try request.query("limit", "0 to \(Self.mostListed)") { text in
            Int(text).flatMap { (0...Self.mostListed).contains($0) ? $0 : nil }
        }
        let (_, proposed) = try await read(request)
        let present = try await api.authority.state(knownAt: knownAt)
        let rule = try request.query("rule", "a rule of either rulebook") { text in
            let id = RuleID(rawValue: text)
            return present.rulebook[id] != nil || proposed[id] != nil ? id : nil
        }
        let whatIf = WhatIf(
            over: api.reader, before: present.rulebook, after: proposed, calendars: present.calendars,
            workers: present.workerFacts, now: api.now(), knownAt: knownAt)
        if request.prefers("application/x-ndjson") { return .changes(whatIf, team: team, rule: rule) }
        let most = limit ?? 1000
        var listed: [JSONValue] = []
        let summary = try await whatIf.run(team: team, rule: rule) { change in
            if listed.count < most { listed.append(change.json) }
        }
        var object = summary.object
        object["changes"] = .array(listed)
        object["complete"] = .bool(object["clocks"] == .integer(Int64(listed.count)))
        return .json(.object(object))
    }

    /// The rulebook of the program, and the same with the file in the body in place of the authority's present one.
    private func read(_ request: Request) async throws -> (base: Rulebook, proposed: Rulebook) {
        try request.mediaType(among: Self.mediaTypes)
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: Self.largestFile)
        } catch is NIOTooManyBytesError {
            throw Problem(
                .contentTooLarge, "too-large", "The rule file is too large",
                detail: "At most \(Self.largestFile) bytes are taken.")
        }
        guard let text = String(validating: body.readableBytesView, as: UTF8.self) else {
            throw Problem(
                RulebookError(
                    file: "the file",
                    problems: [
                        RuleFileProblem(line: 1, column: 1, path: "", reason: "is not UTF-8", allowed: [])
                    ]))
        }
        let base = api.authority.standard
        do throws(RulebookError) {
            return (base, try base.adding(text, named: "the file"))
        } catch {
            throw Problem(error)
        }
    }
}

extension Problem {
    /// A rule file has mistakes: each with its line, column and path in the file.
    fileprivate init(_ error: RulebookError) {
        self.init(
            .unprocessableContent, "malformed-rules", "The rule file has mistakes", detail: "Nothing was changed.",
            members: ["errors": .array(error.problems.map(\.json))])
    }
}

extension Response {
    /// A line for each clock that differs, then one with the summary: without it the answer is not whole.
    fileprivate static func changes(_ whatIf: WhatIf, team: TeamID?, rule: RuleID?) -> Response {
        let body = ResponseBody { writer in
            let summary = try await whatIf.run(team: team, rule: rule) { change in
                try await writer.write(ByteBuffer(lines: [change.json]))
            }
            try await writer.write(ByteBuffer(lines: [["summary": .object(summary.object)]]))
            try await writer.finish(nil)
        }
        return .ndjson(streaming: body)
    }
}
