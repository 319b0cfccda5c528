import ArgumentParser
import Foundation
import SocketClient
import StrictJSON

/// `caselog alerts show`.
struct ShowAlert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows one alert: its steps, what was done about it, and who was told.",
        discussion: """
              caselog alerts show 7169ef7d-615b-8b6e-95d0-5687ac73d3c0
            """)

    @OptionGroup var connection: ConnectionOptions
    @Argument(help: "The alert's id.") var alert: String
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        try await connection.connected { connection in
            let reply = try await ConnectionOptions.ask(Call("GET", Alerts.path(alert)), over: connection)
            guard !json else { return Terminal.write(reply.body) }
            for line in AlertText.lines(of: reply.json ?? .null) { print(line) }
        }
    }
}

/// `caselog alerts explain`.
struct ExplainAlert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Says why an alert was raised, with every day counted and skipped.",
        discussion: """
              caselog alerts explain 7169ef7d-615b-8b6e-95d0-5687ac73d3c0
            """)

    @OptionGroup var connection: ConnectionOptions
    @Argument(help: "The alert's id.") var alert: String
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        try await connection.connected { connection in
            let reply = try await ConnectionOptions.ask(
                Call("GET", Alerts.path(alert, "explanation")), over: connection)
            guard !json else { return Terminal.write(reply.body) }
            for line in AlertText.explanation(reply.json ?? .null) { print(line) }
        }
    }
}

/// One alert for people, from the JSON of `/v1/alerts/{id}`.
enum AlertText {
    static func lines(of alert: JSONValue) -> [String] {
        let rule = alert["rule"]
        var lines = [
            "\(text(rule?["id"])) \(text(rule?["title"])): \(text(alert["stage"])), severity \(text(alert["severity"]))",
            "  child \(text(alert["child"], "-")), team \(text(alert["team"], "-")), "
                + "worker \(text(alert["worker"], "unallocated")), due \(text(alert["due"]))",
        ]
        if let sentence = alert["sentence"]?.stringValue { lines.append("  \(sentence)") }
        if let handling = alert["handling"], handling != .null { lines.append("  \(deed(handling))") }
        lines += ["", "Steps"] + (alert["steps"]?.arrayValue ?? []).map { "  \(step($0))" }
        lines += ["", "Told"]
        let told = alert["notices"]?.arrayValue ?? []
        lines += told.map { one in
            let whom = [text(one["recipient"]), one["team"]?.stringValue, one["worker"]?.stringValue]
            return "  \(text(one["at"]))  \(whom.compactMap { $0 }.joined(separator: " ")): "
                + "\(text(one["stage"])) (\(text(one["because"])))"
        }
        if told.isEmpty { lines.append("  nobody yet") }
        return lines
    }

    private static func deed(_ handling: JSONValue) -> String {
        let until = handling["until"]?.stringValue.map { " until \($0)" } ?? ""
        let words = handling["words"]?.stringValue.map { ": \($0)" } ?? ""
        return "\(text(handling["state"])) by \(text(handling["by"]))\(until)\(words)"
    }

    private static func step(_ step: JSONValue) -> String {
        switch step["kind"]?.stringValue {
        case "stage":
            return "\(text(step["raisedAt"]))  \(text(step["stage"])), fell due \(text(step["fellAt"]))"
        case "climbed", "repeated":
            let recipients = (step["recipients"]?.arrayValue ?? []).compactMap(\.stringValue)
            return "\(text(step["raisedAt"]))  \(text(step["kind"])): \(recipients.joined(separator: ", "))"
        default:
            let struckOut = step["struckOut"] == .bool(true) ? " (struck out)" : ""
            let until = step["until"]?.stringValue.map { " until \($0)" } ?? ""
            let words = step["words"]?.stringValue.map { ": \($0)" } ?? ""
            return "\(text(step["at"]))  \(text(step["kind"])) by \(text(step["by"]))\(until)\(words)\(struckOut)"
        }
    }

    static func explanation(_ reply: JSONValue) -> [String] {
        let clock = reply["clock"]
        let said = clock?["explanation"]
        var lines = ["\(text(clock?["rule"]?["id"])) \(text(clock?["rule"]?["title"])): \(text(reply["stage"]))"]
        lines.append("  \(text(said?["sentence"]))")
        if reply["current"] == .bool(false) { lines.append("  The clock has fallen away; this is what it was.") }
        lines += (said?["remarks"]?.arrayValue ?? []).map { "  \(text($0))" }
        let counted = said?["counted"]?.arrayValue ?? []
        let skipped = said?["skipped"]?.arrayValue ?? []
        let days =
            counted.map { (text($0["date"]), "day \(text($0["day"]))") }
            + skipped.map { (text($0["date"]), text($0["reason"])) }
        lines += days.sorted { $0.0 < $1.0 }.map { "  \($0.0)  \($0.1)" }
        return lines
    }

    /// Text or a number as it is shown.
    static func text(_ value: JSONValue?, _ missing: String = "") -> String {
        value?.stringValue ?? value?.integerValue.map { String($0) } ?? missing
    }
}
