import ArgumentParser
import Crypto
import Foundation
import SocketClient
import StrictJSON

/// `caselog pack`: what an inspection asks for, all of one moment, so that the same can be made again years later.
struct Pack: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pack",
        abstract: "Writes an inspection pack: the service, its teams and its indicators, all as known at one moment.",
        discussion: """
            Each view is written as JSON, for programs, and as text, for people, with a list of them all: the digest of each,
            the log's signed checkpoint, and the moment. Made again with the same --known-at and days, the views are the same
            byte for byte by the same version of caselog, whatever was recorded since. The views of teams name children and
            workers: whoever the pack is handed to reads them.

              caselog pack inspection-2026 --from 2026-04-01 --to 2026-09-30
              caselog pack again --from 2026-04-01 --to 2026-09-30 --known-at 2026-10-05T08:00:00Z
            """)

    @OptionGroup var connection: ConnectionOptions

    @Argument(help: "The directory that it is written to; it must not exist.", completion: .directory)
    var directory: String

    @Option(help: ArgumentHelp("The first day of what is counted over time.", valueName: "YYYY-MM-DD"))
    var from: String?

    @Option(help: ArgumentHelp("The last day of it.", valueName: "YYYY-MM-DD"))
    var to: String?

    @Option(help: ArgumentHelp("As the log stood at this moment (RFC 3339); without it, now.", valueName: "instant"))
    var knownAt: String?

    func run() async throws {
        // To the second: what is recorded in this one belongs to no pack of it.
        let moment = knownAt ?? ISO8601DateFormatter().string(from: Date().addingTimeInterval(-1))
        let days = [("from", from), ("to", to)]
        guard mkdir(directory, 0o700) == 0 else {
            Terminal.complain("\(directory) cannot be made: \(String(cString: strerror(errno)))")
            throw ExitStatus.wrongUsage.code
        }
        try await connection.connected { connection in
            var writer = PackWriter(directory: directory, moment: moment)
            let checkpoint = try await ConnectionOptions.ask(Call("GET", "/v1/ledger/checkpoint"), over: connection)
            try writer.write("checkpoint.txt", checkpoint.body)
            let asked = URLText.path(["v1", "workforce", "teams"], query: [("knownAt", moment)])
            let teams = try await ConnectionOptions.ask(Call("GET", asked), over: connection).json?["teams"]
            try await writer.write(view: "service", ["supervision", "service"], days, over: connection)
            try await writer.write(view: "indicators", ["indicators"], days, over: connection)
            for team in (teams?.arrayValue ?? []).filter({ $0["open"] == true }).compactMap({ $0["team"]?.stringValue })
            {
                let name = "team-" + team.replacing("/", with: "%2F")
                try await writer.write(view: name, ["supervision", "teams", team], days, over: connection)
            }
            try writer.finish()
            Terminal.say("\(directory): \(writer.files.count) files, as known at \(moment)")
        }
    }
}

/// Writes the files of a pack, and what each is.
private struct PackWriter {
    /// How wide the texts are.
    private static let columns = "120"
    let directory: String
    let moment: String
    private(set) var files: [JSONValue] = []

    init(directory: String, moment: String) {
        self.directory = directory
        self.moment = moment
    }

    mutating func write(
        view name: String, _ parts: [String], _ days: [(String, String?)], over connection: SocketConnection
    ) async throws {
        for (type, ending) in [("application/json", "json"), ("text/plain", "txt")] {
            let layout = ending == "txt" ? [("columns", Self.columns)] : []
            let path = URLText.path(["v1"] + parts, query: days + [("knownAt", moment)] + layout)
            let reply = try await ConnectionOptions.ask(
                Call("GET", path, headers: [("Accept", type), ("Caselog-Reason", "inspection pack")]), over: connection)
            try write("\(name).\(ending)", reply.body)
        }
    }

    mutating func write(_ name: String, _ body: [UInt8]) throws {
        try Data(body).write(to: URL(fileURLWithPath: "\(directory)/\(name)"), options: .withoutOverwriting)
        let digest = SHA256.hash(data: body).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
        files.append(["name": .string(name), "bytes": .integer(Int64(body.count)), "sha256": .string(digest)])
    }

    func finish() throws {
        let list: JSONValue = ["knownAt": .string(moment), "files": .array(files)]
        try Data(list.bytes()).write(to: URL(fileURLWithPath: "\(directory)/pack.json"), options: .withoutOverwriting)
    }
}
