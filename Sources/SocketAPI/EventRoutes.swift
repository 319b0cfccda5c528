import Access
import AsyncAlgorithms
import CaseRecord
import Figures
import HTTPTypes
import Hummingbird
import Ledger
import NIOCore
import Projections
import ServiceLifecycle
import StrictJSON
import Timescales

/// `/v1/events`: where an event comes in, and where the log goes out.
struct EventRoutes: Sendable {
    /// The most bytes of an append that is read on the thread of the event loop, about a millisecond's work.
    static let largestBriefBody = 64 * 1024
    /// The most events that one append may have.
    static let mostEvents = 10_000

    let api: API

    var routes: [Route] {
        [Route(.post, "/v1/events", isBrief: true, append), Route(.get, "/v1/events", read)]
    }

    @Sendable private func append(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await request.body.collect(upTo: api.limits.body)
        guard body.readableBytes > Self.largestBriefBody else { return try await append(body, request, context) }
        return try await withTaskExecutorPreference(globalConcurrentExecutor) {
            try await append(body, request, context)
        }
    }

    private func append(_ body: ByteBuffer, _ request: Request, _ context: APIContext) async throws -> Response {
        let type = try request.mediaType(among: ["application/json", "application/x-ndjson"])
        let values = try Self.events(in: body, isNDJSON: type == "application/x-ndjson")
        let recording = RecordingContext(
            authority: api.ledger.authority, recordedBy: context.caller.worker, now: api.now())
        let drafts = try Self.drafts(from: values, in: recording, onto: api.authority.standard)
        let unseen = try await api.checkAppend(drafts, context)
        let receipts: [Receipt]
        do {
            receipts = try await api.ledger.append(drafts, submittedBy: context.caller.submitter)
        } catch {
            throw Problem(error)
        }
        let isNew = receipts.contains { $0.isNew }
        return .json(["receipts": .array(receipts.map { $0.json(leavingOut: unseen) })], status: isNew ? .created : .ok)
    }

    /// The events of a body, each with the JSON Pointer to it.
    private static func events(
        in body: ByteBuffer, isNDJSON: Bool
    ) throws(Problem) -> [(pointer: String, value: JSONValue)] {
        let bytes = body.readableBytesView
        guard isNDJSON else {
            let value = try parse(bytes, line: nil)
            guard let elements = value.arrayValue else { return [("", value)] }
            return elements.enumerated().map { ("/\($0)", $1) }
        }
        var events: [(String, JSONValue)] = []
        var (rest, number) = (bytes, 0)
        // Looked for one by one, because split() goes over the view byte by byte, which takes longer than the parsing.
        while !rest.isEmpty {
            let line = rest[..<(rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex)]
            rest = rest[line.endIndex...].dropFirst()
            number += 1
            guard line.contains(where: { ![0x20, 0x09, 0x0D].contains($0) }) else { continue }
            events.append(("/\(events.count)", try parse(line, line: number)))
        }
        return events
    }

    private static func parse(_ bytes: some Sequence<UInt8>, line: Int?) throws(Problem) -> JSONValue {
        do {
            return try JSONValue(parsing: bytes)
        } catch {
            let place = line.map { "line \($0), " } ?? ""
            throw Problem(
                .badRequest, "not-json", "The body is not JSON that can be taken",
                detail: "\(place)byte \(error.offset): \(error.reason). Nothing was stored.")
        }
    }

    /// Reads every event and gathers the problems of all.
    private static func drafts(
        from values: [(pointer: String, value: JSONValue)], in context: RecordingContext, onto standard: Rulebook
    ) throws(Problem) -> [EventDraft] {
        guard !values.isEmpty else {
            throw .malformed([FieldProblem(pointer: "", reason: "must hold at least one event")])
        }
        guard values.count <= mostEvents else {
            throw .malformed([FieldProblem(pointer: "", reason: "must not hold more than \(mostEvents) events at once")]
            )
        }
        var drafts: [EventDraft] = []
        var problems: [FieldProblem] = []
        for (pointer, value) in values {
            do {
                let draft = try EventDraft.reading(value, at: pointer, in: context)
                problems += RuleFileCheck.problems(of: draft.event, at: pointer, onto: standard)
                drafts.append(draft)
            } catch {
                problems += error.problems
            }
        }
        guard problems.isEmpty else { throw .malformed(problems) }
        return drafts
    }

    @Sendable private func read(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly(["after", "limit", "knownAt"])
        let after = try request.query("after", "a log position, 0 or more") { Int64($0).flatMap { $0 >= 0 ? $0 : nil } }
        let knownAt = try request.query("knownAt", "an RFC 3339 date-time") { Instant($0) }
        if request.prefers("text/event-stream") {
            guard knownAt == nil else {
                throw Problem.badParameter("knownAt", "does not go with a stream that goes on")
            }
            let resumed = request.headers[.lastEventID].flatMap { Int64($0) }
            guard let place = api.traffic.streams.take() else {
                api.traffic.turnedAway.add("streams")
                throw Problem.tooManyStreams
            }
            guard let share = api.traffic.streamsOfPeers.take(Traffic.owner(of: context.peer)) else {
                api.traffic.turnedAway.add("peer-streams")
                throw Problem.tooManyStreamsOfOne
            }
            return stream(after: resumed ?? after ?? 0, request, context, (place, share))
        }
        let limit = try request.query("limit", "1 to 1000") { Int($0).flatMap { (1...1000).contains($0) ? $0 : nil } }
        var last = Int64.max
        if let knownAt { last = try await api.reader.lastPosition(knownAt: knownAt) }
        let events = try await api.reader.events(after: after ?? 0, through: last, limit: limit ?? 100)
        if let last = events.last { context.accessed.reflects(last.position) }
        let seen = try await api.seen(events, context)
        if request.prefers("application/x-ndjson") { return .ndjson(seen.map { .object($0.json) }) }
        return .json([
            "events": .array(seen.map { .object($0.json) }),
            "next": events.last.map { .integer($0.position) } ?? .null,
        ])
    }

