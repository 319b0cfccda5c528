import Foundation
import Glibc
import Logging
import Systemd
import Testing

/// The log as journald gets it: datagrams to a socket, as the kernel hands them over.
@Suite struct JournalTests {
    /// A socket that takes what journald would.
    private final class Listener {
        let path = "/tmp/caselog-journal-\(UUID().uuidString.prefix(8))"
        let descriptor: Int32

        init() throws {
            descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
            let bound = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            try #require(bound == 0)
        }

        deinit {
            close(descriptor)
            unlink(path)
        }

        /// The fields of the next datagram, read by the rules of the protocol; `nil` where none came.
        func next() throws -> [String: String]? {
            var buffer = [UInt8](repeating: 0, count: 1 << 17)
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            guard count >= 0 else { return nil }
            var rest = buffer[..<count]
            var fields: [String: String] = [:]
            while !rest.isEmpty {
                let end = try #require(rest.firstIndex(of: UInt8(ascii: "\n")))
                let line = rest[rest.startIndex..<end]
                if let equals = line.firstIndex(of: UInt8(ascii: "=")) {
                    let name = String(decoding: line[..<equals], as: UTF8.self)
                    fields[name] = String(decoding: line[(equals + 1)...], as: UTF8.self)
                    rest = rest[(end + 1)...]
                } else {
                    let length = rest[(end + 1)..<(end + 9)].reversed().reduce(0) { $0 << 8 | Int($1) }
                    let value = rest[(end + 9)..<(end + 9 + length)]
                    fields[String(decoding: line, as: UTF8.self)] = String(decoding: value, as: UTF8.self)
                    try #require(rest[end + 9 + length] == UInt8(ascii: "\n"))
                    rest = rest[(end + 10 + length)...]
                }
            }
            return fields
        }
    }

    @Test func metadataBecomesFields() throws {
        let listener = try Listener()
        let socket = try #require(JournalSocket(path: listener.path))
        var logger = Logger(label: "caselogd") { JournalLogHandler(label: $0, socket: socket) }
        logger[metadataKey: "authority"] = "926"
        logger.warning("it\nbroke", metadata: ["request": "r-1", "sql-state": "two\nlines"])
        let entry = try #require(try listener.next())
        #expect(entry["MESSAGE"] == "it\nbroke authority=926 request=r-1 sql-state=two\nlines")
        #expect(entry["PRIORITY"] == "4")
        #expect(entry["SYSLOG_IDENTIFIER"] == "caselogd")
        #expect(entry["CASELOG_AUTHORITY"] == "926")
        #expect(entry["CASELOG_REQUEST"] == "r-1")
        #expect(entry["CASELOG_SQL_STATE"] == "two\nlines")
        #expect(entry["CODE_FILE"]?.hasSuffix("JournalTests.swift") == true)
        logger.debug("not asked for")
        #expect(try listener.next() == nil)
    }

    @Test func whatJournaldDoesNotTakeDoesNotEndTheProcess() throws {
        var listener: Listener? = try Listener()
        let path = try #require(listener?.path)
        let socket = try #require(JournalSocket(path: path))
        let logger = Logger(label: "caselogd") { JournalLogHandler(label: $0, socket: socket) }
        // Too long for a datagram, then nobody there: both go to standard error.
        logger.info("\(String(repeating: "x", count: 1 << 20))")
        #expect(try listener?.next() == nil)
        listener = nil
        logger.info("to standard error")
        #expect(JournalSocket(path: path) == nil)
    }

    @Test func onlyAStreamToTheJournalIsOne() {
        #expect(JournalSocket(environment: [:]) == nil)
        #expect(JournalSocket(environment: ["JOURNAL_STREAM": "1:1"]) == nil)
        #expect(JournalSocket(environment: ["JOURNAL_STREAM": "nonsense"]) == nil)
    }
}
