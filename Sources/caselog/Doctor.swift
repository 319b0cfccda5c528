import ArgumentParser
import SocketClient
import StrictJSON
import TextTable

/// `caselog doctor`: whether the daemon does its work, and what to do where it does not.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says whether the daemon answers, is ready, and keeps its views and alerts up with the log.",
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

/// One answer of the doctor.
private struct Finding {
    let subject: String
    let isWell: Bool
    let says: String
    var advice: String?

    var json: JSONValue {
        var object: JSONObject = ["subject": .string(subject), "well": .bool(isWell), "says": .string(says)]
        object["advice"] = advice.map { .string($0) }
        return .object(object)
    }

    var text: String {
        "\(isWell ? "ok   " : "WRONG") \(subject): \(says)\n" + (advice.map { "      \($0)\n" } ?? "")
    }

    static func readiness(_ reply: Reply) -> Finding {
        guard reply.status == 200 else {
            return Finding(
                subject: "daemon", isWell: false,
                says: "not ready: \(reply.json?["detail"]?.stringValue ?? "status \(reply.status)")",
                advice: "Look at its log: journalctl -u caselogd")
        }
        let authority = reply.json?["authority"]?.stringValue ?? "?"
        return Finding(subject: "daemon", isWell: true, says: "ready, for authority \(authority)")
    }

    static func log(_ head: JSONValue?) -> Finding {
        Finding(subject: "log", isWell: true, says: "ends at position \(head?["position"]?.integerValue ?? 0)")
    }

    static func alerts(_ head: JSONValue?) -> Finding {
        let (position, reflected) = (
            head?["position"]?.integerValue ?? 0, head?["clocksAndAlertsReflect"]?.integerValue ?? 0
        )
        let behind = max(0, position - reflected)
        return Finding(
            subject: "alerts", isWell: behind < 10_000,
            says: behind == 0 ? "reflect the whole log" : "are \(behind) entries behind the log",
            advice: behind < 10_000 ? nil : "They catch up on their own; if the number does not fall, look at the log.")
    }

    static func readModels(_ reply: JSONValue?) -> [Finding] {
        let position = reply?["position"]?.integerValue ?? 0
        return (reply?["readModels"]?.arrayValue ?? []).map { model in
            let name = model["name"]?.stringValue ?? "?"
            if let because = model["stopped"]?["because"]?.stringValue {
                let place = model["position"]?.integerValue.map { "at position \($0)" } ?? "before its first position"
                return Finding(
                    subject: "read model \(name)", isWell: false, says: "has stopped \(place): \(because)",
                    advice: "The others go on. After an update, or to try again: caselog rebuild \(name)")
            }
            guard let reflected = model["position"]?.integerValue else {
                return Finding(subject: "read model \(name)", isWell: true, says: "is being built for the first time")
            }
            let behind = max(0, position - reflected)
            let rebuilding = model["rebuilding"] == true ? ", and is being built anew beside" : ""
            return Finding(
                subject: "read model \(name)", isWell: true,
                says: (behind == 0 ? "reflects the whole log" : "is \(behind) entries behind the log") + rebuilding)
        }
    }

    static func rules(_ reply: JSONValue?) -> [Finding] {
        guard let why = reply?["unreadableRules"]?.stringValue else { return [] }
        return [
            Finding(
                subject: "rules", isWell: false, says: "the rules adopted last cannot be read: \(why)",
                advice: "Clocks run by the national rules alone. Adopt a mended file: caselog rules adopt FILE")
        ]
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
