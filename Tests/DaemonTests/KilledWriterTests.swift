import CaseRecord
import Ledger
import PostgresClient
import SocketClient
import StrictJSON
import Subprocess
import TestSupport
import Testing

@testable import caselog

/// Readers follow the log while its writer is killed in the middle of commits: what they see has no gap, is in order,
/// and comes once.
@Suite(.serialized) struct KilledWriterTests {
    @Test func readersMissNothingAndSeeNothingTwiceWhileTheWriterIsKilledAgainAndAgain() async throws {
        let database = try await TestDatabase.create()
        let daemon = try DaemonProcess()
        // Both ways of writing: a statement with arrays, and now and then COPY.
        let load = Load(daemon: daemon, eventsPerAppend: [1, 1, 1, 1, 1, 10, 10, 100, 2100])
        let pool = TestDatabase.pool(database)
        let admin = try await PostgresConnection.connect(
            PostgresConfiguration(connectionString: database), logger: TestDatabase.quietLogger)
        let (streamed, paged, direct) = (Follower(), Follower(), Follower())
        try await daemon.running(arguments: ["--database", database]) { _ in }
        try await Self.slowCommitsDown(in: database)

        try await withThrowingTaskGroup(of: Void.self) { readers in
            readers.addTask { await streamed.followStream(of: daemon) }
            readers.addTask { await paged.followPages(of: daemon) }
            // This one sees the database itself, also while no daemon runs.
            readers.addTask { await direct.follow(LedgerReader(authority: Self.authority, pool: pool)) }
            for round in 0..<30 {
                let target = await load.count + Int.random(in: 1...200)
                try await daemon.running(arguments: ["--database", database], endedBy: .kill) { _ in
                    await load.run(writers: 4) {
                        guard await load.count >= target else { return false }
                        // Alone, the daemon leaves the database to carry its commit out; with its session, not.
                        if round % 2 == 1 { try? await admin.simple(Self.endSessions) }
                        return true
                    }
                }
            }
            try await daemon.running(arguments: ["--database", database]) { _ in
                try await load.check(atLeast: 200)
                let end = try #require(try await daemon.get("/v1/ledger/head").json?["position"]?.integerValue)
                for follower in [streamed, paged, direct] {
                    for _ in 0..<600 where await follower.position < end {
                        try await Task.sleep(for: .milliseconds(50))
                    }
                    #expect(await follower.position == end)
                }
            }
            readers.cancelAll()
        }
        await pool.close()
        await admin.close()

        let acknowledged = await load.names
        for (name, follower) in [("stream", streamed), ("pages", paged), ("database", direct)] {
            #expect(await follower.faults == [], "\(name)")
            #expect(await acknowledged.isSubset(of: follower.texts), "\(name)")
            // Some kill came between a commit and its acknowledgement; otherwise this has tested little.
            #expect(await follower.texts.count > acknowledged.count, "\(name)")
        }
        // Every reconnection of a stream resumes; one that never broke would prove nothing.
        #expect(await streamed.resumptions >= 10)
    }

