import ArgumentParser
import Foundation
import SocketClient
import StrictJSON

/// `caselog alerts ack`.
struct AcknowledgeAlert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ack", abstract: "Takes note of an alert: it climbs no further for some working days.",
        discussion: """
              caselog alerts ack 7169ef7d-615b-8b6e-95d0-5687ac73d3c0 --note "visit on Friday"
            """)

    @OptionGroup var connection: ConnectionOptions
    @Argument(help: "The alert's id.") var alert: String
    @Option(help: "What is being done.") var note: String?
    @Option(help: ArgumentHelp("The event's id, to send it again.", valueName: "uuid")) var id: String?
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let call = Alerts.post(Alerts.path(alert, "acknowledgement"), [("id", id), ("note", note)])
        try await connection.connected { connection in
            let reply = try await ConnectionOptions.ask(call, over: connection)
            guard !json else { return Terminal.write(reply.body) }
            let until = reply.json?["alert"]?["handling"]?["until"]?.stringValue
            print("Acknowledged\(until.map { " until \($0)" } ?? "").")
        }
    }
}

/// `caselog alerts dismiss`.
struct DismissAlert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dismiss", abstract: "Holds an alert to be wrong or of no matter: nothing more of it is told.",
        discussion: """
              caselog alerts dismiss 7169ef7d-615b-8b6e-95d0-5687ac73d3c0 --reason "the family moved away"
            """)

    @OptionGroup var connection: ConnectionOptions
    @Argument(help: "The alert's id.") var alert: String
    @Option(help: "Why.") var reason: String
    @Option(help: ArgumentHelp("The event's id, to send it again.", valueName: "uuid")) var id: String?
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let call = Alerts.post(Alerts.path(alert, "dismissal"), [("id", id), ("reason", reason)])
        try await connection.connected { connection in
            let reply = try await ConnectionOptions.ask(call, over: connection)
            guard !json else { return Terminal.write(reply.body) }
            print("Dismissed.")
        }
    }
}

/// `caselog alerts silence`.
struct SilenceAlerts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "silence",
        abstract: "Keeps alerts back for a time, or lists what is silenced.",
        discussion: """
            One alert, or those of a rule, of a team, or of a rule in a team. They stay in every list. Alerts of severity 1 are
            silenced until the end of the next working day at most. Without --until the silences are listed.

              caselog alerts silence --team west --rule P40 --until 2026-12-04 --reason "agency worker starts"
              caselog alerts silence --all
            """)

    @OptionGroup var connection: ConnectionOptions
    @Option(help: "Only this alert.") var alert: String?
    @Option(help: ArgumentHelp("Only alerts of this rule, as R03.", valueName: "rule")) var rule: String?
    @Option(help: "Only alerts of this team.") var team: String?
    @Option(help: "Until when: a day, with its end, or a date-time.") var until: String?
    @Option(help: "Why.") var reason: String?
    @Option(help: "Names the silence; said again, the last counts.") var name: String?
    @Flag(help: "List also those that are over.") var all = false
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        if until == nil, alert != nil || rule != nil || team != nil || reason != nil || name != nil {
            throw ValidationError("--until says when the silence ends; there is none without an end")
        }
        if until != nil {
            guard reason != nil else { throw ValidationError("--reason says why") }
            guard alert != nil || rule != nil || team != nil else {
                throw ValidationError("name an alert, a rule or a team by --alert, --rule or --team")
            }
        }
    }

    func run() async throws {
        let list = Call("GET", URLText.path(["v1", "silences"], query: [("state", all ? "all" : nil)]))
        let say = Alerts.post(
            "/v1/silences",
            [
                ("silence", name), ("reason", reason), ("until", until), ("alert", alert), ("rule", rule),
                ("team", team),
            ])
        try await connection.connected { connection in
            let reply = try await ConnectionOptions.ask(until == nil ? list : say, over: connection)
            guard !json else { return Terminal.write(reply.body) }
            let said = reply.json?["silence"].map { [$0] } ?? reply.json?["silences"]?.arrayValue ?? []
            for silence in said { print(Self.line(silence)) }
            if said.isEmpty { print("Nothing is silenced.") }
        }
    }

    private static func line(_ silence: JSONValue) -> String {
        let scope = ["alert", "rule", "team"].compactMap { name in
            silence[name]?.stringValue.map { "\(name) \($0)" }
        }
        return "\(AlertText.text(silence["silence"])): \(scope.joined(separator: ", ")) until "
            + "\(AlertText.text(silence["until"])) by \(AlertText.text(silence["by"])) "
            + "(\(AlertText.text(silence["state"]))): \(AlertText.text(silence["reason"]))"
    }
}
