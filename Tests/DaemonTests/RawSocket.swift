import Foundation
import StrictJSON
import Testing

/// A plain socket: what is sent is what the test says, and it is read when the test says so and not before.
final class RawSocket {
    /// An answer as it stands on the wire.
    struct Answer {
        let status: Int
        /// By lower-case name.
        let headers: [String: String]
        let body: [UInt8]

        /// A problem document, as its media type says too.
        var problem: JSONValue? {
            headers["content-type"] == "application/problem+json" ? try? JSONValue(parsing: body) : nil
        }
    }

    private let descriptor: Int32
    private var received: [UInt8] = []

    /// Connects. Nothing waits for the daemon longer than `patience` seconds.
    init(_ path: String, patience: Int = 30) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(connected == 0)
        setPatience(patience)
    }

    /// Connects to a port on loopback.
    init(port: UInt16, patience: Int = 120) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(connected == 0)
        setPatience(patience)
    }

    private func setPatience(_ seconds: Int) {
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    /// Sends it all.
    func send(_ text: String) throws {
        try #require(push(Array(text.utf8)) == text.utf8.count)
    }

    /// Sends as much as the daemon takes, and says how much that was.
    @discardableResult
    func push(_ bytes: [UInt8]) -> Int {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { break }
            sent += count
        }
        return sent
    }

    /// The next answer; `nil` where the daemon hung up, or did not answer in time.
    func answer(isOfHead: Bool = false) throws -> Answer? {
        let separator = Array("\r\n\r\n".utf8)
        var head: Range<Int>?
        while head == nil {
            head = received.firstRange(of: separator)
            guard head != nil || readMore() else { return nil }
        }
        let lines = String(decoding: received[..<(head?.lowerBound ?? 0)], as: UTF8.self).split(separator: "\r\n")
        let status = try #require(lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) })
        let fields = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (parts[0].lowercased(), parts[1].trimmingCharacters(in: .whitespaces))
        }
        let headers = Dictionary(fields) { $1 }
        received.removeSubrange(..<(head?.upperBound ?? 0))
        let length = isOfHead ? 0 : headers["content-length"].flatMap { Int($0) } ?? 0
        while received.count < length { guard readMore() else { return nil } }
        let body = Array(received.prefix(length))
        received.removeFirst(length)
        return Answer(status: status, headers: headers, body: body)
    }

    /// Whether the daemon hangs up, having said nothing more.
    func isHungUp() -> Bool {
        let before = received.count
        return !readMore() && errno != EAGAIN && received.count == before
    }

    /// Whether the daemon lets the connection go within that time, with what it answered unread.
    func isLetGo(withinSeconds seconds: Int32) -> Bool {
        var asked = pollfd(fd: descriptor, events: 0, revents: 0)
        return poll(&asked, 1, seconds * 1000) == 1 && Int32(asked.revents) & Int32(POLLHUP) != 0
    }

    private func readMore() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        errno = 0
        let count = read(descriptor, &chunk, chunk.count)
        guard count > 0 else { return false }
        received += chunk.prefix(count)
        return true
    }

    /// Everything until the daemon ends the answer: its last, empty chunk.
    func readToEnd() -> String {
        while !received.suffix(7).elementsEqual("\r\n0\r\n\r\n".utf8) { guard readMore() else { break } }
        return String(decoding: received, as: UTF8.self).replacing("\r\n", with: "\n")
    }

    deinit { close(descriptor) }
}
