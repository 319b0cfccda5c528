import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
public import StrictJSON

/// Why the daemon could not be asked.
public struct SocketClientError: Error, Sendable, CustomStringConvertible {
    /// What is wrong and what to do.
    public let description: String
    /// Whether trying again later can help: the daemon is not there, or went away before it answered.
    public let isTransient: Bool
}

/// What the daemon answered.
public struct Reply: Sendable {
    /// The HTTP status.
    public let status: Int
    /// The reply's header fields by lower-case name; of a repeated one the last.
    public let headers: [String: String]
    /// The body.
    public let body: [UInt8]

    /// A reply.
    public init(status: Int, headers: [String: String], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The body as JSON; `nil` if it is not.
    public var json: JSONValue? { try? JSONValue(parsing: body) }
    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }
}

/// One request.
public struct Call: Sendable {
    /// The method, as `GET`.
    public var method: String
    /// The path with its query, percent-encoded.
    public var path: String
    /// Header fields beside `Host` and `Content-Length`.
    public var headers: [(String, String)]
    /// The body.
    public var body: [UInt8]

    /// A request.
    public init(_ method: String, _ path: String, headers: [(String, String)] = [], body: [UInt8] = []) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
    }
}

/// One HTTP/1.1 connection to the daemon's Unix socket: asks one thing after the other.
public final class SocketConnection {
    private typealias Channel = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>
    private var inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<HTTPClientRequestPart>

    private init(
        inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>.AsyncIterator,
        outbound: NIOAsyncChannelOutboundWriter<HTTPClientRequestPart>
    ) {
        self.inbound = inbound
        self.outbound = outbound
    }

    /// Connects to that socket for as long as `body` runs.
    ///
    /// - Throws: ``SocketClientError`` where nobody listens there, and whatever `body` throws.
    public static func with<Result: Sendable>(
        socket path: String, _ body: (SocketConnection) async throws -> Result
    ) async throws -> Result {
        let channel: Channel
        do {
            channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(unixDomainSocketPath: path) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHTTPClientHandlers()
                        return try Channel(wrappingChannelSynchronously: channel)
                    }
                }
        } catch {
            throw SocketClientError(description: Self.explain(error, path), isTransient: true)
        }
        return try await channel.executeThenClose { inbound, outbound in
            try await body(SocketConnection(inbound: inbound.makeAsyncIterator(), outbound: outbound))
        }
    }

    private static func explain(_ error: any Error, _ path: String) -> String {
        switch (error as? IOError)?.errnoCode {
        case ENOENT:
            "no daemon: there is no socket at \(path). Is caselogd running (systemctl status caselogd)? Another socket is "
                + "named by --socket or CASELOG_SOCKET_PATH"
        case ECONNREFUSED, ENOTSOCK:
            "no daemon listens on \(path). Is caselogd running (systemctl status caselogd)?"
        case EACCES, EPERM: "you may not connect to \(path); ask for membership of the socket's group"
        default: "cannot connect to \(path): \(error)"
        }
    }

    /// Asks, and waits for the whole answer.
    public func send(_ call: Call) async throws -> Reply {
        var body: [UInt8] = []
        let head = try await stream(call) { body += $0 }
        return Reply(status: head.status, headers: head.headers, body: body)
    }

    /// Asks, and hands on the answer's body as it comes.
    ///
    /// - Returns: The answer without its body, when the daemon ended it.
    @discardableResult
    public func stream(_ call: Call, _ chunk: ([UInt8]) async throws -> Void) async throws -> Reply {
        guard call.hasSendablePath else {
            throw SocketClientError(
                description: "the request cannot be sent: \(call.path) is not a path that HTTP can carry",
                isTransient: false)
        }
        do {
            try await write(call)
            guard case .head(let head) = try await inbound.next() else { throw Self.goneAway }
            let headers = Dictionary(head.headers.map { ($0.name.lowercased(), $0.value) }) { $1 }
            while let part = try await inbound.next() {
                switch part {
                case .body(let buffer): try await chunk(Array(buffer.readableBytesView))
                case .end: return Reply(status: Int(head.status.code), headers: headers, body: [])
                case .head: continue
                }
            }
            throw Self.goneAway
        } catch let error as IOError {
            throw SocketClientError(description: "the connection to the daemon broke: \(error)", isTransient: true)
        } catch is ChannelError {
            throw Self.goneAway
        } catch is HTTPParserError {
            throw Self.goneAway
        }
    }

    private static let goneAway = SocketClientError(
        description: "the daemon went away before it answered", isTransient: true)

    private func write(_ call: Call) async throws {
        var headers = HTTPHeaders([("Host", "caselog"), ("Content-Length", String(call.body.count))])
        for (name, value) in call.headers { headers.add(name: name, value: value) }
        let head = HTTPRequestHead(
            version: .http1_1, method: HTTPMethod(rawValue: call.method), uri: call.path, headers: headers)
        try await outbound.write(.head(head))
        if !call.body.isEmpty { try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: call.body)))) }
        try await outbound.write(.end(nil))
    }
}

extension Call {
    /// Whether all of the path is visible ASCII that a URI may hold (RFC 3986); NIO closes the connection over any other.
    fileprivate var hasSendablePath: Bool {
        path.utf8.allSatisfy { byte in (0x21...0x7E).contains(byte) && !"\"<>\\^`{|}".utf8.contains(byte) }
    }
}
