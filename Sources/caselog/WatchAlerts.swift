import ArgumentParser
import Foundation
import SocketClient
import StrictJSON

/// `caselog alerts watch`.
struct WatchAlerts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Shows alerts as they are raised, climb and end, until it is interrupted.",
        discussion: """
              caselog alerts watch --team west --every 30
            """)

    @OptionGroup var connection: ConnectionOptions
    @Option(help: "Only this team's.") var team: String?
    @Option(help: ArgumentHelp("Only those that grave: 1, 2 or 3.", valueName: "n")) var severity: Int?
    @Option(help: ArgumentHelp("How often to look, in seconds.", valueName: "seconds")) var every = 5
    @Option(help: ArgumentHelp("End after looking so often.", valueName: "n")) var rounds: Int?

    func validate() throws {
        guard every >= 1 else { throw ValidationError("--every must be at least 1") }
    }

    func run() async throws {
        try await connection.connected { connection in
            var known: [String: JSONValue]?
            var round = 0
            while rounds.map({ round < $0 }) ?? true {
                if round > 0 { try await Task.sleep(for: .seconds(every)) }
                round += 1
                let now = try await open(over: connection)
                if let known {
                    for line in Self.changes(from: known, to: now) { print(line) }
                } else {
                    print("\(now.count) alerts are open.")
                }
                fflush(nil)
                known = now
            }
        }
    }

    /// All open alerts, by id.
    private func open(over connection: SocketConnection) async throws -> [String: JSONValue] {
        var (alerts, cursor): ([String: JSONValue], String?) = ([:], nil)
        repeat {
            let path = URLText.path(
                ["v1", "alerts"],
                query: [
                    ("team", team), ("severity", severity.map { String($0) }), ("limit", "500"), ("cursor", cursor),
                ])
            let reply = try await ConnectionOptions.ask(Call("GET", path), over: connection)
            for alert in reply.json?["alerts"]?.arrayValue ?? [] {
                alerts[alert["id"]?.stringValue ?? ""] = alert
            }
            cursor = reply.json?["cursor"]?.stringValue
        } while cursor != nil
        return alerts
    }

    /// A line for each alert that is new, stands elsewhere, was taken note of, or is open no more; in order of due days.
    static func changes(from before: [String: JSONValue], to now: [String: JSONValue]) -> [String] {
        func line(_ what: String, _ alert: JSONValue) -> (String, String) {
            let rule = AlertText.text(alert["rule"]?["id"])
            let due = AlertText.text(alert["due"])
            return (
                due,
                "\(what)  \(rule) \(AlertText.text(alert["child"], "-")), team \(AlertText.text(alert["team"], "-")), due \(due)"
            )
        }
        var lines: [(String, String)] = []
        for (id, alert) in now where before[id]?["stage"] != alert["stage"] {
            lines.append(line(AlertText.text(alert["stage"]), alert))
        }
        for (id, alert) in now {
            guard let earlier = before[id], earlier["handling"]?["event"] != alert["handling"]?["event"],
                let state = alert["handling"]?["state"]?.stringValue
            else { continue }
            lines.append(line(state, alert))
        }
        for (id, alert) in before where now[id] == nil { lines.append(line("over", alert)) }
        return lines.sorted { $0 < $1 }.map { $0.1 }
    }
}
