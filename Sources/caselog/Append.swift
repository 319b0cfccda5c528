import ArgumentParser
import Foundation
import SocketClient
import StrictJSON

/// `caselog append`: sends events as they are.
struct Append: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Appends events: one JSON object, an array, or one a line; all of them or none.",
        discussion: """
            Reads standard input unless a file is named. Prints a receipt for each event.

              echo '{"id": "0192d3c4-5e6f-7a8b-9c0d-1e2f3a4b5c6d", "type": "referral.received", "children": ["F00042"],
                     "occurredAt": "2026-11-20T10:15:00Z", "data": {"referral": "R-1", "sourceCode": "6"}}' |
                caselog append
            """)

    @OptionGroup var connection: ConnectionOptions

    @Flag(help: "Print the receipts as JSON.")
    var json = false

    @Argument(help: "The file of events; standard input unless given.")
    var file: String?

    func run() async throws {
        let input: Data
        if let file {
            guard let data = FileManager.default.contents(atPath: file) else {
                throw ValidationError("\(file) cannot be read")
            }
            input = data
        } else {
            input = FileHandle.standardInput.readDataToEndOfFile()
        }
        // One value is JSON; several, one a line, are NDJSON.
        let isOneValue = (try? JSONValue(parsing: input)) != nil
        let type = isOneValue ? "application/json" : "application/x-ndjson"
        try await connection.connected { connection in
            let call = Call("POST", "/v1/events", headers: [("Content-Type", type)], body: Array(input))
            let reply = try await ConnectionOptions.ask(call, over: connection)
            if json {
                Terminal.write(reply.body)
                return
            }
            for receipt in reply.json?["receipts"]?.arrayValue ?? [] {
                let versions = (receipt["versions"]?.objectValue?.members ?? []).map {
                    "\($0.name) version \($0.value.integerValue ?? 0)"
                }
                let isNew = receipt["new"]?.boolValue ?? false
                print(
                    "\(isNew ? "appended" : "was there already"): \(receipt["id"]?.stringValue ?? "") "
                        + "at position \(receipt["position"]?.integerValue ?? 0) (\(versions.joined(separator: ", ")))")
            }
        }
    }
}
