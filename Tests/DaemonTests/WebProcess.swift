import Foundation
import Subprocess
import SystemPackage
import TestSupport
import Testing

/// A real `caselog web`, asked as a browser asks.
struct WebProcess: Sendable {
    let daemon: DaemonProcess
    var arguments = ["--open-nothing"]
    var environment: [Environment.Key: String?] = [:]
    private var file: String { daemon.directory + "/web" }

    init(_ daemon: DaemonProcess) { self.daemon = daemon }

    /// What it has printed.
    var printed: [String] {
        ((try? String(contentsOfFile: file, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
    }

    /// Runs it for as long as `body` takes, which is given the address that it prints; then ends it.
    ///
    /// - Returns: How it ended.
    @discardableResult
    func running(_ body: @Sendable @escaping (URL) async throws -> Void) async throws -> TerminationStatus {
        let output = try FileDescriptor.open(
            FilePath(file), .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite])
        let changes = environment.merging(["CASELOG_SOCKET_PATH": daemon.socket]) { $1 }
        let outcome = try await run(
            .path(FilePath(DaemonProcess.programs + "/caselog")), arguments: Arguments(["web"] + arguments),
            environment: .inherit.updating(changes), input: .none,
            output: .fileDescriptor(output, closeAfterSpawningProcess: true), error: .discarded
        ) { execution in
            do {
                #expect(try await NotifierProcess.waits { !printed.isEmpty })
                try await body(#require(URL(string: printed.first ?? "")))
                try? execution.send(signal: .interrupt)
            } catch {
                try? execution.send(signal: .kill)
                throw error
            }
        }
        return outcome.terminationStatus
    }

    /// Sends a request of these lines to the port of that address.
    static func ask(
        _ address: URL, _ target: String, method: String = "GET", host: String? = nil, _ lines: [String] = []
    )
        throws -> RawSocket.Answer
    {
        let port = try #require(address.port)
        let socket = try RawSocket(port: UInt16(port))
        let head = ["\(method) \(target) HTTP/1.1", "Host: \(host ?? "127.0.0.1:\(port)")"] + lines
        try socket.send(head.joined(separator: "\r\n") + "\r\n\r\n")
        return try #require(try socket.answer(isOfHead: method == "HEAD"))
    }

    /// Opens an address and returns the line that shows the cookie it gives.
    static func enter(_ address: URL) throws -> String {
        let answer = try ask(address, "\(address.path)?\(address.query ?? "")")
        #expect(answer.status == 200)
        let cookie = try #require(answer.headers["set-cookie"])
        return "Cookie: " + (cookie.split(separator: ";").first.map(String.init) ?? "")
    }
}
