public import Access
import CLinux
import Foundation
public import HummingbirdCore
public import Logging
public import NIOCore

/// Who is at the other end of a connection, as the kernel says: never as the client says.
public struct Peer: Sendable, Hashable {
    /// The process, when it connected; for the log only, never for a decision.
    public let pid: Int32
    /// The account with the groups that the process had, their names looked up once.
    public let account: Account
    /// Whether it came by the socket on which only gateways are answered.
    public let isProxied: Bool

    init(pid: Int32, uid: UInt32, gid: UInt32, groups: [UInt32] = [], isProxied: Bool = false) {
        self.pid = pid
        self.isProxied = isProxied
        account = Account(
            uid: uid, name: Self.name(of: uid),
            groups: Set(([gid] + groups).compactMap { Self.groupName(of: $0) }))
    }

    /// The peer of the connection whose request is being answered.
    @TaskLocal static var current: Peer?

    private static func groupName(of gid: UInt32) -> String? {
        var entry = group()
        var found: UnsafeMutablePointer<group>?
        var buffer = [CChar](repeating: 0, count: 65_536)
        guard getgrgid_r(gid, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.gr_name else {
            return nil
        }
        return String(cString: name)
    }

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
    private let isProxied: Bool

    init(http: HTTP1Channel, isProxied: Bool) {
        self.http = http
        self.isProxied = isProxied
    }

    /// Asks the kernel who connected, then sets HTTP up.
    public func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let (http, isProxied) = (http, isProxied)
        guard let options = channel as? any SocketOptionProvider else {
            return channel.eventLoop.makeFailedFuture(ChannelError.operationUnsupported)
        }
        // struct ucred is pid, uid, gid: three 32-bit values (unix(7)); Swift's Glibc module does not show it.
        let credentials: EventLoopFuture<(Int32, UInt32, UInt32)> = options.unsafeGetSocketOption(
            level: .socket, name: NIOBSDSocket.Option(rawValue: SO_PEERCRED))
        return credentials.flatMap { credentials in
            let groups = channel.eventLoop.submit { try Self.groups(of: channel) }
            return groups.flatMap { groups in
                let peer = Peer(
                    pid: credentials.0, uid: credentials.1, gid: credentials.2, groups: groups, isProxied: isProxied)
                return http.setup(channel: channel, logger: logger).map { Value(http: $0, peer: peer) }
            }
        }
    }

    /// The peer's groups, as the kernel has them (SO_PEERGROUPS): not as a directory has them by now.
    private static func groups(of channel: any Channel) throws -> [UInt32] {
        try channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) { socket in
            var groups = [UInt32](repeating: 0, count: 256)
            var count = caselog_unix_peer_groups(socket, &groups, groups.count)
            if count > groups.count {
                groups = [UInt32](repeating: 0, count: Int(count))
                count = caselog_unix_peer_groups(socket, &groups, groups.count)
            }
            guard count >= 0 else { throw IOError(errnoCode: errno, reason: "SO_PEERGROUPS") }
            return Array(groups.prefix(Int(count)))
        } ?? []
    }

    /// Answers the connection's requests.
    public func handle(value: Value, logger: Logger) async {
        await Peer.$current.withValue(value.peer) {
            await http.handle(value: value.http, logger: logger)
        }
    }
}
