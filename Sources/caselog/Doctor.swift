import ArgumentParser
import SocketClient
import StrictJSON
import TextTable

/// `caselog doctor`: whether the daemon does its work, and what to do where it does not.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says whether the daemon answers, keeps views and alerts up with the log, and reaches people.",
        discussion: """
            Each line is a question with its answer; below what is wrong stands what to do.
            Exit status 1: something is wrong. 69: the daemon does not answer.

              caselog doctor
            """)

    @OptionGroup var connection: ConnectionOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        try await connection.connected { connection in
            let ready = try await connection.send(Call("GET", "/v1/ready"))
            var findings = [Finding.readiness(ready)]
            if ready.status == 200 {
                let models = try await ConnectionOptions.ask(Call("GET", "/v1/read-models"), over: connection)
                let head = try await ConnectionOptions.ask(Call("GET", "/v1/ledger/head"), over: connection)
                findings.append(.log(head.json))
                findings += Finding.readModels(models.json)
                findings.append(.alerts(head.json))
                findings += Finding.rules(models.json)
                let receivers = try await connection.send(Call("GET", "/v1/receivers"))
                findings += Finding.notices(receivers)
            }
            if json {
                Terminal.write(JSONValue.array(findings.map(\.json)).bytes(.pretty) + [UInt8(ascii: "\n")])
            } else {
                Terminal.write(findings.map(\.text).joined().utf8)
            }
            if findings.contains(where: { !$0.isWell }) { throw ExitStatus.refused.code }
        }
    }
}

/// `caselog rebuild`: has read models made anew.
struct Rebuild: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes read models anew from the log, beside those that are read, and puts them into their place.",
        discussion: """
            Readers and alerts go on all the while. Old and new rows are compared; a difference is said in the daemon's
            log. Without a name all are made anew.

              caselog rebuild
              caselog rebuild cases --no-wait
            """)

    @OptionGroup var connection: ConnectionOptions

    @Argument(help: ArgumentHelp("clocks, cases or facts.", valueName: "model"))
    var models: [String] = []

    @Flag(help: "Do not wait until it is done.")
    var noWait = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        try await connection.connected { connection in
            var names = models
            if names.isEmpty {
                let reply = try await ConnectionOptions.ask(Call("GET", "/v1/read-models"), over: connection)
                names = (reply.json?["readModels"]?.arrayValue ?? []).compactMap { $0["name"]?.stringValue }
            }
            let before = try await Self.generations(over: connection)
            for name in names {
                let path = URLText.path(["v1", "read-models", name, "rebuild"], query: [])
                _ = try await ConnectionOptions.ask(Call("POST", path), over: connection)
            }
            let done = noWait ? "rebuilding" : "rebuilt"
            let answer = JSONValue.object([done: .array(names.map { .string($0) })]).bytes() + [UInt8(ascii: "\n")]
            guard !noWait else {
                if json { Terminal.write(answer) }
                return
            }
            while true {
                let reply = try await ConnectionOptions.ask(Call("GET", "/v1/read-models"), over: connection)
                let now = reply.json?["readModels"]?.arrayValue ?? []
                let open = now.filter { model in
                    let name = model["name"]?.stringValue ?? ""
                    return names.contains(name) && model["stopped"] == nil
                        && model["generation"]?.integerValue == before[name]
                }
                guard !open.isEmpty else { break }
                Terminal.progress("rebuilding: \(open.compactMap { $0["name"]?.stringValue }.joined(separator: ", "))")
                try await Task.sleep(for: .milliseconds(200))
            }
            Terminal.progress("rebuilt: \(names.joined(separator: ", "))", isLast: true)
            if json { Terminal.write(answer) }
        }
    }

    private static func generations(over connection: SocketConnection) async throws -> [String: Int64] {
        let reply = try await ConnectionOptions.ask(Call("GET", "/v1/read-models"), over: connection)
        var generations: [String: Int64] = [:]
        for model in reply.json?["readModels"]?.arrayValue ?? [] {
            if let name = model["name"]?.stringValue { generations[name] = model["generation"]?.integerValue }
        }
        return generations
    }
}
