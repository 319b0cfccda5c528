import Glibc
import Subprocess
import SystemPackage

/// A program that runs for a short time and whose output matters.
enum PostgresTool {
    /// How a run ended.
    struct Outcome: Sendable {
        let succeeded: Bool
        /// Standard output and standard error as they came.
        let output: String
    }

    /// The environment of everything that is started here: nothing is inherited, as PGDATA, PGPORT, PGOPTIONS and
    /// the locale of the daemon's caller would change what the programs do.
    static let environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"]

    /// Runs a program to its end; cancelling the task kills it.
    ///
    /// - Parameters:
    ///   - user: who to run it as; nil for the current user.
    ///   - directory: the working directory, which `user` must be able to enter.
    ///   - input: what it reads from standard input.
    static func run(
        _ path: String, _ arguments: [String], as user: OSUser? = nil, in directory: String = "/", input: String = ""
    ) async throws -> Outcome {
        var options = PlatformOptions()
        options.createSession = true
        var command = (path: path, arguments: arguments)
        if let user, user.differsFromCurrent {
            // Not by the library's own options: between fork and exec it calls glibc's setgroups, which waits for
            // ever for a thread that was just being made when the process forked.
            let groups =
                user.groups.isEmpty
                ? "--clear-groups" : "--groups=" + user.groups.map(String.init).joined(separator: ",")
            command.path = "/usr/bin/setpriv"
            command.arguments = ["--reuid=\(user.uid)", "--regid=\(user.gid)", groups, "--", path] + arguments
        }
        var values: [Environment.Key: String] = [:]
        for (name, value) in environment {
            if let key = Environment.Key(rawValue: name) { values[key] = value }
        }
        let result = try await Subprocess.run(
            .path(FilePath(command.path)), arguments: Arguments(command.arguments), environment: .custom(values),
            workingDirectory: FilePath(directory), platformOptions: options, input: .string(input),
            output: .string(limit: 1 << 20), error: .combinedWithOutput)
        return Outcome(succeeded: result.terminationStatus.isSuccess, output: result.standardOutput)
    }

    /// As `run`, but a failed run is thrown as `ClusterError.toolFailed`.
    @discardableResult
    static func check(
        _ path: String, _ arguments: [String], as user: OSUser? = nil, in directory: String = "/", input: String = ""
    ) async throws -> String {
        let outcome = try await run(path, arguments, as: user, in: directory, input: input)
        guard outcome.succeeded else {
            try Task.checkCancellation()
            throw ClusterError.toolFailed(tool: path, output: String(outcome.output.suffix(2000)))
        }
        return outcome.output
    }
}
