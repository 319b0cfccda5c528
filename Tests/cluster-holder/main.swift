// Starts a private cluster on the directory that its argument names, prints its pids, and waits to be killed.
// For the tests of what happens when a daemon dies.

import Foundation
import Logging
import PrivateCluster

/// Unbuffered, as the reader waits for each line.
func tell(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
let logger = Logger(label: "cluster-holder")

guard CommandLine.arguments.count == 2 else {
    tell("usage: cluster-holder STATE-DIRECTORY")
    exit(2)
}
do {
    let stateDirectory = try StateDirectory.lock(CommandLine.arguments[1])
    tell("locked")
    let cluster = PrivateCluster(
        stateDirectory: stateDirectory, binaries: try await PostgresBinaries.find(), logger: logger)
    try await cluster.start()
    tell("ready \(cluster.postmasterPID ?? 0)")
    for await _ in cluster.states {}
} catch {
    tell("error: \(error)")
    exit(1)
}
