import Foundation
import Subprocess
import SystemPackage
import Testing

/// The daemon does what its OpenAPI document says, as schemathesis finds with thousands of requests over the socket.
@Suite struct ContractTests {
    /// `CASELOG_CONTRACT_SECONDS` says how long made-up requests go on after those that the document gives rise to.
    @Test func theDaemonDoesWhatItsOpenAPIDocumentSays() async throws {
        let environment = ProcessInfo.processInfo.environment
        let seconds = environment["CASELOG_CONTRACT_SECONDS"] ?? "60"
        let oracle = try #require(Bundle.module.resourceURL).appending(path: "Oracle/contract.py")
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            let county = daemon.directory + "/county.ndjson"
            let (status, events, _) = try await daemon.caselog(["demo", "--children", "12"])
            #expect(status == 0)
            try events.write(toFile: county, atomically: true, encoding: .utf8)
            #expect(try await daemon.caselog(["import", county]).status == 0)

            let result = try await run(
                .path("/usr/bin/env"),
                arguments: [
                    environment["CASELOG_ORACLE_PYTHON"] ?? "python3", oracle.path(percentEncoded: false),
                    daemon.socket, seconds,
                ],
                output: .string(limit: 1 << 24),
                error: .string(limit: 1 << 20))
            let output = result.standardOutput + result.standardError
            #expect(result.terminationStatus.isSuccess, "\(output)")
            print(output[(output.range(of: "= SUMMARY =")?.lowerBound ?? output.startIndex)...])
        }
    }
}
