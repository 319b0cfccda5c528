extension EventPayload {
    /// Most payloads go with any envelope.
    public func check(_ envelope: EnvelopeFacts, _ problems: inout FieldProblems) {}
}

/// What a payload may ask of the envelope around it.
public struct EnvelopeFacts: Sendable {
    /// The children that the event names; `nil` where they could not be read.
    public let children: [ChildID]?
    /// Now: nothing can have happened more than a day after it.
    public let now: Instant

    /// Those facts.
    public init(children: [ChildID]?, now: Instant) {
        self.children = children
        self.now = now
    }
}

extension Occurrence {
    /// Why nothing that is recorded now can have happened then; `nil` where it can.
    func refusal(now: Instant) -> String? {
        if firstInstant > now.adding(seconds: 86_400) {
            return "must not lie in the future: an event is recorded once it has happened"
        }
        return firstDay.year < EventDraft.earliestYear ? "must not lie before \(EventDraft.earliestYear)" : nil
    }
}

extension EventDraft {
    /// Why that cannot be a summary; `nil` where it can.
    static func refusal(ofSummary summary: String) -> String? {
        guard !summary.hasScalars(atMost: longestSummary) else { return nil }
        return "must not be longer than \(longestSummary) characters; use a note for more"
    }
}
