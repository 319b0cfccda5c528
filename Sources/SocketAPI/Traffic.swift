import Access
import Figures
import HTTPTypes

/// What goes through the sockets: how much of it at once, which the limits bound, and figures about it.
public final class Traffic: Sendable {
    /// A kind of answer.
    struct Answer: Hashable {
        /// The method and the path as the OpenAPI document has it; `none` where there is no such route. Never what was asked
        /// itself, which names children.
        let route: String
        let status: Int
    }

    /// Each socket has places of its own, so that a proxy's many do not keep anybody from the other.
    let connections: Places
    let proxyConnections: Places
    let requests: Places
    let streams: Places
    /// How many connections and requests each account has at once.
    let connectionsOfPeers: SharedPlaces
    let requestsOfPeers: SharedPlaces
    let requestsOfWorkers: SharedPlaces
    let streamsOfPeers: SharedPlaces
    let answers = Tally<Answer>()
    /// How long answers took until they began to be sent, in seconds.
    let seconds = Histogram(bounds: Histogram.seconds)
    /// How long answers waited for their entry in the access log, in seconds.
    let accessLogSeconds = Histogram(bounds: Histogram.seconds)
    /// Connections and requests that were too many, by which limit they met.
    let turnedAway = Tally<String>()

    /// No traffic yet, within those limits.
    public init(_ limits: Limits) {
        connections = Places(limits.connections)
        proxyConnections = Places(limits.connections)
        requests = Places(limits.requests)
        streams = Places(limits.streams)
        connectionsOfPeers = SharedPlaces(Self.peerConnections(limits))
        requestsOfPeers = SharedPlaces(Self.peerRequests(limits))
        requestsOfWorkers = SharedPlaces(Self.workerRequests(limits))
        streamsOfPeers = SharedPlaces(Self.peerStreams(limits))
    }

    /// Takes on so much at once from now on.
    public func change(to limits: Limits) {
        connections.change(to: limits.connections)
        proxyConnections.change(to: limits.connections)
        requests.change(to: limits.requests)
        streams.change(to: limits.streams)
        connectionsOfPeers.change(to: Self.peerConnections(limits))
        requestsOfPeers.change(to: Self.peerRequests(limits))
        requestsOfWorkers.change(to: Self.workerRequests(limits))
        streamsOfPeers.change(to: Self.peerStreams(limits))
    }

    // Four fifths, so that there is always room for somebody else.
    private static func share(of all: Int) -> Int { max(1, all * 4 / 5) }
    private static func peerConnections(_ limits: Limits) -> Int {
        limits.peerConnections ?? share(of: limits.connections)
    }
    private static func peerRequests(_ limits: Limits) -> Int { limits.peerRequests ?? share(of: limits.requests) }
    private static func workerRequests(_ limits: Limits) -> Int { max(1, peerRequests(limits) / 8) }
    private static func peerStreams(_ limits: Limits) -> Int { limits.peerStreams ?? share(of: limits.streams) }

    /// Whose connections, requests and streams are counted together.
    static func owner(of peer: Peer) -> String { String(peer.account.uid) }
}
