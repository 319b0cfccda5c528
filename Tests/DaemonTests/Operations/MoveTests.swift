import Foundation
import SocketClient
import StrictJSON
import Subprocess
import SystemPackage
import TestSupport
import Testing

/// From the embedded cluster to a server.
@Suite struct MoveTests {
    @Test func theServerHoldsTheSameLogAndTheSameDaemonGoesOn() async throws {
        let daemon = try DaemonProcess()
        let head = try await daemon.running { _ in
            try await daemon.note("N", 30)
            return try await daemon.head()
        }
        let server = try await ServerCluster.make()
        try await server.start()
        try await OperationsRig.prepareForMove(server)
        @Sendable func move() async throws -> (succeeded: Bool, output: String) {
            try await OperationsRig.move(daemon, to: server)
        }
        // Not while it runs.
        try await daemon.running { _ in
            let running = try await move()
            #expect(!running.succeeded && running.output.contains("caselogd runs"), "\(running.output)")
        }
        let moved = try await move()
        #expect(moved.succeeded && moved.output.contains("000: 30 entries"), "\(moved.output)")
        // Not into a database that holds something.
        #expect(try await !move().succeeded)
        let after = try await daemon.running(on: server.connection + " dbname=caselog user=postgres") { _ in
            let head = try await daemon.head()
            #expect(try await daemon.caselog(["verify"]).status == 0)
            let count = try await daemon.get("/v1/cases/N/chronology").json?["countOfAll"]
            #expect(count == 30)
            try await daemon.note("N", 1)
            return head
        }
        #expect(after == head && !head.isEmpty)
        // What stays behind is an older log by now, and is not written on by mistake.
        await #expect(throws: DaemonProcess.DidNotStart.self) { try await daemon.running { _ in } }
        #expect(daemon.log.contains("31 were sealed: 1 are lost"))
        await server.remove()
    }
}
