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
        guard let line = output.split(separator: "\n").first(where: { $0.hasPrefix("tps = ") }),
            let tps = line.split(separator: " ").dropFirst(2).first.flatMap({ Double($0) })
        else { throw BenchmarkError(description: "pgbench printed no tps: \(output)") }
        return tps
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
