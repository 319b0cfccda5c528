import Access
public import Hummingbird

/// What every request carries: who asks.
public struct APIContext: RequestContext {
    /// Hummingbird's own part.
    public var coreContext: CoreRequestContextStorage
    /// Who asks, as the kernel says.
    public let peer: Peer

    /// Who asks and what they may do; before the gate has let them through, somebody who may do nothing.
    var caller: Caller
    /// What the request is called in the logs.
    let requestID: String
    /// Which records the caller sees by virtue of the roles that the route is for.
    var sight: Sight
    /// What the answer tells of.
    var accessed = AccessedRecords()

    /// A context for one request of the connection being answered.
    public init(source: ApplicationRequestContextSource) { self.init(source: source, requestID: "") }

    init(source: ApplicationRequestContextSource, requestID: String) {
        self.requestID = requestID
        coreContext = CoreRequestContextStorage(source: source)
        // Set for every connection that comes through the socket; the routes' own tests have none.
        peer = Peer.current ?? Peer(pid: 0, uid: 65534, gid: 65534)
        caller = Caller.unknown(peer.account)
        sight = Sight(worker: caller.worker)
    }
}
