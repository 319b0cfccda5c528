import ArgumentParser
import Foundation
import SocketClient
import StrictJSON

/// `caselog rules adopt`: an authority's own rules take effect.
struct AdoptRules: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt",
        abstract: "Adopts a rule file: from now on clocks run by it, in place of the one adopted before.",
        discussion: """
            The adoption is an event in the log, with the whole file. All clocks are made again; try it before with
            what-if. Ends with status 1 where the daemon finds mistakes.

              caselog rules adopt local.yaml --reason "leadership team, 3 March"
            """)

    @OptionGroup var connection: ConnectionOptions

    @Option(help: "Why, and by whose decision.")
    var reason: String?

    @Flag(help: "Print the receipt as JSON.")
    var json = false

    @Argument(help: "The rule file; - is standard input.")
    var file: String

    func run() async throws {
        var data: JSONObject = [
            "name": .string((file as NSString).lastPathComponent), "text": .string(try RuleFile.text(of: file)),
        ]
        data["reason"] = reason.map { .string($0) }
        let reply = try await Adoption.post("rulebook.adopted", data, connection)
        if json { Terminal.write(reply.body) } else { print("adopted \(file) at position \(reply.position)") }
    }
}

/// Appends an event of the authority that takes effect now.
enum Adoption {
    /// - Returns: Its position, and the whole answer.
    static func post(
        _ type: String, _ data: JSONObject, _ connection: ConnectionOptions
    ) async throws -> (position: Int64, body: [UInt8]) {
        let event: JSONValue = [
            "id": .string(UUID().uuidString.lowercased()), "type": .string(type),
            "occurredAt": .string(Date().formatted(.iso8601)), "data": .object(data),
        ]
        var answer: (position: Int64, body: [UInt8]) = (0, [])
        try await connection.connected { connection in
            let call = Call(
                "POST", "/v1/events", headers: [("Content-Type", "application/json")], body: event.bytes())
            let reply = try await ConnectionOptions.ask(call, over: connection)
            let receipt = reply.json?["receipts"]?.arrayValue?.first
            answer = (receipt?["position"]?.integerValue ?? 0, reply.body)
        }
        return answer
    }
}
