import Foundation
import Glibc
import TestSupport
import Testing

@Suite("The cluster for tests", .timeLimit(.minutes(3)))
struct TestClusterTests {
    @Test("databases are separate, and a template is copied")
    func databases() async throws {
        async let first = TestCluster.shared.createDatabase()
        async let second = TestCluster.shared.createDatabase()
        let (one, two) = try await (first, second)
        try await Psql.run(one, "CREATE TABLE t (n int); INSERT INTO t VALUES (1)")
        await #expect(throws: Psql.Failure.self) { try await Psql.run(two, "SELECT n FROM t") }
        let name = try await Psql.run(one, "SELECT current_database()")
        let copy = try await TestCluster.shared.createDatabase(template: name)
        try await expectRows(copy, "SELECT n FROM t", "1")
        try await Psql.run(copy, "INSERT INTO t VALUES (2)")
        try await expectRows(one, "SELECT count(*) FROM t", "1")
    }

    @Test("directories of dead test processes go, those of live ones stay")
    func leftovers() async throws {
        try await withDirectory { directory in
            // No process has a pid beyond the kernel's greatest.
            let dead = "/tmp/caselog-test-2000000000-\(getpid())"
            try FileManager.default.createDirectory(atPath: dead + "/pgdata", withIntermediateDirectories: true)
            await TestDirectory.removeLeftovers(logger: quietLogger())
            // The shared cluster may be starting meanwhile, and doing the same work.
            try await until("the removal") { !FileManager.default.fileExists(atPath: dead) }
            #expect(FileManager.default.fileExists(atPath: directory))
        }
    }
}
