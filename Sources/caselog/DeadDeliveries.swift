import ArgumentParser
import Foundation
import SocketClient
import StrictJSON

/// `caselog alerts dead`.
struct DeadDeliveries: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead", abstract: "Lists deliveries that hooks or webhooks did not take, and that were given up.",
        discussion: """
              caselog alerts dead
            """)

    @OptionGroup var connection: ConnectionOptions
    @Option(help: "At most so many.") var limit = 100
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard (1...500).contains(limit) else { throw ValidationError("--limit must be 1 to 500") }
    }

    func run() async throws {
        let path = URLText.path(["v1", "deliveries"], query: [("state", "dead"), ("limit", String(limit))])
        try await connection.connected { connection in
            let reply = try await ConnectionOptions.ask(Call("GET", path), over: connection)
            guard !json else { return Terminal.write(reply.body) }
            let dead = reply.json?["deliveries"]?.arrayValue ?? []
            for one in dead {
                print(
                    "\(AlertText.text(one["id"]))  \(AlertText.text(one["receiver"])), notice "
                        + "\(AlertText.text(one["number"])) (\(AlertText.text(one["kind"]))), "
                        + "\(AlertText.text(one["attempts"])) tries: \(AlertText.text(one["lastError"]))")
            }
            if dead.isEmpty { print("No delivery was given up.") }
        }
    }
}

/// `caselog alerts replay`.
struct ReplayDeliveries: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Has dead deliveries tried again, with the ids that they had.",
        discussion: """
              caselog alerts replay --all
            """)

    @OptionGroup var connection: ConnectionOptions
    @Argument(help: "The deliveries' ids.") var deliveries: [String] = []
    @Flag(help: "All that are dead.") var all = false
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard all != !deliveries.isEmpty else { throw ValidationError("give the ids of deliveries, or --all") }
    }

    func run() async throws {
        try await connection.connected { connection in
            for id in deliveries { try await replay(id, over: connection) }
            // Those that are dead now, each once: one that is refused again at once is not tried for ever.
            var dead: [String] = []
            var after: Int64? = all ? 0 : nil
            while let number = after {
                let reply = try await ConnectionOptions.ask(
                    Call("GET", "/v1/deliveries?state=dead&limit=500&after=\(number)"), over: connection)
                dead += (reply.json?["deliveries"]?.arrayValue ?? []).compactMap { $0["id"]?.stringValue }
                after = reply.json?["next"]?.integerValue.map { Int64($0) }
            }
            for id in dead { try await replay(id, over: connection) }
            let replayed = deliveries + dead
            if json {
                let said: JSONValue = ["replayed": .array(replayed.map { .string($0) })]
                return Terminal.write(said.bytes() + [UInt8(ascii: "\n")])
            }
            let count = replayed.count
            print(count == 1 ? "1 delivery waits again." : "\(count) deliveries wait again.")
        }
    }

    private func replay(_ id: String, over connection: SocketConnection) async throws {
        let path = URLText.path(["v1", "deliveries", id, "replay"], query: [])
        _ = try await ConnectionOptions.ask(Call("POST", path), over: connection)
    }
}
