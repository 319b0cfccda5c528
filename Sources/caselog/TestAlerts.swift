import ArgumentParser
import Foundation
import SocketClient
import StrictJSON

/// `caselog alerts test`.
struct TestAlerts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Sends a test notice to every receiver, or to one, and says what came of it.",
        discussion: """
            It goes the way that alerts go: the daemon writes it, caselog-notifier hands it over. It says that it is a test.
            Exit status: 0 every receiver took it; 1 one did not, or nobody took it up.

              caselog alerts test
              caselog alerts test webhook/chat --wait 10
            """)

    @OptionGroup var connection: ConnectionOptions
    @Argument(help: "A hook's file name, or webhook/ and a webhook's name; every receiver unless given.")
    var receiver: String?
    @Option(help: ArgumentHelp("How long to wait for what comes of it.", valueName: "seconds")) var wait = 60
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard (1...3600).contains(wait) else { throw ValidationError("--wait must be 1 to 3600") }
    }

    func run() async throws {
        try await connection.connected { connection in
            let sent = try await ConnectionOptions.ask(
                Alerts.post("/v1/alerts/test", [("receiver", receiver)]), over: connection)
            guard let id = sent.json?["id"]?.stringValue else {
                Terminal.complain("the daemon did not say which notice it wrote")
                throw ExitStatus.refused.code
            }
            let reply = try await outcome(of: id, over: connection)
            let deliveries = reply.json?["deliveries"]?.arrayValue ?? []
            if json { Terminal.write(reply.body) } else { deliveries.forEach { print(line($0)) } }
            guard reply.json?["takenUp"] == true else {
                Terminal.complain("nobody took the notice up within \(wait) s: does caselog-notifier run?")
                throw ExitStatus.refused.code
            }
            if deliveries.isEmpty { Terminal.complain("there is no receiver any more that it would be for") }
            guard !deliveries.isEmpty, deliveries.allSatisfy({ $0["state"] == "delivered" }) else {
                throw ExitStatus.refused.code
            }
        }
    }

    /// Asks until every receiver has taken it or failed, or the time is over.
    private func outcome(of id: String, over connection: SocketConnection) async throws -> Reply {
        let limit = ContinuousClock.now + .seconds(wait)
        while true {
            let reply = try await ConnectionOptions.ask(
                Call("GET", URLText.path(["v1", "alerts", "test", id], query: [])), over: connection)
            let deliveries = reply.json?["deliveries"]?.arrayValue ?? []
            let isOver = reply.json?["takenUp"] == true && deliveries.allSatisfy { !Self.isUndecided($0) }
            if isOver || ContinuousClock.now >= limit { return reply }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Whether it may still be handed over at its first try.
    private static func isUndecided(_ delivery: JSONValue) -> Bool {
        delivery["state"] == "waiting" && delivery["blocked"] != true && delivery["reason"]?.stringValue == nil
    }

    private func line(_ delivery: JSONValue) -> String {
        let name = AlertText.text(delivery["receiver"])
        if delivery["state"] == "delivered" { return "\(name)  delivered" }
        if Self.isUndecided(delivery) { return "\(name)  failed: not taken within \(wait) s; it goes on being tried" }
        return "\(name)  failed: \(AlertText.text(delivery["reason"]))"
    }
}
