import CaseRecord
import Ledger
import PostgresClient

/// The histories of all children that the log has, each with those that merges connect to it, page by page to whoever
/// asks next.
actor HistoryPages {
    private let reader: LedgerReader
    private let last: Int64
    private let size: Int
    private var reading: Task<[ChildID], any Error>?

    /// Pages of so many children of the log up to that position.
    init(over reader: LedgerReader, through last: Int64, size: Int) {
        self.reader = reader
        self.last = last
        self.size = size
    }

    /// The next page; `nil` after the last.
    func next() async throws -> [RelatedHistories]? {
        // Others ask meanwhile: each page begins where the one before ends.
        let before = reading
        let task = Task { [reader, last, size] in
            let end = try await before?.value.last
            if before != nil, end == nil { return [] as [ChildID] }
            return try await reader.children(after: end, through: last, limit: size)
        }
        reading = task
        let children = try await task.value
        return children.isEmpty ? nil : try await histories(of: children)
    }

    private nonisolated func histories(of children: [ChildID]) async throws -> [RelatedHistories] {
        var read = try await reader.histories(of: children, through: last)
        var related = children.map { RelatedHistories(of: $0, read[$0] ?? []) }
        while true {
            let missing = Set(related.flatMap(\.missing)).filter { read[$0] == nil }.sorted()
            if !missing.isEmpty {
                let more = try await reader.histories(of: missing, through: last)
                for child in missing { read[child] = more[child] ?? [] }
            }
            guard related.contains(where: { !$0.missing.isEmpty }) else { return related }
            for index in related.indices {
                for child in related[index].missing { related[index].add(read[child] ?? [], of: child) }
            }
        }
    }
}
