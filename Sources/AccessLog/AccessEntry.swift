public import Access
public import CaseRecord
public import StrictJSON

/// One answer that told of records, or was refused: who asked, through which route, about whom.
public struct AccessEntry: Sendable, Hashable {
    /// When it was answered.
    public let at: Instant
    /// The worker who asked.
    public let worker: WorkerID
    /// The account that was connected and, of a gateway, for whom.
    public let account: String
    /// The method and the path with its parameters and the query, as it was asked.
    public let route: String
    /// The children whose records were told of. A list over many cases names none: who stood in it follows from the log
    /// position and the query.
    public let children: [ChildID]
    /// The last position of the log that the answer could reflect.
    public let position: Int64?
    /// The HTTP status of the answer.
    public let status: Int
    /// Why, where the caller said so.
    public let reason: String?
    /// What the request is called in the daemon's log.
    public let request: String?

    /// An entry.
    public init(
        at: Instant, caller: Caller, route: String, children: [ChildID], position: Int64?, status: Int, reason: String?,
        request: String? = nil
    ) {
        self.at = at
        worker = caller.worker
        account = caller.submitter
        self.route = route
        self.children = children
        self.position = position
        self.status = status
        self.reason = reason
        self.request = request
    }

    /// The entry as JSON; its canonical bytes are what the log's tree covers.
    public var json: JSONObject {
        var object: JSONObject = [
            "at": .string(at.description), "worker": .string(worker.text), "account": .string(account),
            "route": .string(route), "children": .array(children.map { .string($0.text) }),
            "status": .integer(Int64(status)),
        ]
        object["position"] = position.map { .integer($0) }
        object["reason"] = reason.map { .string($0) }
        object["request"] = request.map { .string($0) }
        return object
    }
}
