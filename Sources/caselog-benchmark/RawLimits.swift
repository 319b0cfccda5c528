import CaseRecord
import Foundation
import PostgresClient

/// What PostgreSQL itself does with a plain table of events (JSON as jsonb, a key of its own and one of stream and
/// version), driven by its own programs: the limits that caselog is measured against.
struct RawLimits {
    static let database = "raw"
    let server: BenchmarkServer
    let seconds: Int
    let seed: UInt64

    func prepare() async throws {
        try await server.createDatabase(Self.database, migrated: false)
        let connection = try await server.connect(Self.database)
        try await connection.simple(
            """
            CREATE TABLE event (
                position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stream_id uuid NOT NULL,
                version integer NOT NULL, type text NOT NULL, at timestamptz NOT NULL DEFAULT now(),
                data jsonb NOT NULL, UNIQUE (stream_id, version))
            """)
        await connection.close()
        try """
        \\set stream random(1, 2000)
        \\set version random(1, 2000000000)
        INSERT INTO event (stream_id, version, type, data)
        VALUES (md5((:stream)::text)::uuid, :version, 'note.recorded', :data);
        """.write(toFile: script, atomically: true, encoding: .utf8)
    }

    private var script: String { server.directory + "/insert.sql" }
    private var rowsFile: String { server.directory + "/rows.tsv" }

    /// Single-row INSERTs a second, prepared, each its own transaction.
    func inserts(clients: Int) async throws -> Double {
        try await empty()
        var events = SampleEvents(seed: seed)
        let output = try await server.run(
            "pgbench",
            [
                "-n", "-M", "prepared", "-f", script, "-c", "\(clients)", "-j", "\(min(clients, 2))", "-T",
                "\(seconds)",
                "--random-seed=\(seed)", "-D",
                "data=" + String(decoding: events.next().event.canonicalBytes, as: UTF8.self),
                server.connectionString(Self.database),
            ])
        return try Self.rate(printed: output)
    }

    /// The transactions a second that pgbench has printed.
    static func rate(printed output: String) throws -> Double {
        guard let line = output.split(separator: "\n").first(where: { $0.hasPrefix("tps = ") }),
            let tps = line.split(separator: " ").dropFirst(2).first.flatMap({ Double($0) })
        else { throw BenchmarkError(description: "pgbench printed no tps: \(output)") }
        return tps
    }

    /// COPY FROM of caselog's own rows into its own tables and indexes, from the library's log, events a second.
    func copyIntoOwnTables() async throws -> Double {
        let from = server.connectionString(LibraryRuns.database)
        let files = ["event", "child_event"].map { (table: $0, file: server.directory + "/\($0).copy") }
        for (table, file) in files {
            _ = try await psql(from, "\\copy (SELECT * FROM caselog.\(table)) TO '\(file)' (FORMAT binary)")
        }
        try await server.createDatabase("own", migrated: true)
        try await server.settle()
        let owner = try await server.connect(LibraryRuns.database)
        let count =
            try await owner.query(Statement(name: "count", sql: "SELECT count(*) FROM caselog.event")) {
                try $0.decode(0, as: Int64.self)
            }.first ?? 0
        await owner.close()
        let begin = ContinuousClock.now
        for (table, file) in files {
            _ = try await psql(
                server.connectionString("own"), "\\copy caselog.\(table) FROM '\(file)' (FORMAT binary)")
        }
        return Double(count) / begin.elapsedSeconds
    }

    /// COPY TO STDOUT, in order, of the library's log as jsonb, events a second.
    func copyOut() async throws -> Double {
        let connection = try await server.connect(LibraryRuns.database)
        try await connection.simple(
            """
            CREATE TABLE IF NOT EXISTS public.as_jsonb (position bigint PRIMARY KEY, type text, recorded_at timestamptz, data jsonb);
            INSERT INTO public.as_jsonb
            SELECT position, type, recorded_at, convert_from(content, 'UTF8')::jsonb FROM caselog.event
            ORDER BY position ON CONFLICT DO NOTHING;
            """, deadline: .seconds(600))
        await connection.close()
        let reader = try await server.connect(LibraryRuns.database)
        let begin = ContinuousClock.now
        let count = try await reader.copyOut(
            "COPY (SELECT * FROM public.as_jsonb ORDER BY position) TO STDOUT", deadline: .seconds(600)
        ) { _ in }
        let rate = Double(count) / begin.elapsedSeconds
        await reader.close()
        return rate
    }

    private func psql(_ database: String, _ command: String) async throws -> String {
        try await server.run("psql", ["-X", "-q", "-d", database, "-c", command])
    }

    private func empty() async throws {
        let connection = try await server.connect(Self.database)
        try await connection.simple("TRUNCATE event")
        await connection.close()
        try await server.settle()
    }

    /// Writes the rows that ``copyIn(_:)`` loads.
    func writeRows(_ count: Int) throws {
        var events = SampleEvents(seed: seed)
        guard FileManager.default.createFile(atPath: rowsFile, contents: nil),
            let file = FileHandle(forWritingAtPath: rowsFile)
        else {
            throw BenchmarkError(description: "\(rowsFile) cannot be written")
        }
        var text = Data()
        for row in 0..<count {
            let event = events.next().event
            let data = String(decoding: event.canonicalBytes, as: UTF8.self).replacing("\\", with: "\\\\")
            text.append(Data("\(UUID(uuid: Self.stream(row % 2000)))\t\(row)\tnote.recorded\t\(data)\n".utf8))
            if text.count > 1 << 20 {
                try file.write(contentsOf: text)
                text.removeAll(keepingCapacity: true)
            }
        }
        try file.write(contentsOf: text)
        try file.close()
    }

    private static func stream(_ number: Int) -> uuid_t {
        withUnsafeBytes(of: (UInt64(number).bigEndian, UInt64(number).bigEndian)) { $0.loadUnaligned(as: uuid_t.self) }
    }

    /// COPY FROM of those rows into the emptied table, events a second.
    func copyIn(_ count: Int) async throws -> Double {
        try await empty()
        let begin = ContinuousClock.now
        _ = try await server.run(
            "psql",
            [
                "-X", "-q", "-d", server.connectionString(Self.database), "-c",
                "\\copy event (stream_id, version, type, data) FROM '\(rowsFile)'",
            ])
        return Double(count) / begin.elapsedSeconds
    }
}

extension ContinuousClock.Instant {
    /// Seconds since.
    var elapsedSeconds: Double {
        let elapsed = (ContinuousClock.now - self).components
        return Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
    }
}
