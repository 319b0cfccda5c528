import ArgumentParser
import Foundation
import SocketClient
import StrictJSON
import TextTable

/// `caselog access`: who the caller is, who read what, and opening a record in an emergency.
struct Access: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access",
        abstract: "Says who you are to the daemon and who read what; opens a record in an emergency.",
        discussion: """
            Examples:
              caselog access me
              caselog access log --child F00042
              caselog access verify
              caselog access emergency F00042 --reason "The police hold her and ask who the carers are"
            """,
        subcommands: [ShowCaller.self, ShowAccessLog.self, VerifyAccessLog.self, OpenInEmergency.self])
}

/// `caselog access me`.
struct ShowCaller: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "me", abstract: "Says whom the daemon takes you for, and what that lets you do.",
        discussion: """
              caselog access me
            """)

    @OptionGroup var connection: ConnectionOptions
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        try await connection.connected { connection in
            let reply = try await ConnectionOptions.ask(Call("GET", "/v1/me"), over: connection)
            guard !json else { return Terminal.write(reply.body) }
            func words(_ value: JSONValue?, otherwise: String) -> String {
                let words = value?.arrayValue?.compactMap(\.stringValue) ?? [value?.stringValue ?? ""]
                return words.isEmpty ? otherwise : words.joined(separator: ", ")
            }
            print("account  \(words(reply.json?["account"], otherwise: ""))")
            print("worker   \(words(reply.json?["worker"], otherwise: ""))")
            print("roles    \(words(reply.json?["roles"], otherwise: "none: the access file does not name you"))")
            print("teams    \(words(reply.json?["teams"], otherwise: "none"))")
        }
    }
}

/// `caselog access log`.
struct ShowAccessLog: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "Lists who was told of which child's record, oldest first.",
        discussion: """
              caselog access log --child F00042 --from 2026-11-01T00:00:00Z
            """)

    @OptionGroup var connection: ConnectionOptions
    @Option(help: "Only what tells of this child's record.") var child: String?
    @Option(help: "Only what this worker read.") var worker: String?
    @Option(help: ArgumentHelp("Only from this moment on.", valueName: "date-time")) var from: String?
    @Option(help: ArgumentHelp("Only before this moment.", valueName: "date-time")) var to: String?
    @Flag(help: "Print JSON, one entry a line.") var json = false

    func run() async throws {
        try await connection.connected { connection in
            var table = TextTable(columns: Terminal.columns)
            table.head = ["AT", "WORKER", "CHILD", "STATUS", "ROUTE", "ACCOUNT", "REASON"]
            table.wrapped = 4
            var after: Int64? = 0
            while let number = after {
                let query: [(String, String?)] = [
                    ("child", child), ("worker", worker), ("from", from), ("to", to), ("limit", "1000"),
                    ("after", String(number)),
                ]
                let path = URLText.path(["v1", "access-log"], query: query)
                let reply = try await ConnectionOptions.ask(Call("GET", path), over: connection)
                for entry in reply.json?["entries"]?.arrayValue ?? [] {
                    if json {
                        Terminal.write(entry.bytes() + [UInt8(ascii: "\n")])
                        continue
                    }
                    let children = (entry["children"]?.arrayValue ?? []).compactMap(\.stringValue)
                    table.rows.append([
                        AlertText.text(entry["at"]), AlertText.text(entry["worker"]),
                        children.joined(separator: ", "), AlertText.text(entry["status"]),
                        AlertText.text(entry["route"]), AlertText.text(entry["account"]),
                        entry["reason"]?.stringValue ?? "",
                    ])
                }
                after = reply.json?["next"]?.integerValue.map { Int64($0) }
            }
            if !json { Terminal.write(table.text.utf8) }
        }
    }
}

/// `caselog access verify`.
struct VerifyAccessLog: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Reads the whole access log again and says whether it is what was written.",
        discussion: """
              caselog access verify
            """)

    @OptionGroup var connection: ConnectionOptions
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        try await connection.connected { connection in
            let reply = try await ConnectionOptions.ask(Call("POST", "/v1/access-log/verify"), over: connection)
            if json { Terminal.write(reply.body) }
            guard reply.json?["sound"] == true else {
                Terminal.complain("not sound: \(AlertText.text(reply.json?["reason"]))")
                throw ExitStatus.refused.code
            }
            guard !json else { return }
            print("sound: \(AlertText.text(reply.json?["entries"])) entries")
        }
    }
}

/// `caselog access emergency`.
struct OpenInEmergency: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emergency",
        abstract: "Opens a record that you may not see, until the end of tomorrow.",
        discussion: """
            Those who have the case are told at once, and a manager says whether it was right.

              caselog access emergency F00042 --reason "The police hold her and ask who the carers are"
            """)

    @OptionGroup var connection: ConnectionOptions
    @Argument(help: "The child.") var child: String
    @Option(help: "Why it cannot wait.") var reason: String
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let body = JSONValue.object(["reason": .string(reason)]).bytes()
        let path = URLText.path(["v1", "cases", child, "emergency-access"], query: [])
        try await connection.connected { connection in
            let reply = try await ConnectionOptions.ask(
                Call("POST", path, headers: [("Content-Type", "application/json")], body: body), over: connection)
            guard !json else { return Terminal.write(reply.body) }
            print("The record of \(child) is open to you until the end of \(AlertText.text(reply.json?["until"])).")
        }
    }
}
