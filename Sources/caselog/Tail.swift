import ArgumentParser
import Foundation
import SocketClient
import StrictJSON

/// `caselog tail`: follows the log, and goes on where it was after the daemon was restarted.
struct Tail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Follows the log as events come in; ends with Ctrl-C.",
        discussion: """
              caselog tail
              caselog tail --after 0 --json
            """)

    @OptionGroup var connection: ConnectionOptions

    @Option(help: ArgumentHelp("Begin after this position; at the end of the log unless given.", valueName: "position"))
    var after: Int64?

    @Flag(help: "Print each event as a line of JSON.")
    var json = false

    func run() async throws {
        var position = after
        var isFirst = true
        while true {
            do {
                try await SocketConnection.with(socket: connection.path) { connection in
                    if position == nil {
                        let head = try await ConnectionOptions.ask(Call("GET", "/v1/ledger/head"), over: connection)
                        position = head.json?["position"]?.integerValue ?? 0
                    }
                    isFirst = false
                    let call = Call(
                        "GET", "/v1/events?after=\(position ?? 0)", headers: [("Accept", "text/event-stream")])
                    var lines = EventStreamLines()
                    try await connection.stream(call) { chunk in
                        for data in lines.take(chunk) {
                            guard let event = try? JSONValue(parsing: data) else { continue }
                            position = event["position"]?.integerValue ?? position
                            // The word with which the daemon cuts a reader off is no entry of the log.
                            if event["type"] == nil, let reason = event["reason"]?.stringValue {
                                Terminal.complain("the daemon ended the stream: \(reason)")
                            } else {
                                show(event, data)
                            }
                        }
                    }
                }
            } catch let error as SocketClientError {
                guard error.isTransient, !isFirst else {
                    Terminal.complain(error.description)
                    throw ExitStatus.unreachable.code
                }
            }
            // The daemon ended the stream, most likely because it stops: it is asked again until it is back.
            try await Task.sleep(for: .seconds(1))
        }
    }

    private func show(_ event: JSONValue, _ data: [UInt8]) {
        guard !json else { return Terminal.write(data + [UInt8(ascii: "\n")]) }
        let children = (event["children"]?.arrayValue ?? []).compactMap(\.stringValue).joined(separator: ", ")
        let summary = event["summary"]?.stringValue.map { ": \($0)" } ?? ""
        let line =
            "\(event["position"]?.integerValue ?? 0)  \(event["occurredAt"]?.stringValue ?? "")  "
            + "\(event["type"]?.stringValue ?? "")  \(children)\(summary)\n"
        Terminal.write(line.utf8)
    }
}

/// Takes the `data` of server-sent events out of a stream of bytes.
struct EventStreamLines {
    private var rest: [UInt8] = []

    /// The data of the events that these bytes complete; each of caselog's has one line of it.
    mutating func take(_ chunk: [UInt8]) -> [[UInt8]] {
        rest += chunk
        var data: [[UInt8]] = []
        let prefix = Array("data: ".utf8)
        var start = 0
        while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
            let line = rest[start..<end]
            if line.starts(with: prefix) { data.append(Array(line.dropFirst(prefix.count))) }
            start = end + 1
        }
        rest.removeFirst(start)
        return data
    }
}
