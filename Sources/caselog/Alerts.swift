import ArgumentParser
import Foundation
import SocketClient
import StrictJSON

/// `caselog alerts`.
struct Alerts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts", abstract: "Lists alerts, shows why they are raised, and says what is done about them.",
        discussion: """
            Examples:
              caselog alerts --team west --severity 1
              caselog alerts show ID
              caselog alerts ack ID --note "visit on Friday"
              caselog alerts silence --rule P40 --team west --until 2026-12-04 --reason "agency worker starts"
            """,
        subcommands: [
            ListAlerts.self, ShowAlert.self, ExplainAlert.self, AcknowledgeAlert.self, DismissAlert.self,
            SilenceAlerts.self, AlertRules.self, DeadDeliveries.self, ReplayDeliveries.self, WatchAlerts.self,
            TestAlerts.self,
        ], defaultSubcommand: ListAlerts.self)

    /// The path of an alert, or of something about it.
    static func path(_ id: String, _ rest: String...) -> String {
        URLText.path(["v1", "alerts", id] + rest, query: [])
    }

    /// A call that sends fields as JSON; those that are `nil` are left out.
    static func post(_ path: String, _ fields: [(String, String?)]) -> Call {
        var object = JSONObject()
        for (name, value) in fields { object[name] = value.map { .string($0) } }
        return Call(
            "POST", path, headers: [("Content-Type", "application/json")], body: JSONValue.object(object).bytes())
    }
}