    /// The log from a position, then live: server-sent events whose id is the position, without gap or repeat.
    ///
    /// One page is under way at a time, so a reader that is slow costs no memory but holds a connection: one that takes
    /// longer than ``API/streamPatience`` over a page is told `cut-off` with the position to resume from, and let go. So is
    /// everyone while the access log cannot be written.
    private func stream(
        after start: Int64, _ request: Request, _ context: APIContext, _ place: (Places.Place, SharedPlaces.Place)
    ) -> Response {
        let api = api
        let body = ResponseBody { writer in
            try await request.body.consumeWithCancellationOnInboundClose { _ in
                var position = start
                try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
                let commits = api.ledger.positions().map { _ in true }
                let heartbeats = AsyncTimerSequence(interval: .seconds(15), clock: .continuous).map { _ in false }
                following: for await hasGrown in merge(commits, heartbeats).cancelOnGracefulShutdown() {
                    if !hasGrown { try await writer.write(ByteBuffer(string: ": still here\n\n")) }
                    while true {
                        // Each page is an answer of its own, with an entry of its own in the access log.
                        var paging = context
                        paging.accessed = AccessedRecords()
                        guard let page = try await self.page(after: position, paging) else { break }
                        guard await api.gate.stillHolds(request, context, api) else { break following }
                        do {
                            try await api.gate.noteMore(of: request, paging, api)
                        } catch {
                            try await writer.write(Self.cutOff(after: position, "the access log cannot be written"))
                            break following
                        }
                        let begin = ContinuousClock.now
                        try await writer.write(page.text)
                        position = page.last
                        if ContinuousClock.now - begin > api.streamPatience {
                            try await writer.write(Self.cutOff(after: position, "the reader is too slow"))
                            break following
                        }
                    }
                }
            }
            try await writer.finish(nil)
            withExtendedLifetime(place) {}
        }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: body)
    }

    /// The next events that the caller may see, of which nothing but their text is kept while a reader takes its time.
    private func page(after position: Int64, _ context: APIContext) async throws -> (text: ByteBuffer, last: Int64)? {
        let events = try await api.reader.events(after: position, limit: 200)
        guard let last = events.last else { return nil }
        context.accessed.reflects(last.position)
        return (Self.text(of: try await api.seen(events, context)), last.position)
    }

    private static func text(of events: [RecordedEvent]) -> ByteBuffer {
        var buffer = ByteBuffer()
        for event in events {
            buffer.writeString("id: \(event.position)\nevent: \(event.event.type)\ndata: ")
            buffer.writeBytes(JSONValue.object(event.json).bytes())
            buffer.writeString("\n\n")
        }
        return buffer
    }

    private static func cutOff(after position: Int64, _ reason: String) -> ByteBuffer {
        let data: JSONValue = [
            "reason": .string("\(reason): resume after this position"), "position": .integer(position),
        ]
        return ByteBuffer(string: "event: cut-off\ndata: \(data.text())\n\n")
    }
}

extension HTTPResponse.Status {
    /// RFC 4918 section 11.5.
    fileprivate static let insufficientStorage = HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
}

extension HTTPField.Name {
    fileprivate static let lastEventID = HTTPField.Name("Last-Event-ID") ?? .ifMatch
}

extension Problem {
    /// What an append that added nothing is answered.
    init(_ error: AppendError) {
        switch error {
        case .contentConflict(let index, let id, let position):
            self.init(
                .conflict, "id-conflict", "An event with this id says something else",
                detail: "The log holds another event of that id. Nothing was stored.",
                members: ["index": .integer(Int64(index)), "id": id.field, "position": .integer(position)])
        case .versionConflict(let index, let child, let expected, let actual):
            self.init(
                .conflict, "version-conflict", "The child's record is at another version",
                detail: "Read the record again, then decide. Nothing was stored.",
                members: [
                    "index": .integer(Int64(index)), "child": .string(child.text), "expected": .integer(expected),
                    "actual": .integer(actual),
                ])
        case .otherAuthority(let index, let keeps):
            self = .malformed([
                FieldProblem(
                    pointer: "/\(index)/authority",
                    reason: "must be \(keeps): this daemon keeps the log of that authority",
                    allowed: [keeps.text])
            ])
        case .overloaded:
            self.init(
                .serviceUnavailable, "overloaded", "Too many events wait to be stored",
                detail: "Nothing was stored. Send the same again in a moment.", retryAfter: 1)
        case .unavailable: self = .unavailable
        case .storageExhausted:
            self.init(
                .insufficientStorage, "storage-exhausted", "The database has no room left",
                detail: "Nothing was stored. Tell whoever operates the daemon; then send the same again.",
                retryAfter: 60)
        case .refused(let sqlState):
            self.init(
                .internalServerError, "refused-by-database", "The database would not take these events",
                detail: "Nothing was stored.", members: ["sqlState": .string(sqlState)])
        case .stopping:
            self.init(
                .serviceUnavailable, "stopping", "The daemon is stopping", detail: "Nothing was stored.", retryAfter: 5)
        case .fenced:
            self.init(
                .serviceUnavailable, "fenced", "Another daemon has taken over this log", detail: "Nothing was stored.",
                retryAfter: 5)
        }
    }
}
