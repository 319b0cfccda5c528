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
                var share = Self.share(of: request, context.peer, traffic)
                var response: Response
                do {
                    // Whoever asks how the daemon is gets an answer most of all when it has too much to do.
                    if place == nil || share == nil, !Self.isAboutHealth(request) {
                        traffic.turnedAway.add(share == nil ? "peer-requests" : "requests")
                        let problem = share == nil ? Problem.tooManyRequestsOfOne : .tooManyRequests
                        response = try problem.response(from: request, context: context)
                    } else {
                        response = try await responder.respond(to: request.asGet, context: context)
                    }
                } catch {
                    response = Response(status: .internalServerError)
                }
                if request.method == .head { response = response.createHeadResponse() }
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

    /// A place of the account's and, by the proxy socket, one of the worker's; `nil` where either has none left.
    private static func share(of request: Request, _ peer: Peer, _ traffic: Traffic) -> [SharedPlaces.Place]? {
        let owner = Traffic.owner(of: peer)
        guard let place = traffic.requestsOfPeers.take(owner) else { return nil }
        guard peer.isProxied, let worker = request.headers[.caselogWorker] else { return [place] }
        return traffic.requestsOfWorkers.take("\(owner) \(worker)").map { [place, $0] }
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
                channel.setup(channel: child, logger: logger).flatMapThrowing { connection in
                    let peer = connection.peer
                    // A gateway brings many people, and they have a socket of their own.
                    let share = peer.isProxied ? nil : traffic.connectionsOfPeers.take(Traffic.owner(of: peer))
                    let isOneTooMany = share == nil && !peer.isProxied
                    let places = peer.isProxied ? traffic.proxyConnections : traffic.connections
                    let place = isOneTooMany ? nil : places.take()
                    // Whoever is turned away takes no place from those who are let in while they are told so.
                    let chair = place == nil ? waitingRoom.take() : nil
                    child.closeFuture.whenComplete { _ in withExtendedLifetime((share, place, chair)) {} }
                    var turnedAway: Problem?
                    if place == nil {
                        turnedAway = isOneTooMany ? .tooManyConnectionsOfOne : .tooManyConnections
                        traffic.turnedAway.add(isOneTooMany ? "peer-connections" : "connections")
                    }
                    try RequestGuard.add(to: child, limits, turnedAway: turnedAway)
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
