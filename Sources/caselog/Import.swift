import ArgumentParser
import CaseRecord
import Foundation
import Returns
import SocketClient
import StrictJSON

/// `caselog import`: history from elsewhere, as NDJSON events or as a CIN census return.
struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Imports NDJSON events or a CIN census XML return.",
        discussion: """
            Takes what is sound and names every record that it refuses, with its line, element and reason. The same
            file twice adds nothing, so an import that was interrupted is simply started again: what is there already
            is passed over. Ends with status 2 where something was refused.

            A return is recorded under the daemon's own authority; that the header names another is said.

              caselog import return.xml
              caselog import history.ndjson --refused refused.txt
              caselog demo | caselog import -
            """)

    @OptionGroup var connection: ConnectionOptions

    @Option(help: ArgumentHelp("Write what was refused to this file instead of standard error.", valueName: "file"))
    var refused: String?

    @Flag(help: "Print JSON: how many events were added and were there, and how many refusals.")
    var json = false

    @Argument(help: "The file; - is standard input.")
    var file: String

    func run() async throws {
        guard let input = file == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: file) else {
            throw ValidationError("\(file) cannot be read")
        }
        let size = (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? nil
        let report = try RefusalReport(path: refused)
        do {
            var importer = Importer(
                sender: BatchSender(socket: connection.path), report: report,
                progress: ImportProgress(totalBytes: size))
            try await importer.run(input)
            if json { Terminal.write(importer.progress.json.bytes() + [UInt8(ascii: "\n")]) }
            if report.count > 0 { throw ExitStatus.partlyRefused.code }
        } catch let error as SocketClientError {
            Terminal.complain(error.description)
            Terminal.say("What was sent is kept. Import the same file again to go on: nothing is added twice.")
            throw ExitStatus.unreachable.code
        } catch let error as CensusError {
            Terminal.complain("\(file): \(error.description)")
            Terminal.say("What stands before that place was taken.")
            throw ExitStatus.refused.code
        } catch let refusal as ImportRefusal {
            Terminal.complain(problem: refusal.reply)
            throw ExitStatus.refused.code
        }
    }
}

/// Reads a file piece by piece and sends its events in batches.
struct Importer {
    var sender: BatchSender
    let report: RefusalReport
    var progress: ImportProgress

    mutating func run(_ input: FileHandle) async throws {
        guard let first = try input.read(upToCount: 1 << 16), !first.isEmpty else { return progress.end() }
        let isXML = first.first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) } == UInt8(ascii: "<")
        if isXML { try await readCensus(first, input) } else { try await readLines(first, input) }
        try await flush()
        progress.end()
    }

    private mutating func readCensus(_ first: Data, _ input: FileHandle) async throws {
        let authority = try await sender.authority()
        guard let recorder = WorkerID("cin-census-import") else { return }
        let reader = CensusReader(
            CensusContext(recordUnder: authority, recordedBy: recorder, now: Instant(microseconds: now())))
        var chunk = first
        while true {
            var items: [CensusItem] = []
            if chunk.isEmpty {
                progress.census = try reader.finish { items.append($0) }
            } else {
                do {
                    try reader.feed(chunk) { items.append($0) }
                } catch {
                    // What came before the fault is sound and is sent.
                    for item in items { try await take(item, authority) }
                    try await flush()
                    throw error
                }
            }
            for item in items { try await take(item, authority) }
            progress.read(bytes: chunk.count)
            progress.census = reader.summary
            guard !chunk.isEmpty else { return }
            chunk = try input.read(upToCount: 1 << 16) ?? Data()
        }
    }

    private mutating func take(_ item: CensusItem, _ authority: AuthorityCode) async throws {
        switch item {
        case .header(let header):
            report.add(header.refusals.map(\.description))
            if header.authority != authority {
                Terminal.say(
                    "note: the return is of authority \(header.authority); "
                        + "it is recorded under this daemon's, \(authority)")
            }
        case .refusal(let refusal):
            report.add([refusal.description])
        case .child(let child):
            let name = child.child?.text ?? "unknown child"
            report.add(child.refusals.map { "\(name): \($0)" })
            for event in child.events { try await send(.object(event.json), label: "line \(child.line): \(name)") }
        }
    }

    private mutating func readLines(_ first: Data, _ input: FileHandle) async throws {
        var rest = first
        var number = 0
        var chunk = first
        while !chunk.isEmpty {
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                number += 1
                try await takeLine(rest[rest.startIndex..<end], number)
                rest = rest[(end + 1)...]
            }
            progress.read(bytes: chunk.count)
            chunk = try input.read(upToCount: 1 << 16) ?? Data()
            rest = Data(rest) + chunk
        }
        if !rest.isEmpty { try await takeLine(rest, number + 1) }
    }

    private mutating func takeLine(_ line: Data, _ number: Int) async throws {
        guard line.contains(where: { ![0x20, 0x09, 0x0D].contains($0) }) else { return }
        do {
            try await send(JSONValue(parsing: line), label: "line \(number)")
        } catch let error as JSONSyntaxError {
            report.add(["line \(number): \(error.description)"])
        }
    }

    private mutating func send(_ event: JSONValue, label: String) async throws {
        sender.add(event, label: label)
        if sender.isFull { try await flush() }
    }

    private mutating func flush() async throws {
        let outcome = try await sender.flush()
        report.add(outcome.refusals)
        progress.sent(added: outcome.added, repeated: outcome.repeated, refused: report.count)
    }

    private func now() -> Int64 { Int64(Date().timeIntervalSince1970 * 1_000_000) }
}

/// Where what was refused is written.
final class RefusalReport {
    private(set) var count = 0
    private let file: FileHandle

    init(path: String?) throws {
        guard let path else {
            file = .standardError
            return
        }
        guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path)
        else { throw ValidationError("\(path) cannot be written") }
        self.file = file
    }

    func add(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        count += lines.count
        file.write(Data(lines.map { "refused: \($0)\n" }.joined().utf8))
    }
}
