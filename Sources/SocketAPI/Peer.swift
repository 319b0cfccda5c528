public import CaseRecord
import Foundation
public import HummingbirdCore
public import Logging
public import NIOCore

/// Who is at the other end of a connection, as the kernel says: never as the client says.
public struct Peer: Sendable, Hashable {
    /// The process, when it connected; for the log only, never for a decision.
    public let pid: Int32
    /// The user.
    public let uid: UInt32
    /// The user's primary group.
    public let gid: UInt32
    /// The user's name on this machine; `nil` where it has none.
    public let userName: String?

    /// A peer, its name looked up.
    init(pid: Int32, uid: UInt32, gid: UInt32) {
        self.pid = pid
        self.uid = uid
        self.gid = gid
        userName = Self.name(of: uid)
    }

    /// What the ledger keeps of who handed an event in.
    public var submitter: String { userName.map { "\($0)(\(uid))" } ?? "uid:\(uid)" }

    /// The worker that the peer records as unless it names another.
    public var worker: WorkerID { userName.flatMap { WorkerID($0) } ?? WorkerID(unchecked: "uid-\(uid)") }

    /// The peer of the connection whose request is being answered.
    @TaskLocal static var current: Peer?

    private static func name(of uid: UInt32) -> String? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 4096)
        guard getpwuid_r(uid, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name else {
            return nil
        }
        return String(cString: name)
    }
}

/// An HTTP/1.1 connection that knows its peer while it answers.
public struct PeerChannel: ServerChildChannel {
    /// The connection with its peer.
    public struct Value: ServerChildChannelValue {
        let http: HTTP1Channel.Value
        let peer: Peer
        /// The connection.
        public var channel: any Channel { http.channel }
    }

    private let http: HTTP1Channel

    init(http: HTTP1Channel) { self.http = http }

    /// Asks the kernel who connected, then sets HTTP up.
    public func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let http = http
        guard let options = channel as? any SocketOptionProvider else {
            return channel.eventLoop.makeFailedFuture(ChannelError.operationUnsupported)
        }
        // struct ucred is pid, uid, gid: three 32-bit values (unix(7)); Swift's Glibc module does not show it.
        let credentials: EventLoopFuture<(Int32, UInt32, UInt32)> = options.unsafeGetSocketOption(
            level: .socket, name: NIOBSDSocket.Option(rawValue: SO_PEERCRED))
        return credentials.flatMap { credentials in
            let peer = Peer(pid: credentials.0, uid: credentials.1, gid: credentials.2)
            return http.setup(channel: channel, logger: logger).map { Value(http: $0, peer: peer) }
        }
    }

    /// Answers the connection's requests.
    public func handle(value: Value, logger: Logger) async {
        await Peer.$current.withValue(value.peer) {
            await http.handle(value: value.http, logger: logger)
        }
    }
}
