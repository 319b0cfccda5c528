public import CaseRecord
public import Foundation
public import StrictJSON

/// What somebody did about an alert.
public struct AlertDeed: Sendable, Equatable {
    /// What it was.
    public enum Kind: String, Sendable {
        /// Somebody has taken note of it.
        case acknowledged
        /// Somebody holds it to be wrong or of no matter.
        case dismissed
        /// It is not told for a time.
        case silenced
    }

    /// What it was.
    public let kind: Kind
    /// When it was recorded.
    public let at: Instant
    /// Who did it.
    public let by: String
    /// Why, or what is being done.
    public let words: String?
    /// The event that says so.
    public let event: UUID
    /// Until when it holds; `nil`: until something changes.
    public let until: Instant?

    /// The deed as JSON, with what it is as `state`.
    public var json: JSONValue {
        [
            "state": .string(kind.rawValue), "at": .string(at.description), "by": .string(by),
            "words": words.map { .string($0) } ?? .null, "event": event.field,
            "until": until.map { .string($0.description) } ?? .null,
        ]
    }
}
