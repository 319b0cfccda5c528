import Foundation
import Glibc
import TestSupport
import Testing

@testable import PrivateCluster

@Suite("Refusals", .serialized, .timeLimit(.minutes(3)))
struct RefusalTests {
    @Test("a state directory that a live daemon holds is refused with that daemon's pid")
    func held() async throws {
        try await withDirectory { directory in
            try await withHolder(on: directory, waitingFor: "locked") { holder, _ in
                #expect(throws: ClusterError.stateDirectoryHeld(path: directory, pid: holder)) {
                    try StateDirectory.lock(directory)
                }
                // A second daemon, too, and it says so in words.
                let second = try await withHolder(on: directory, waitingFor: "error") { _, line in
                    #expect(line.contains("process \(holder)") && line.contains(directory))
                }
                #expect(second.count == 1)
            }
        }
    }

    @Test("the hold ends with close, with the last reference, and with the process")
    func released() async throws {
        try await withDirectory { directory in
            let first = try StateDirectory.lock(directory)
            #expect(throws: ClusterError.stateDirectoryHeld(path: directory, pid: getpid())) {
                try StateDirectory.lock(directory)
            }
            first.close()
            first.close()
            do { _ = try StateDirectory.lock(directory) }
            let again = try StateDirectory.lock(directory + "/../" + (directory as NSString).lastPathComponent)
            #expect(again.path == directory)
            again.close()
            try await withHolder(on: directory, waitingFor: "ready") { _, _ in }
            // The killed holder's server may still be shutting down; it does not hold the lock.
            let last = try StateDirectory.lock(directory)
            try await PrivateCluster.stopLeftovers(of: last, logger: quietLogger())
        }
    }

    @Test("a path too long for a Unix socket is refused before anything is made")
    func tooLong() async throws {
        try await withDirectory { directory in
            // "/run/.s.PGSQL.5432" has 18 bytes: 89 remain for the state directory.
            let fits = directory + "/" + String(repeating: "x", count: 89 - directory.utf8.count - 1)
            try PrivateCluster.validate(stateDirectory: fits)
            guard case .stateDirectoryUnusable(let path, let reason)? = try await startError(on: fits + "y") else {
                Issue.record("another error")
                return
            }
            #expect(path == fits + "y")
            #expect(reason.contains("108 bytes") && reason.contains("107"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: fits + "y") == ["caselogd.lock"])
            try await withCluster(on: fits) { cluster in
                try await expectRows(cluster.connectionString(), "SELECT 1", "1")
            }
        }
    }

    @Test("a path with blanks, quotes and backslashes works; one with a comma is refused")
    func strangePaths() async throws {
        try await withDirectory { directory in
            try await withCluster(on: directory + #"/it's a \ state"#) { cluster in
                try await expectRows(cluster.connectionString(), "SELECT 1", "1")
            }
            guard case .stateDirectoryUnusable? = try await startError(on: directory + "/a,b") else {
                Issue.record("another error")
                return
            }
        }
    }

    @Test("a data directory of another version is refused, naming both versions")
    func versionMismatch() async throws {
        try await withDirectory { directory in
            let data = directory + "/pgdata"
            try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: false)
            try "11\n".write(toFile: data + "/PG_VERSION", atomically: true, encoding: .utf8)
            let error = try await startError(on: directory)
            let installed = try await PostgresBinaries.find().majorVersion
            let text = try #require(error).description
            #expect(text.contains("PostgreSQL 11") && text.contains("version \(installed)"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: data) == ["PG_VERSION"])
        }
    }

    @Test("a directory with something else in it is left alone")
    func notADataDirectory() async throws {
        try await withDirectory { directory in
            let data = directory + "/pgdata"
            try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: false)
            try "x".write(toFile: data + "/letter.txt", atomically: true, encoding: .utf8)
            #expect(try await startError(on: directory) == .notADataDirectory(path: data))
            #expect(try FileManager.default.contentsOfDirectory(atPath: data) == ["letter.txt"])
        }
    }

    @Test("missing binaries: the error says what to install")
    func binariesMissing() async throws {
        try await withDirectory { directory in
            let error = await #expect(throws: ClusterError.self) {
                try await PostgresBinaries.find(configured: directory)
            }
            let text = try #require(error).description
            #expect(text.contains("apt-get install postgresql"))
        }
    }

    @Test("binaries: the newest, but the data's version if it is installed, and none too old")
    func binaryVersions() async throws {
        try await withDirectory { directory in
            let directories = [15, 13, 18, 16].map { "\(directory)/\($0)" }
            for path in directories {
                try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
                for program in ["postgres", "initdb"] {
                    try "#!/bin/sh\necho 'postgres (PostgreSQL) '${0#\(directory)/} | sed 's,/.*,.4 (Debian 1),'\n"
                        .write(toFile: "\(path)/\(program)", atomically: true, encoding: .utf8)
                    chmod("\(path)/\(program)", 0o755)
                }
            }
            func found(_ directories: [String], _ dataVersion: String?) async throws -> Int {
                try await PostgresBinaries.find(in: directories, described: [], dataVersion: dataVersion).majorVersion
            }
            #expect(try await found(directories, nil) == 18)
            #expect(try await found(directories, "16") == 16)
            #expect(try await found(directories, "13") == 18)
            await #expect(throws: ClusterError.binariesTooOld(directory: directories[1], majorVersion: 13)) {
                try await PostgresBinaries.find(configured: directories[1])
            }
        }
        #expect(PostgresBinaries.majorVersion(from: "postgres (PostgreSQL) 18beta2\n") == 18)
        #expect(PostgresBinaries.majorVersion(from: "something else 15") == nil)
    }

    @Test("a server that cannot start is reported with its own words")
    func startFails() async throws {
        try await withDirectory { directory in
            let error = await #expect(throws: ClusterError.self) {
                try await withCluster(on: directory, extraSettings: ["max_locks_per_transaction": "none"]) { _ in }
            }
            let text = try #require(error).description
            #expect(text.contains("max_locks_per_transaction"))
        }
    }
}
