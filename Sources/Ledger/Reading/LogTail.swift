public import CaseRecord
import NIOConcurrencyHelpers
import PostgresClient

/// Follows the end of the log for those who keep what they have read of it: says whether what they keep is still so.
///
/// Whoever asks for a mark is given one that was taken after they asked, so that nothing which was in the log by then is
/// passed over. All that ask while the log is being looked at share the next look.
public final class LogTail: Sendable {
    /// A place in the log up to which something was read.
    public struct Mark: Sendable, Hashable, Comparable {
        /// What was kept before another session is not compared any more.
        fileprivate let session: Int
        /// Which log it is of. Another one lacks what the last had: a replica that took over can have had less.
        public let log: Int
        /// The last position that the log had.
        public let position: Int64

        /// Whether the first was taken before the other, as far as they can be told apart.
        public static func < (one: Mark, other: Mark) -> Bool {
            (one.session, one.position) < (other.session, other.position)
        }
    }

    /// The most entries that one look goes through; where more were added, all that is kept is read anew.
    static let mostEntries = 1000
    /// For how many children it is remembered when their records last grew.
    static let mostChildren = 50_000
    /// All that ask wait for one look, so that none may take long.
    fileprivate static let patience: Duration = .seconds(5)

    private struct State {
        var (session, log) = (0, 0)
        /// Where the log ended when it was last looked at; `nil` before that.
        var end: LogNews.End?
        /// The last position at which the record of each child grew, in this session.
        var grown: [ChildID: Int64] = [:]
        /// The same of what concerns the authority as a whole.
        var authorityGrown: Int64 = 0
        var running: Task<Mark, any Error>?
        var queued: Task<Mark, any Error>?

        mutating func take(_ news: LogNews) -> Mark {
            let isSameLog = end == nil || news.isSameLog
            if end != nil, isSameLog, let added = news.added, grown.count + added.count <= LogTail.mostChildren {
                for entry in added {
                    if entry.children.isEmpty { authorityGrown = entry.position }
                    for child in entry.children { grown[child] = entry.position }
                }
            } else {
                session += 1
                if !isSameLog { log += 1 }
                grown = [:]
                authorityGrown = 0
            }
            end = news.end
            return Mark(session: session, log: log, position: news.end.position)
        }
    }

    private let reader: LedgerReader
    private let state = NIOLockedValueBox(State())

    /// A follower with connections of the reader's pool.
    public init(_ reader: LedgerReader) { self.reader = reader }

    /// The log's end as it is now, or a little later.
    ///
    /// - Throws: What the database says.
    public func mark() async throws -> Mark {
        let shared = state.withLockedValue { state -> Task<Mark, any Error> in
            // The one that runs may have looked before this asking.
            if let queued = state.queued { return queued }
            let before = state.running
            let next = Task { [self] in
                _ = await before?.result
                self.state.withLockedValue { state in
                    state.running = state.queued
                    state.queued = nil
                }
                return try await look()
            }
            state.queued = next
            return next
        }
        return try await shared.value
    }

    /// Whether the record of one of those children may have grown since.
    public func haveGrown(_ children: [ChildID], since mark: Mark) -> Bool {
        state.withLockedValue { state in
            state.session != mark.session || children.contains { state.grown[$0] ?? 0 > mark.position }
        }
    }

    /// Whether something may have been added since that concerns the authority as a whole.
    public func hasAuthorityGrown(since mark: Mark) -> Bool {
        state.withLockedValue { $0.session != mark.session || $0.authorityGrown > mark.position }
    }

    /// One at a time.
    private func look() async throws -> Mark {
        let end = state.withLockedValue(\.end)
        let news = try await reader.news(after: end, limit: Self.mostEntries)
        return state.withLockedValue { $0.take(news) }
    }
}

/// What was added to the log.
struct LogNews: Sendable {
    /// Where a log ends: its last entry with the hash of it, which no other log has there.
    struct End: Sendable {
        let position: Int64
        let hash: [UInt8]?
    }

    let end: End
    /// Whether what was there before still is.
    let isSameLog: Bool
    /// The entries with the children in whose records they stand; `nil` where they are too many, or one cannot be read.
    let added: [(position: Int64, children: [ChildID])]?
}

extension LedgerReader {
    /// What was added after that end, if it is no more than so many entries; without an end, only where the log ends.
    fileprivate func news(after end: LogNews.End?, limit: Int) async throws -> LogNews {
        let rows = try await pool.withConnection { connection in
            try await connection.query(
                LedgerStatements.news,
                [.text(authority.text), .int8(end?.position ?? .max), .int8(Int64(limit) + 1)],
                deadline: LogTail.patience
            ) { row in
                (
                    end: LogNews.End(
                        position: try row.decode(0, as: Int64.self), hash: try row.decode(1, as: [UInt8]?.self)),
                    seen: try row.decode(2, as: [UInt8]?.self), position: try row.decode(3, as: Int64?.self),
                    content: try row.decode(4, as: [UInt8]?.self), typeVersion: try row.decode(5, as: Int16?.self)
                )
            }
        }
        // Before its first writer there is no log.
        guard let first = rows.first else {
            return LogNews(end: LogNews.End(position: 0, hash: nil), isSameLog: (end?.position ?? 0) == 0, added: [])
        }
        var added: [(position: Int64, children: [ChildID])]? = []
        for row in rows {
            guard let position = row.position, let content = row.content, let typeVersion = row.typeVersion else {
                continue
            }
            guard rows.count <= limit, let event = try? CaseEvent(stored: content, typeVersion: typeVersion) else {
                added = nil
                break
            }
            added?.append((position, event.children))
        }
        return LogNews(end: first.end, isSameLog: end?.hash == first.seen, added: added)
    }
}
