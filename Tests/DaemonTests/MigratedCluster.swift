import Foundation
import Subprocess
import SystemPackage
import TestSupport

/// A cluster that has the schema and nothing else, made once by the daemon's own program: the daemons of tests start on
/// copies of it, because to make one takes longer than most tests do.
enum MigratedCluster {
    private static let made = Task {
        let directory = try TestDirectory.makeForProcess()
        let result = try await run(
            .path(FilePath(DaemonProcess.programs + "/caselogd")),
            arguments: ["migrate", "--state-directory", directory + "/state"],
            environment: .inherit.updating(["PGHOST": nil]), output: .discarded, error: .string(limit: 1 << 20))
        guard result.terminationStatus.isSuccess else {
            throw DaemonProcess.DidNotStart(description: result.standardError)
        }
        return directory + "/state/pgdata"
    }

    /// Makes a state directory with a copy.
    static func copy(to state: String) async throws {
        let cluster = try await made.value
        let unfinished = state + ".unfinished"
        try FileManager.default.createDirectory(
            atPath: unfinished, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o711])
        let result = try await run(
            .name("cp"), arguments: ["-a", cluster, unfinished + "/pgdata"], output: .discarded,
            error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else {
            throw DaemonProcess.DidNotStart(description: result.standardError)
        }
        try FileManager.default.moveItem(atPath: unfinished, toPath: state)
    }
}
