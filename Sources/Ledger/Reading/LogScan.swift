public import CaseRecord

extension LedgerReader {
    /// Positions that are read at a time.
    private static let page: Int64 = 1000
    /// Pages that are read and decoded at the same time.
    private static let pagesUnderWay = 3

    /// Reads the log in order from after that position to its present end, page by page. Positions have no gap, so
    /// several pages can be read and decoded at the same time, each over a connection of its own.
    public func scan(after start: Int64 = 0, _ body: ([RecordedEvent]) async throws -> Void) async throws {
        let last = try await lastPosition()
        var next = start
        try await withThrowingTaskGroup(of: (Int64, [RecordedEvent]).self) { group in
            func readNext() {
                guard next < last else { return }
                let (from, to) = (next, min(next + Self.page, last))
                next = to
                group.addTask { (from, try await events(after: from, through: to, limit: Int(Self.page))) }
            }
            for _ in 0..<Self.pagesUnderWay { readNext() }
            var early: [Int64: [RecordedEvent]] = [:]
            var awaited = start
            while let (from, events) = try await group.next() {
                early[from] = events
                while let events = early.removeValue(forKey: awaited), let end = events.last?.position {
                    try await body(events)
                    awaited = end
                    readNext()
                }
            }
        }
    }
}
