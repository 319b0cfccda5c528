import ArgumentParser
import Foundation
import SocketClient
import StrictJSON

/// `caselog verify`: has the daemon read every stored value again.
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reads every stored value of the log again and checks it; names the first bad position.",
        discussion: """
            Each entry is compared with its hash, the hashes with the Merkle tree, the tree with every signed checkpoint
            in the database and with the newest outside it, and each child's record with the entries.
            Exit status 1: something is wrong with the log.

              caselog verify
              caselog verify --json
            """)

    @OptionGroup var connection: ConnectionOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        try await connection.connected { connection in
            var rest: [UInt8] = []
            var result: JSONValue?
            let reply = try await connection.stream(Call("POST", "/v1/ledger/verify")) { chunk in
                rest += chunk
                let lines = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                for line in lines.dropLast() {
                    guard let value = try? JSONValue(parsing: line) else { continue }
                    if value["sound"] != nil { result = value }
                    guard let read = value["read"]?.integerValue, let all = value["of"]?.integerValue else { continue }
                    Terminal.progress("verifying: \(read) of \(all) entries")
                }
                rest = Array(lines.last ?? [])
            }
            guard let result, reply.status == 200 else {
                Terminal.complain("the daemon could not finish the verification; its log says why")
                throw ExitStatus.refused.code
            }
            if json { Terminal.write(result.bytes(.pretty) + [UInt8(ascii: "\n")]) } else { say(result) }
            if result["sound"] != true { throw ExitStatus.refused.code }
        }
    }

    private func say(_ result: JSONValue) {
        let (entries, checkpoints) = (result["entries"]?.integerValue ?? 0, result["checkpoints"]?.integerValue ?? 0)
        let root = result["root"]?.stringValue ?? ""
        guard result["sound"] != true else {
            Terminal.progress(
                "sound: \(entries) entries and \(checkpoints) checkpoints agree; root \(root)", isLast: true)
            return
        }
        Terminal.progress(
            "NOT SOUND: \(result["problems"]?.integerValue ?? 0) problems in \(entries) entries", isLast: true)
        for finding in result["findings"]?.arrayValue ?? [] {
            let place = finding["position"]?.integerValue.map { "position \($0): " } ?? ""
            Terminal.say("  \(place)\(finding["reason"]?.stringValue ?? "")")
        }
    }
}

/// `caselog export`: writes an evidence bundle.
struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes entries with the proof that they are in the sealed log, to standard output.",
        discussion: """
            Whoever has the log's public key (keys/checkpoint-<authority>.key.pub in the daemon's state) can check a
            bundle without caselog, with Deploy/verify-bundle.
              caselog export --child F00042 > bundle.ndjson
              Deploy/verify-bundle --key checkpoint-926.key.pub bundle.ndjson
            """)

    @OptionGroup var connection: ConnectionOptions

    @Option(help: ArgumentHelp("The whole record of this child.", valueName: "child"))
    var child: String?

    @Option(help: ArgumentHelp("Entries from this position.", valueName: "position"))
    var from: Int64?

    @Option(help: ArgumentHelp("Entries up to this position.", valueName: "position"))
    var to: Int64?

    func validate() throws {
        guard (child != nil) != (from != nil && to != nil), (from == nil) == (to == nil) else {
            throw ValidationError("say either --child, or --from and --to")
        }
    }

    func run() async throws {
        let path = URLText.path(
            ["v1", "ledger", "bundle"], query: [("child", child), ("from", from?.description), ("to", to?.description)])
        try await connection.connected { connection in
            var first: [UInt8] = []
            var isBundle: Bool?
            var written = 0
            // On a terminal the bundle itself shows how far it is.
            let showsProgress = Terminal.showsProgress && isatty(STDOUT_FILENO) == 0
            let reply = try await connection.stream(Call("GET", path)) { chunk in
                // A refusal is said and not written among the entries.
                if isBundle == nil { isBundle = chunk.starts(with: Array(#"{"bundle":"#.utf8)) }
                if isBundle == true { Terminal.write(chunk) } else { first += chunk }
                written += chunk.count
                if showsProgress { Terminal.progress("exporting: \(written / 1024) KiB") }
            }
            if showsProgress, isBundle == true { Terminal.progress("exported: \(written / 1024) KiB", isLast: true) }
            guard reply.status == 200 else {
                Terminal.complain(problem: Reply(status: reply.status, headers: reply.headers, body: first))
                throw ExitStatus.refused.code
            }
        }
    }
}
