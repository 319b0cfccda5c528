import ArgumentParser
import Foundation
import SocketClient
import StrictJSON

/// `caselog timescales`.
struct ShowTimescales: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timescales", abstract: "Shows a child's statutory clocks, each with its explanation.",
        discussion: """
              caselog timescales F00042
              caselog timescales F00042 --explain
              caselog timescales F00042 --known-at 2011-03-31T12:00:00Z --json
            """)

    @OptionGroup var connection: ConnectionOptions

    @Argument(help: "The child's identifier.")
    var child: String

    @Option(help: ArgumentHelp("As the log stood at this moment (RFC 3339).", valueName: "instant"))
    var knownAt: String?

    @Flag(help: "List every day counted and skipped.")
    var explain = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let path = URLText.path(["v1", "cases", child, "timescales"], query: [("knownAt", knownAt)])
        try await connection.connected { connection in
            let reply = try await ConnectionOptions.ask(Call("GET", path), over: connection)
            guard !json else { return Terminal.write(reply.body) }
            let clocks = reply.json?["clocks"]?.arrayValue ?? []
            if let mergedInto = reply.json?["mergedInto"]?.stringValue {
                print("The record of \(child) was merged into \(mergedInto); its clocks run there.")
            } else if clocks.isEmpty {
                print("No statutory clock has started for \(child).")
            }
            for clock in clocks { show(clock) }
        }
    }

    private func show(_ clock: JSONValue) {
        let stage = clock["stage"]?.stringValue.map { ", \($0)" } ?? ""
        print(
            "\(clock["rule"]?["id"]?.stringValue ?? "")  due \(clock["due"]?.stringValue ?? "")  "
                + "\(clock["state"]?.stringValue ?? "")\(stage)  \(clock["rule"]?["title"]?.stringValue ?? "")")
        print("     \(clock["explanation"]?["sentence"]?.stringValue ?? "")")
        for remark in clock["explanation"]?["remarks"]?.arrayValue ?? [] { print("     \(remark.stringValue ?? "")") }
        guard explain else { return }
        for day in clock["explanation"]?["counted"]?.arrayValue ?? [] {
            print("       day \(day["day"]?.integerValue ?? 0): \(day["date"]?.stringValue ?? "")")
        }
        for day in clock["explanation"]?["skipped"]?.arrayValue ?? [] {
            print("       skipped: \(day["date"]?.stringValue ?? "") \(day["reason"]?.stringValue ?? "")")
        }
    }
}

/// Builds the path of a request.
enum URLText {
    static func path(_ parts: [String], query: [(String, String?)] = []) -> String {
        let pairs = query.compactMap { name, value in value.map { "\(name)=\(encoded($0))" } }
        return "/" + parts.map(encoded).joined(separator: "/")
            + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
    }

    private static func encoded(_ text: String) -> String {
        let unreserved = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }
}
