import HTTPTypes
public import Hummingbird
import HummingbirdCore
public import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOExtras
import NIOPosix
public import ServiceLifecycle

/// Serves the API on the Unix socket until it is asked to stop; then finishes what it accepted.
public struct SocketServer: Service {
    private let listener: SocketListener
    private let channel: PeerChannel
    private let limits: Limits
    private let logger: Logger
    private let (connections, atWork): (Places, Places)
    private let onServing: @Sendable () async -> Void

    /// A server for that socket. `isProxied`: only gateways are answered, and each request must name a worker. `onServing` is
    /// called once clients are answered.
    public init<Responder: HTTPResponder>(
        listener: SocketListener, responder: Responder, limits: Limits = Limits(), logger: Logger,
        isProxied: Bool = false,
        onServing: @escaping @Sendable () async -> Void = {}
    ) where Responder.Context == APIContext {
        self.listener = listener
        self.limits = limits
        self.logger = logger
        self.onServing = onServing
        let atWork = Places(limits.requests)
        self.atWork = atWork
        connections = Places(limits.connections)
        let http = HTTP1Channel(
            responder: { request, writer, channel in
                let context = APIContext(source: ApplicationRequestContextSource(channel: channel, logger: logger))
                var place = atWork.take()
                let response: Response
                do {
                    // Whoever asks how the daemon is gets an answer most of all when it has too much to do.
                    if place == nil, !Self.isAboutHealth(request) {
                        response = try Problem.tooManyRequests.response(from: request, context: context)
                    } else {
                        response = try await responder.respond(to: request, context: context)
                    }
                } catch {
                    response = Response(status: .internalServerError)
                }
                // A stream goes on for ever, and is counted as one.
                if response.headers[.contentType] == "text/event-stream" { place = nil }
                try await writer.write(response: response.head, body: response.body)
                withExtendedLifetime(place) {}
            },
            configuration: HTTP1Channel.Configuration(
                idleTimeout: TimeAmount(limits.idle),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: limits.head, maxHeaderListSize: limits.head, maxHeaderFieldCount: 100)))
        channel = PeerChannel(http: http, isProxied: isProxied)
    }

    /// Takes on so many connections and requests at once from now on.
    public func change(to limits: Limits) {
        connections.change(to: limits.connections)
        atWork.change(to: limits.requests)
    }

    private static let mostTurnedAway = 128

    private static func isAboutHealth(_ request: Request) -> Bool {
        ["/v1/health", "/v1/ready"].contains(request.uri.path)
    }

    /// Answers until graceful shutdown.
    public func run() async throws {
        defer { listener.remove() }
        let (channel, limits, logger, connections) = (channel, limits, logger, connections)
        // So many more are told that they are too many; the next are not even that.
        let waitingRoom = Places(Self.mostTurnedAway)
        let group = MultiThreadedEventLoopGroup.singleton
        let quiescing = ServerQuiescingHelper(group: group)
        let isStopping = NIOLockedValueBox(false)
        let server = try await ServerBootstrap(group: group)
            .serverChannelInitializer { server in
                server.eventLoop.makeCompletedFuture {
                    try server.pipeline.syncOperations.addHandler(quiescing.makeServerChannelHandler(channel: server))
                }
            }
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .bind(listener.descriptor) { child in
                let place = connections.take()
                let chair = place == nil ? waitingRoom.take() : nil
                child.closeFuture.whenComplete { _ in withExtendedLifetime((place, chair)) {} }
                return channel.setup(channel: child, logger: logger).flatMapThrowing { connection in
                    try RequestGuard.add(
                        to: child, limits, turnedAway: place == nil ? .tooManyConnections : nil)
                    if place == nil, chair == nil { child.close(promise: nil) }
                    // The order to stop may have come before there was anybody to hear it.
                    if isStopping.withLockedValue({ $0 }) {
                        child.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
                    }
                    return connection
                }
            }
        await withGracefulShutdownHandler {
            await onServing()
            await withDiscardingTaskGroup { connections in
                do {
                    try await server.executeThenClose { inbound in
                        for try await connection in inbound {
                            let executor = EventLoopExecutor(connection.channel.eventLoop)
                            connections.addTask(executorPreference: executor) {
                                await channel.handle(value: connection, logger: logger)
                            }
                        }
                    }
                } catch {
                    logger.error("accepting connections failed", metadata: ["error": "\(error)"])
                }
            }
        } onGracefulShutdown: {
            isStopping.withLockedValue { $0 = true }
            quiescing.initiateShutdown(promise: nil)
        }
    }
}
