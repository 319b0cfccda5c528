import CaseRecord
import NIOConcurrencyHelpers
import Views

/// What was read of the tables last, kept for as long as they reflect the same entries of the log: whoever looks at a view
/// again, or turns to its next page, has it without its being read anew.
final class KeptRows: Sendable {
    /// The most rows that are kept: those of some five teams of 1,000 cases.
    static let capacity = 50_000

    /// What rows are of: the generations that readers see, and the last entry of the log that each reflects.
    struct Stamp: Hashable, Sendable {
        struct Place: Hashable, Sendable {
            let generation: Int32
            let position: Int64
            /// The entry's leaf hash: a replica that took over can have another entry there.
            let entry: [UInt8]?
        }

        /// By the name of the read model.
        let places: [String: Place]
    }

    /// What was asked for.
    enum Asked: Hashable, Sendable {
        case rows(CaseSelection, openOnly: Bool)
        case items(CaseSelection, openOnly: Bool)
        case openClocks(CaseSelection)
        case overdueClocks(CaseSelection)
        case recordingLags(ClosedRange<CivilDate>, Set<WorkerID>?)
    }

    private struct Answer: Sendable {
        let rows: any Sendable
        let moments: Range<Instant>?
    }

    private struct State {
        var stamp: Stamp?
        var answers: [Asked: Answer] = [:]
        var count = 0
    }

    private let state = NIOLockedValueBox(State())

    /// The rows that were read for that, if they are still so.
    func rows<Row: Sendable>(_ asked: Asked, at moment: Instant? = nil, of stamp: Stamp) -> [Row]? {
        state.withLockedValue { state in
            guard state.stamp == stamp, let answer = state.answers[asked] else { return nil }
            if let moment, answer.moments?.contains(moment) != true { return nil }
            return answer.rows as? [Row]
        }
    }

    /// Keeps them instead of what was read of other entries; where there is no room, instead of all else.
    ///
    /// - Parameter moments: When they are so; `nil`: always.
    func keep<Row: Sendable>(_ rows: [Row], for asked: Asked, during moments: Range<Instant>? = nil, of stamp: Stamp) {
        guard rows.count <= Self.capacity else { return }
        state.withLockedValue { state in
            let isOther = state.stamp != stamp
            if isOther || state.answers[asked] != nil || state.count + rows.count > Self.capacity {
                // Counting what falls away would cost more than reading it again now and then.
                state = State(stamp: stamp)
            }
            state.answers[asked] = Answer(rows: rows, moments: moments)
            state.count += rows.count
        }
    }
}
