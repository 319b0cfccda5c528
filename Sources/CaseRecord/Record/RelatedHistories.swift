/// One child's history with those of every record that merges connect to it: what an ``EffectiveRecord`` is made of.
///
/// Whoever reads the log adds the child's own history, and then those that are ``missing`` until none is.
public struct RelatedHistories: Sendable {
    /// The child.
    public let child: ChildID
    private var histories: [ChildID: [RecordedEvent]] = [:]
    private var connected: Set<ChildID>

    /// No history yet; the child's own is missing.
    public init(of child: ChildID) {
        self.child = child
        connected = [child]
    }

    /// The child's history and, so far, no other; given in the order of the log.
    public init(of child: ChildID, _ history: [RecordedEvent]) {
        self.init(of: child)
        add(history, of: child)
    }

    /// The children whose histories are still to be added.
    public var missing: [ChildID] { connected.filter { histories[$0] == nil }.sorted() }

    /// The child and those whose records were ever merged with it or with each other, whatever came of the merges.
    public var children: [ChildID] { connected.sorted() }

    /// Whether any entry names the child.
    public var isKnown: Bool { !(histories[child] ?? []).isEmpty }

    /// How many entries those histories have; one that stands in several counts in each.
    public var count: Int { histories.values.reduce(0) { $0 + $1.count } }

    /// The last position of the log at which one of those histories has an entry; 0 where none has.
    public var lastPosition: Int64 { histories.values.compactMap(\.last?.position).max() ?? 0 }

    /// Adds the history of one of the children, given in the order of the log.
    public mutating func add(_ history: [RecordedEvent], of child: ChildID) {
        histories[child] = history
        connected.insert(child)
        for recorded in history where recorded.event.data is RecordMerged {
            connected.formUnion(recorded.event.children)
        }
    }

    /// Every entry once, in the order of the log; only what had been recorded by then.
    func events(knownAt: Instant?) -> [RecordedEvent] {
        var events = histories[child] ?? []
        if histories.count > 1 {
            var byPosition: [Int64: RecordedEvent] = [:]
            for history in histories.values {
                for recorded in history { byPosition[recorded.position] = recorded }
            }
            events = byPosition.values.sorted { $0.position < $1.position }
        }
        guard let knownAt else { return events }
        return events.filter { $0.recordedAt <= knownAt }
    }
}
