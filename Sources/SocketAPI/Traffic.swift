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
        connectionsOfPeers = SharedPlaces(limits.peerConnections ?? Self.share(of: limits.connections))
        let ofPeer = limits.peerRequests ?? Self.share(of: limits.requests)
        requestsOfPeers = SharedPlaces(ofPeer)
        requestsOfWorkers = SharedPlaces(max(1, ofPeer / 8))
        streamsOfPeers = SharedPlaces(limits.peerStreams ?? Self.share(of: limits.streams))
    }

    /// Four fifths, so that there is always room for somebody else.
    private static func share(of all: Int) -> Int { max(1, all * 4 / 5) }

    /// Whose connections, requests and streams are counted together.
    static func owner(of peer: Peer) -> String { String(peer.account.uid) }
}
