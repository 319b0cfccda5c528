import CaseRecord

extension [RecordedEvent] {
    /// The places of the events by the first moment at which each can have happened, and then by position. A record is
    /// mostly written in the order in which things happen, so that is tried first.
    var orderOfOccurrence: [Int] {
        let moments = map { $0.event.occurredAt.firstInstant }
        let isInOrder = indices.dropFirst().allSatisfy { place in
            (moments[place - 1], self[place - 1].position) < (moments[place], self[place].position)
        }
        guard !isInOrder else { return Array<Int>(indices) }
        return indices.sorted { one, other in
            (moments[one], self[one].position) < (moments[other], self[other].position)
        }
    }
}

extension RecordedEvent {
    /// The first day on which it can have happened.
    var day: CivilDate { event.occurredAt.firstDay }
}
