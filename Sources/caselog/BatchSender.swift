import CaseRecord
import Foundation
import SocketClient
import StrictJSON

/// Sends events in batches. A batch is taken whole or not at all, so where the daemon refuses some of it those are
/// taken out, reported, and the rest is sent again.
struct BatchSender {
    /// What became of a batch.
    struct Outcome {
        var added = 0
        var repeated = 0
        var refusals: [String] = []
    }

    /// Events in one batch: as many as the daemon writes by COPY.
    static let size = 4000
    /// Bytes after which a batch is full: well below the largest body that the daemon takes.
    static let mostBytes = 8 << 20
    /// How long a daemon that went away is waited for.
    static let patience: Duration = .seconds(120)

    let socket: String
    private var waiting: [(event: [UInt8], label: String)] = []
    private var bytes = 0

    init(socket: String) { self.socket = socket }

    var isFull: Bool { waiting.count >= Self.size || bytes >= Self.mostBytes }

    mutating func add(_ event: JSONValue, label: String) {
        waiting.append((event.bytes(), label))
        bytes += waiting[waiting.count - 1].event.count
    }

    /// The authority whose log the daemon keeps.
    func authority() async throws -> AuthorityCode {
        let reply = try await ask(Call("GET", "/v1/health"))
        guard let code = reply.json?["authority"]?.stringValue.flatMap({ AuthorityCode($0) }) else {
            throw ImportRefusal(reply: reply)
        }
        return code
    }

    /// Sends what waits, until each event was taken or refused.
    mutating func flush() async throws -> Outcome {
        var outcome = Outcome()
        defer { bytes = 0 }
        while !waiting.isEmpty {
            let body = Array(waiting.map(\.event).joined(separator: [UInt8(ascii: "\n")]))
            let reply = try await ask(
                Call("POST", "/v1/events", headers: [("Content-Type", "application/x-ndjson")], body: body))
            switch reply.status {
            case 200, 201:
                for receipt in reply.json?["receipts"]?.arrayValue ?? [] {
                    if receipt["new"] == true { outcome.added += 1 } else { outcome.repeated += 1 }
                }
                waiting = []
            case 409, 422:
                let refused = Self.refused(in: reply)
                guard !refused.isEmpty else { throw ImportRefusal(reply: reply) }
                for (index, reasons) in refused.sorted(by: { $0.key < $1.key }) where waiting.indices.contains(index) {
                    outcome.refusals += reasons.map { "\(waiting[index].label): \($0)" }
                }
                waiting = waiting.enumerated().filter { refused[$0.offset] == nil }.map(\.element)
            default:
                throw ImportRefusal(reply: reply)
            }
        }
        return outcome
    }

    /// Which events of the batch a problem document names, with the reasons.
    private static func refused(in reply: Reply) -> [Int: [String]] {
        guard let problem = reply.json else { return [:] }
        if let index = problem["index"]?.integerValue {
            return [Int(index): [problem["title"]?.stringValue ?? "conflict"]]
        }
        var refused: [Int: [String]] = [:]
        for error in problem["errors"]?.arrayValue ?? [] {
            let parts = (error["pointer"]?.stringValue ?? "").split(separator: "/", maxSplits: 1)
            guard let index = parts.first.flatMap({ Int($0) }) else { continue }
            let field = parts.count > 1 ? "\(parts[1]) " : ""
            refused[index, default: []].append(field + (error["reason"]?.stringValue ?? "is refused"))
        }
        return refused
    }

    /// Asks; a daemon that is away or overloaded is asked again until patience ends. Asking twice adds nothing twice.
    private func ask(_ call: Call) async throws -> Reply {
        let giveUp = ContinuousClock.now + Self.patience
        var hasReached = false
        while true {
            do {
                let reply = try await SocketConnection.with(socket: socket) { try await $0.send(call) }
                hasReached = true
                guard reply.status == 503, ContinuousClock.now < giveUp else { return reply }
            } catch let error as SocketClientError {
                guard error.isTransient, hasReached || !waiting.isEmpty, ContinuousClock.now < giveUp else {
                    throw error
                }
            }
            try await Task.sleep(for: .seconds(1))
        }
    }
}

/// The daemon refused an import as a whole.
struct ImportRefusal: Error {
    let reply: Reply
}
