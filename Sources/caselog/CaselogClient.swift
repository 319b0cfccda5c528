import ArgumentParser
import Foundation
import SocketClient
import StrictJSON

/// The command-line client: talks to the daemon's socket and to nothing else.
@main
struct CaselogClient: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "caselog",
        abstract: "Records and reads children's case timelines through the caselogd socket.",
        discussion: """
            Examples:
              caselog append < event.json
              caselog import return.xml
              caselog chronology F00042
              caselog timescales F00042
              caselog alerts --team west
              caselog indicators --by team
              caselog rules show R03
              caselog tail
              caselog verify
              caselog access me
              caselog retention --by 2027-03-31
              caselog doctor
              caselog export --child F00042 > bundle.ndjson

            \(ExitStatus.list)
            """,
        version: CaselogVersion.text,
        subcommands: [
            Append.self,
            Import.self,
            ShowCase.self,
            ShowChronology.self,
            ShowTimescales.self,
            Supervise.self,
            ShowIndicators.self,
            Alerts.self,
            Rules.self,
            Calendar.self,
            Tail.self,
            Verify.self,
            Export.self,
            Pack.self,
            Web.self,
            Access.self,
            ShowRetention.self,
            DraftSubjectAccess.self,
            Doctor.self,
            Rebuild.self,
            Demo.self,
        ])
}

/// What every command takes.
struct ConnectionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The daemon's socket.", valueName: "path"))
    var socket: String?

    /// The socket: as said, or where it usually is.
    var path: String {
        socket ?? SocketPath.forClient(environment: ProcessInfo.processInfo.environment, isRoot: geteuid() == 0)
    }

    /// Runs a command's work with a connection, and ends with the right status where that fails.
    func connected(_ body: (SocketConnection) async throws -> Void) async throws {
        do {
            try await SocketConnection.with(socket: path) { try await body($0) }
        } catch let error as SocketClientError {
            Terminal.complain(error.description)
            throw ExitStatus.unreachable.code
        }
    }

    /// Asks and returns the answer, or says what the daemon refused, with what to do, and ends with status 1.
    static func ask(_ call: Call, over connection: SocketConnection) async throws -> Reply {
        let reply = try await connection.send(call)
        guard reply.status < 300 else {
            Terminal.complain(problem: reply)
            for line in try await Refusal.advice(for: reply, over: connection) { Terminal.say("  \(line)") }
            throw ExitStatus.refused.code
        }
        return reply
    }
}

/// What goes to people: tables on standard output, everything else on standard error.
enum Terminal {
    /// Whether standard error is a terminal, so that progress can be shown on one line.
    static var showsProgress: Bool { isatty(STDERR_FILENO) == 1 }

    /// The width of the terminal that standard output is, or 100.
    static var columns: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 100 }
        return Int(size.ws_col)
    }

    static func complain(_ text: String) { say("caselog: \(text)") }

    static func say(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }

    /// Writes over the line that shows progress.
    static func progress(_ text: String, isLast: Bool = false) {
        guard showsProgress else {
            if isLast { say(text) }
            return
        }
        FileHandle.standardError.write(Data("\r\u{1B}[K\(text)\(isLast ? "\n" : "")".utf8))
    }

    static func write(_ bytes: some Sequence<UInt8>) { FileHandle.standardOutput.write(Data(bytes)) }

    /// Says what a problem document says: its title, its detail and every field.
    static func complain(problem reply: Reply) {
        guard let problem = reply.json, let title = problem["title"]?.stringValue else {
            complain("the daemon answered \(reply.status)")
            return
        }
        let detail = problem["detail"]?.stringValue
        complain(title + (detail.map { ": \($0)" } ?? ""))
        for error in problem["errors"]?.arrayValue ?? [] {
            let allowed = (error["allowed"]?.arrayValue ?? []).compactMap(\.stringValue)
            let hint = allowed.isEmpty ? "" : " (allowed: \(allowed.joined(separator: ", ")))"
            let said = "\(error["pointer"]?.stringValue ?? "") \(error["reason"]?.stringValue ?? "")"
            // The detail says the same where there is one mistake.
            if said != detail || !hint.isEmpty { say("  \(said)\(hint)") }
        }
    }
}