    /// The writer dies while its commit is under way, and the database carries the commit out all the same.
    @Test func aCommitThatOutlivesItsWriterIsInTheLogOnceHoweverOftenItIsSentAgain() async throws {
        let database = try await TestDatabase.create()
        let daemon = try DaemonProcess()
        let arguments = ["--database", database]
        let streamed = Follower()
        let orphan = event("note.recorded", ["O"], on: "2026-01-02", #"{"text":"orphan"}"#)
        let following = Task { await streamed.followStream(of: daemon) }
        defer { following.cancel() }

        let admin = try await PostgresConnection.connect(
            PostgresConfiguration(connectionString: database), logger: TestDatabase.quietLogger)
        try await daemon.running(arguments: arguments, endedBy: .kill) { _ in
            #expect(
                try await daemon.post(event("note.recorded", ["O"], on: "2026-01-02", #"{"text":"first"}"#)).status
                    == 201)
            try await admin.simple("BEGIN; SELECT FROM caselog.authority FOR UPDATE")
            Task { try? await daemon.post(orphan) }
            try await Self.waitUntil(
                """
                count(*) = 1 FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'
                """, in: database)
        }
        #expect(try await Psql.run(database, "SELECT last_position FROM caselog.authority") == "1")
        try await admin.simple("ROLLBACK")
        await admin.close()
        try await Self.waitUntil("last_position = 2 FROM caselog.authority", in: database)

        try await daemon.running(arguments: arguments) { _ in
            for _ in 0..<2 {
                let again = try await daemon.post(orphan)
                #expect(again.status == 200)
                #expect(again.json?["receipts"]?.arrayValue?.first?["position"]?.integerValue == 2)
                #expect(again.json?["receipts"]?.arrayValue?.first?["new"] == .bool(false))
            }
            #expect(
                try await daemon.post(event("note.recorded", ["O"], on: "2026-01-02", #"{"text":"last"}"#)).status
                    == 201)
            for _ in 0..<600 where await streamed.position < 3 { try await Task.sleep(for: .milliseconds(50)) }
            #expect(await streamed.faults == [])
            #expect(await streamed.texts == ["first", "orphan", "last"])
        }
    }

    private static let authority = AuthorityCode("000")!
    private static let endSessions = """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
        """

    /// A commit takes 3 ms more, so that a kill is likely to come in the middle of one.
    private static func slowCommitsDown(in database: String) async throws {
        try await Psql.run(
            database,
            """
            CREATE FUNCTION public.dawdle() RETURNS trigger LANGUAGE plpgsql AS
                $$BEGIN PERFORM pg_sleep(0.003); RETURN NULL; END$$;
            CREATE CONSTRAINT TRIGGER dawdle AFTER UPDATE ON caselog.authority
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.dawdle()
            """)
    }

    private static func waitUntil(_ condition: String, in database: String) async throws {
        for _ in 0..<600 {
            if try await Psql.run(database, "SELECT \(condition)") == "t" { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("never: \(condition)")
    }
}

/// One that reads the log from its beginning on, goes on where it was whenever the daemon went away, and notes
/// everything that is not as promised.
actor Follower {
    /// The last position that it has seen.
    private(set) var position: Int64 = 0
    private(set) var texts: Set<String> = []
    private(set) var faults: [String] = []
    /// How often it went on with a stream after it had seen something.
    private(set) var resumptions = 0
    private var versions: [String: Int64] = [:]

    private func take(_ position: Int64, _ text: String, _ versions: [(child: String, version: Int64)]) {
        if position != self.position + 1 { faults.append("\(position) after \(self.position)") }
        self.position = position
        if !texts.insert(text).inserted { faults.append("twice: \(text)") }
        for (child, version) in versions {
            let last = self.versions.updateValue(version, forKey: child) ?? 0
            if version != last + 1 { faults.append("\(child): version \(version) after \(last)") }
        }
    }

    private func take(_ event: JSONValue) {
        take(
            event["position"]?.integerValue ?? 0, event["data"]?["text"]?.stringValue ?? "",
            (event["versions"]?.objectValue?.members ?? []).map { ($0.name, $0.value.integerValue ?? 0) })
    }

    /// By `text/event-stream`, resumed by `Last-Event-ID`.
    nonisolated func followStream(of daemon: DaemonProcess) async {
        while !Task.isCancelled {
            let position = await resume()
            try? await SocketConnection.with(socket: daemon.socket) { connection in
                var lines = EventStreamLines()
                try await connection.stream(
                    Call(
                        "GET", "/v1/events",
                        headers: [("Accept", "text/event-stream"), ("Last-Event-ID", "\(position)")])
                ) { chunk in
                    for data in lines.take(chunk) {
                        let event = try JSONValue(parsing: data)
                        // One that is cut off, as no access log can be written without a session, resumes like any other.
                        if event["type"] != nil { await self.take(event) }
                    }
                }
            }
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    private func resume() -> Int64 {
        if position > 0 { resumptions += 1 }
        return position
    }

    /// By one page after the other.
    func followPages(of daemon: DaemonProcess) async {
        while !Task.isCancelled {
            let page = try? await daemon.get("/v1/events?after=\(position)&limit=50").json
            for event in page?["events"]?.arrayValue ?? [] { take(event) }
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    /// Straight from the database.
    func follow(_ reader: LedgerReader) async {
        while !Task.isCancelled {
            let events = try? await reader.events(after: position, limit: 50)
            for recorded in events ?? [] {
                let text = (recorded.event.data as? NoteRecorded)?.text ?? ""
                take(
                    recorded.position, text,
                    zip(recorded.event.children.map(\.text), recorded.versions).map { ($0, $1) })
            }
            try? await Task.sleep(for: .milliseconds(5))
        }
    }
}
