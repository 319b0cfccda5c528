/// Whether the events of a type stand in children's records. The raw value is what `/v1/event-types` says of `children`.
public enum RecordPlacement: String, Sendable {
    /// In the record of each child named, one or more.
    case children = "required"
    /// In no child's record: workers, teams and whatever else concerns the authority as a whole.
    case authority = "none"
    /// In the records of the children named, where it names any.
    case either = "optional"

    /// Why an event of that type cannot name these children; `nil` where it can.
    ///
    /// - Parameter isGiven: Whether the event has a list of children at all.
    func refusal(ofChildren children: [ChildID], isGiven: Bool = true, type: EventType) -> String? {
        switch self {
        case .children where children.isEmpty:
            isGiven ? "must name at least one child" : "is required"
        case .authority where !children.isEmpty:
            "must be left out: an event of type \(type) stands in no child's record"
        default: nil
        }
    }
}
