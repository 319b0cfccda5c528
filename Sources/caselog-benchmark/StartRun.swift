import CaseRecord
import Foundation
import Ledger
import SocketClient
import Subprocess

/// How soon caselogd answers after its start, on a log whose views are up with it.
struct StartRun {
    static let database = "start"
    let socket: SocketRuns
    let library: LibraryRuns

    /// Stores so many events, some twenty in each child's record, and has the daemon make the views of them.
    func prepare(_ events: Int) async throws {
        _ = try await library.bulk(events, in: Self.database, children: max(1, events / 20))
        let seconds = try await start(patience: .seconds(3600))
        Report.note("views of \(events) events made in \(Int(seconds)) s")
        try await socket.server.settle()
    }

    /// Seconds from the start of the process until it says that it is ready.
    func start(patience: Duration = .seconds(60)) async throws -> Double {
        let path = socket.server.directory + "/start.sock"
        let configuration = socket.daemon(on: Self.database, state: "starting", socket: path)
        let begin = ContinuousClock.now
        let outcome = try await Subprocess.run(
            configuration, input: .none, output: .discarded, error: .discarded
        ) { execution in
            while ContinuousClock.now - begin < patience {
                if await Self.isReady(path) {
                    let seconds = begin.elapsedSeconds
                    try? execution.send(signal: .terminate)
                    return seconds
                }
                try await Task.sleep(for: .milliseconds(2))
            }
            throw BenchmarkError(description: "the daemon was not ready in time")
        }
        return outcome.takeClosureResult()
    }

    private static func isReady(_ path: String) async -> Bool {
        let reply = try? await SocketConnection.with(socket: path) { try await $0.send(Call("GET", "/v1/ready")) }
        return reply?.status == 200
    }
}
