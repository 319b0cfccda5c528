import Access
import Alerts
import CaseRecord
import HTTPTypes
import Hummingbird
import Ledger
import NIOCore
import Projections
import StrictJSON

/// `/v1/ledger`: where the log ends, and the proof that it is what was recorded.
struct LedgerRoutes: Sendable {
    let api: API

    var routes: [Route] {
        [
            Route(.get, "/v1/ledger/head", head),
            Route(.get, "/v1/ledger/checkpoint", checkpoint),
            Route(.get, "/v1/ledger/proof/{position}", proof),
            Route(.get, "/v1/ledger/consistency", consistency),
            Route(.get, "/v1/ledger/bundle", bundle),
            Route(.post, "/v1/ledger/verify", verify),
        ]
    }

    @Sendable private func head(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly([])
        let position = try await api.reader.lastPosition()
        return .json([
            "authority": .string(api.ledger.authority.text), "position": .integer(position),
            "clocksAndAlertsReflect": .integer(max(0, await api.engine.settledPosition)),
            "checkpointKey": .string(api.evidence.key),
        ])
    }

    /// The log sealed as it is now: a signed note (C2SP tlog-checkpoint).
    @Sendable private func checkpoint(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly([])
        return .text(try await api.evidence.keeper.current())
    }

    @Sendable private func proof(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly([])
        guard let position = Int64(try context.parameters.require("position")), position >= 1 else {
            throw Problem.badParameter("position", "must be a log position, 1 or more")
        }
        guard let proof = try await api.evidence.inclusion(of: position) else { throw Problem.beyondLog }
        return .json(proof)
    }

    @Sendable private func consistency(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly(["from", "to"])
        let from = try request.query("from", Self.position, Self.readPosition)
        let to = try request.query("to", Self.position, Self.readPosition)
        guard let from else { throw Problem.badParameter("from", "is required: \(Self.position)") }
        guard from <= to ?? from else { throw Problem.badParameter("to", "must not lie before from") }
        guard let proof = try await api.evidence.consistency(from: from, to: to) else { throw Problem.beyondLog }
        return .json(proof)
    }

    /// Streams the bundle, so that it may be as long as the log.
    @Sendable private func bundle(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly(["child", "from", "to"])
        let child = try request.query("child", "a child's identifier") { ChildID($0) }
        let from = try request.query("from", Self.position, Self.readPosition)
        let to = try request.query("to", Self.position, Self.readPosition)
        let scope: EvidenceBundle.Scope
        switch (child, from, to) {
        case (let child?, nil, nil):
            let record = try await api.seen(child, context)
            guard let guarding = try await api.records.guarded(child)?.guarding,
                try await api.hidden(in: record, guarding, context).isEmpty
            else { throw Problem.unknownChild(child) }
            scope = .child(child)
        case (nil, let from?, let to?) where from <= to:
            guard context.sight.isEverything else { throw Problem.needsEverything }
            scope = .positions(from...to)
        default:
            throw Problem.badParameter("child", "or else from and to, in order, must say which entries are wanted")
        }
        guard let bundle = try await api.evidence.bundle(of: scope) else { throw Problem.beyondLog }
        let (api, header) = (api, bundle.header(exportedAt: api.now()))
        let body = ResponseBody { writer in
            try await writer.write(ByteBuffer(lines: [header]))
            var position: Int64 = 0
            while true {
                let (lines, last) = try await api.evidence.lines(of: bundle, after: position)
                guard !lines.isEmpty else { break }
                try await writer.write(ByteBuffer(lines: lines))
                position = last
            }
            try await writer.finish(nil)
        }
        return .ndjson(streaming: body)
    }

    /// Streams how far it has come, then what it found: the last line has `sound`.
    @Sendable private func verify(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly([])
        let api = api
        let body = ResponseBody { writer in
            let (progress, report) = AsyncStream<JSONValue>.makeStream(bufferingPolicy: .bufferingNewest(1))
            async let verification = {
                defer { report.finish() }
                return try await withTaskExecutorPreference(globalConcurrentExecutor) {
                    try await api.evidence.verify { read, all in
                        report.yield(["read": .integer(read), "of": .integer(all)])
                    }
                }
            }()
            for await line in progress { try await writer.write(ByteBuffer(lines: [line])) }
            try await writer.write(ByteBuffer(lines: [try await verification.json]))
            try await writer.finish(nil)
        }
        return .ndjson(streaming: body)
    }

    private static let position = "a log position, 1 or more"
    @Sendable private static func readPosition(_ text: String) -> Int64? { Int64(text).flatMap { $0 >= 1 ? $0 : nil } }
}

extension Problem {
    /// The answer would tell of everybody's records.
    static let needsEverything = Problem(
        .forbidden, "not-everything", "The caller does not see every record",
        detail: "This tells of all records, those that are restricted among them: it needs a grant of all teams with "
            + "restricted: true.")
    fileprivate static let beyondLog = Problem(
        .notFound, "beyond-log", "The log does not reach so far", detail: "See /v1/ledger/head for its last position.")
}
