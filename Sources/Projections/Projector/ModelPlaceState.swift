import CaseRecord
import Ledger
import PostgresClient

/// One generation of one read model, as `caselog.projection` has it.
struct ModelPlaceState: Sendable {
    enum State: String { case filling, building, live, old }

    let name: String
    let generation: Int32
    var state: State
    /// All that its rows depend on beside the records.
    let definition: String
    /// The position that its rows reflect.
    var position: Int64
    /// Why it does not go on.
    var stopped: ModelStatus.Stopped?
    /// Whether it was compared with the live generation, or need not be.
    var isCompared = false
    /// Whether every row was the same then. What came later changed both alike.
    var isSame = false
    /// Whether that is being done.
    var isBeingCompared = false

    init(name: String, generation: Int32, state: State, definition: String, position: Int64) {
        self.name = name
        self.generation = generation
        self.state = state
        self.definition = definition
        self.position = position
    }

    @Sendable init(_ row: borrowing PostgresRow) throws {
        name = try row.decode(0, as: String.self)
        generation = try row.decode(1, as: Int32.self)
        state = State(rawValue: try row.decode(2, as: String.self)) ?? .old
        definition = try row.decode(3, as: String.self)
        position = try row.decode(4, as: Int64.self)
        if let at = try row.decode(5, as: PostgresTimestamp?.self) {
            stopped = ModelStatus.Stopped(at: at.instant, because: try row.decode(6, as: String?.self) ?? "")
        }
    }

    var isLive: Bool { state == .live }

    func place(of authority: AuthorityCode) -> ModelPlace {
        ModelPlace(generation: Generation(authority: authority.text, number: generation), isLive: isLive)
    }

    func key(of authority: AuthorityCode) -> [PostgresValue] {
        [.text(authority.text), .text(name), .int4(generation)]
    }
}
