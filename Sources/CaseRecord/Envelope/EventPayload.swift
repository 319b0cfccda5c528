/// What one type of event says beyond its envelope: the typed content of `data`.
public protocol EventPayload: FieldGroup {
    /// The type's name, `noun.past-participle`.
    static var type: EventType { get }
    /// The type's name for people, as `Referral received`.
    static var title: String { get }
    /// Whether its events stand in children's records; in ``RecordPlacement/children`` unless it says otherwise.
    static var placement: RecordPlacement { get }
    /// The version of `data` that the type reads and writes now; 1 unless it says otherwise.
    static var version: Int16 { get }
    /// The steps that lead from every older version to the current one, in order: one for each.
    static var upcasts: [Upcast] { get }
    /// One line for a chronology when the recorder wrote no summary; says what the payload says, no more.
    var headline: String { get }
    /// The payload itself where it changes another entry, said without asking for a conformance: that takes far longer.
    var asChange: (any ChangesEntry)? { get }
    /// The payload itself where it can set actions.
    var asSettingActions: (any SetsActions)? { get }
    /// What it says of who the child is, where it does.
    var childDetails: ChildDetails? { get }
    /// Notes what does not go together with the envelope; `problems` stands at the event.
    func check(_ envelope: EnvelopeFacts, _ problems: inout FieldProblems)
}

extension EventPayload {
    /// In children's records.
    public static var placement: RecordPlacement { .children }
    /// 1: the type has not changed yet.
    public static var version: Int16 { 1 }
    /// None.
    public static var upcasts: [Upcast] { [] }
    /// It changes none.
    public var asChange: (any ChangesEntry)? { nil }
    /// It sets none.
    public var asSettingActions: (any SetsActions)? { nil }
    /// Nothing.
    public var childDetails: ChildDetails? { nil }
}

extension EventPayload {
    /// Whether it is of that type. Compares the types and no more: a cast that fails takes far longer, and a fold asks every
    /// entry for dozens of types.
    @inlinable
    public func `is`<Payload: EventPayload>(_ type: Payload.Type) -> Bool { Self.self == Payload.self }

    /// It as a payload of that type, where it is one; as ``is(_:)``.
    @inlinable
    public func `as`<Payload: EventPayload>(_ type: Payload.Type) -> Payload? {
        Self.self == Payload.self ? self as? Payload : nil
    }
}

/// The name of a type of event, `noun.past-participle`, as `referral.received`.
public struct EventType: Sendable, Hashable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// The name.
    public let name: String
    /// The type of that name.
    public init(_ name: String) { self.name = name }
    /// The type of that name.
    public init(stringLiteral value: String) { name = value }
    /// The name.
    public var description: String { name }
}

/// A payload that names a team: where a clock that it starts belongs until the case is allocated.
public protocol NamesTeam: EventPayload {
    /// The team that has the matter.
    var team: TeamID? { get }
}
