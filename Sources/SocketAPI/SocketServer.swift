import HTTPTypes
public import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import NIOExtras
import NIOPosix
public import ServiceLifecycle

/// Serves the API on the Unix socket until it is asked to stop; then finishes what it accepted.
public struct SocketServer: Service {
    private let listener: SocketListener
    private let channel: PeerChannel
    private let logger: Logger
    private let onServing: @Sendable () async -> Void

    /// A server for that socket. `isProxied`: only gateways are answered, and each request must name a worker. `onServing` is
    /// called once clients are answered.
    public init<Responder: HTTPResponder>(
        listener: SocketListener, responder: Responder, logger: Logger, isProxied: Bool = false,
        onServing: @escaping @Sendable () async -> Void = {}
    ) where Responder.Context == APIContext {
        self.listener = listener
        self.logger = logger
        self.onServing = onServing
        let http = HTTP1Channel(
            responder: { request, writer, channel in
                let context = APIContext(source: ApplicationRequestContextSource(channel: channel, logger: logger))
                let response: Response
                do {
                    response = try await responder.respond(to: request, context: context)
                } catch {
                    response = Response(status: .internalServerError)
                }
                try await writer.write(response: response.head, body: response.body)
            },
            configuration: HTTP1Channel.Configuration(
                idleTimeout: .seconds(300),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: 16_384, maxHeaderListSize: 32_768, maxHeaderFieldCount: 100)))
        channel = PeerChannel(http: http, isProxied: isProxied)
    }

    /// Answers until graceful shutdown.
    public func run() async throws {
        defer { listener.remove() }
        let (channel, logger) = (channel, logger)
        let group = MultiThreadedEventLoopGroup.singleton
        let quiescing = ServerQuiescingHelper(group: group)
        let server = try await ServerBootstrap(group: group)
            .serverChannelInitializer { server in
                server.eventLoop.makeCompletedFuture {
                    try server.pipeline.syncOperations.addHandler(quiescing.makeServerChannelHandler(channel: server))
                }
            }
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .bind(listener.descriptor) { child in
                channel.setup(channel: child, logger: logger)
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
            quiescing.initiateShutdown(promise: nil)
        }
    }
}
