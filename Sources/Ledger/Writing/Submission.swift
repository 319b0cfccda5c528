import CaseRecord
import Foundation

/// An append on its way: its events as they will be stored, and who waits for the answer.
struct Submission: Sendable {
    let events: [SubmittedEvent]
    let submittedBy: String
    let arrived: ContinuousClock.Instant
    let answer: @Sendable (Result<[Receipt], AppendError>) -> Void

    /// Bytes of content.
    let size: Int

    init(
        _ events: [SubmittedEvent], submittedBy: String,
        answer: @escaping @Sendable (Result<[Receipt], AppendError>) -> Void
    ) {
        self.events = events
        self.submittedBy = submittedBy
        self.answer = answer
        arrived = .now
        size = events.reduce(0) { $0 + $1.content.count }
    }
}

/// One event of an append, encoded by the task that hands it in and not by the one writer. A class, because it goes
/// through many hands and each copy of its fields would be counted.
final class SubmittedEvent: Sendable {
    let id: UUID
    let authority: AuthorityCode
    let type: String
    let typeVersion: Int16
    /// Microseconds since 1970.
    let occurredAt: Int64
    let precision: String
    let recordedBy: String
    let children: [ChildID]
    let expectedVersions: [ChildID: Int64]
    let content: [UInt8]

    init(_ draft: EventDraft) {
        let event = draft.event
        id = event.id
        authority = event.authority
        type = event.type.name
        typeVersion = Swift.type(of: event.data).version
        occurredAt = event.occurredAt.firstInstant.microseconds
        precision = event.occurredAt.precision.rawValue
        recordedBy = event.recordedBy.text
        children = event.children
        expectedVersions = draft.expectedVersions
        content = event.canonicalBytes
    }
}
