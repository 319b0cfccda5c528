import Foundation
import Glibc
import NIOConcurrencyHelpers

/// A service manager's end of sd_notify: keeps what services tell it.
public final class NotifySocket: Sendable {
    /// What the environment of a service calls `NOTIFY_SOCKET`.
    public let path: String
    private let isOver = NIOLockedValueBox(false)
    private let kept = NIOLockedValueBox<[Message]>([])

    /// What came in one datagram.
    public struct Message: Sendable {
        /// When it came.
        public let at: ContinuousClock.Instant
        /// Its assignments, as `STATUS=serving`.
        public let lines: [String]
    }

    /// Listens at that path.
    public init(path: String) {
        self.path = path
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        precondition(bound == 0, "cannot bind \(path)")
        // So that the thread looks now and then whether it is still wanted.
        var time = timeval(tv_sec: 0, tv_usec: 200_000)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        let (kept, isOver) = (kept, isOver)
        Thread.detachNewThread {
            var buffer = [UInt8](repeating: 0, count: 4096)
            while !isOver.withLockedValue({ $0 }) {
                let count = recv(descriptor, &buffer, buffer.count, 0)
                guard count > 0 else { continue }
                let lines = String(decoding: buffer.prefix(count), as: UTF8.self).split(separator: "\n").map(
                    String.init)
                kept.withLockedValue { $0.append(Message(at: .now, lines: lines)) }
            }
            close(descriptor)
        }
    }

    /// All that has come so far.
    public var messages: [Message] { kept.withLockedValue { $0 } }

    /// The lines of all messages, in order.
    public var lines: [String] { messages.flatMap(\.lines) }

    /// What is shown of the service now.
    public var status: String? { lines.last { $0.hasPrefix("STATUS=") }.map { String($0.dropFirst(7)) } }

    /// How many messages since that moment have this line.
    public func count(_ line: String, since begin: ContinuousClock.Instant) -> Int {
        messages.filter { $0.at >= begin && $0.lines.contains(line) }.count
    }

    /// Waits until what has come meets the condition; `false` if it does not within that many seconds.
    public func waits(seconds: Int = 60, until condition: @Sendable (NotifySocket) -> Bool) async throws -> Bool {
        for _ in 0..<(seconds * 20) {
            if condition(self) { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return condition(self)
    }

    deinit {
        isOver.withLockedValue { $0 = true }
        unlink(path)
    }
}
