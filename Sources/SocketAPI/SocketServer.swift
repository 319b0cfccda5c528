import Access
import Figures
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
    private let traffic: Traffic
    private let limits: Limits
    private let logger: Logger
    private let onServing: @Sendable () async -> Void

    /// A server for that socket, with its share of that traffic. `isProxied`: only gateways are answered, and each request must name a worker. `onServing` is
    /// called once clients are answered.
    public init<Responder: HTTPResponder>(
        listener: SocketListener, responder: Responder, traffic: Traffic, limits: Limits = Limits(), logger: Logger,
        isProxied: Bool = false,
        onServing: @escaping @Sendable () async -> Void = {}
    ) where Responder.Context == APIContext {
        self.listener = listener
        self.traffic = traffic
        self.limits = limits
        self.logger = logger
        self.onServing = onServing
        let http = HTTP1Channel(
            responder: { request, writer, channel in
                let context = APIContext(
                    source: ApplicationRequestContextSource(channel: channel, logger: logger),
                    requestID: RequestID.of(request))
                var place = traffic.requests.take()
                var share = traffic.requestsOfPeers.take(Self.owner(request, context.peer))
                var response: Response
                do {
                    // Whoever asks how the daemon is gets an answer most of all when it has too much to do.
                    if place == nil || share == nil, !Self.isAboutHealth(request) {
                        traffic.turnedAway.add(share == nil ? "peer-requests" : "requests")
                        let problem = share == nil ? Problem.tooManyRequestsOfOne : .tooManyRequests
                        response = try problem.response(from: request, context: context)
                    } else {
                        response = try await responder.respond(to: request, context: context)
                    }
                } catch {
                    response = Response(status: .internalServerError)
                }
                // A stream goes on for ever, and is counted as one.
                if response.headers[.contentType] == "text/event-stream" { (place, share) = (nil, nil) }
                response.headers[.requestID] = context.requestID
                try await writer.write(response: response.head, body: response.body)
                withExtendedLifetime((place, share)) {}
            },
            configuration: HTTP1Channel.Configuration(
                idleTimeout: TimeAmount(limits.idle),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: limits.head, maxHeaderListSize: limits.head, maxHeaderFieldCount: 100)))
        channel = PeerChannel(http: http, isProxied: isProxied)
    }

    private static let mostTurnedAway = 128
    /// How long connections that were accepted last may take to be set up when the daemon stops.
    private static let settlingIn = TimeAmount.milliseconds(100)

    /// Whose requests are counted together: an account's, and of a gateway's each worker's.
    private static func owner(_ request: Request, _ peer: Peer) -> String {
        guard peer.isProxied, let worker = request.headers[.caselogWorker] else { return String(peer.account.uid) }
        return "\(peer.account.uid) \(worker)"
    }

    private static func isAboutHealth(_ request: Request) -> Bool {
        ["/v1/health", "/v1/ready"].contains(request.uri.path)
    }

    /// Answers until graceful shutdown.
    public func run() async throws {
        defer { listener.remove() }
        let (channel, traffic, limits, logger) = (channel, traffic, limits, logger)
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
                let place = traffic.connections.take()
                let chair = place == nil ? waitingRoom.take() : nil
                child.closeFuture.whenComplete { _ in withExtendedLifetime((place, chair)) {} }
                return channel.setup(channel: child, logger: logger).flatMapThrowing { connection in
                    // A gateway brings many people.
                    let share =
                        connection.peer.isProxied
                        ? nil : traffic.connectionsOfPeers.take(String(connection.peer.account.uid))
                    child.closeFuture.whenComplete { _ in withExtendedLifetime(share) {} }
                    let isOneTooMany = share == nil && !connection.peer.isProxied
                    if place == nil || isOneTooMany {
                        traffic.turnedAway.add(place == nil ? "connections" : "peer-connections")
                    }
                    try RequestGuard.add(
                        to: child, limits,
                        turnedAway: place == nil ? .tooManyConnections : isOneTooMany ? .tooManyConnectionsOfOne : nil)
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
            // Nobody else is accepted: who waits in the queue of a passed socket is the next daemon's. Who was accepted just
            // now is set up on another thread, and would be dropped if the listening channel closed before that is done.
            let listening = server.channel
            listening.setOption(.autoRead, value: false).whenComplete { _ in
                listening.eventLoop.scheduleTask(in: Self.settlingIn) { quiescing.initiateShutdown(promise: nil) }
            }
        }
    }
}
