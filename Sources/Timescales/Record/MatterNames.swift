import CaseRecord
import StrictJSON

/// The names of the matters that something belongs to, by kind. Few: they are looked through one by one.
struct MatterNames: Hashable, Sendable {
    /// Every matter, those of one kind by name.
    private(set) var all: [MatterName]

    /// None.
    init() { all = [] }

    /// One.
    init(_ kind: String, _ name: String) { all = [MatterName(kind: kind, name: name)] }

    /// Those that the fields of an entry name themselves.
    init(namedIn fields: JSONObject) {
        all = []
        for member in fields.members where Self.kinds.contains(member.name) {
            if case .string(let name) = member.value { add(member.name, name) }
        }
    }

    private static let kinds = Set(Matter.allCases.map(\.rawValue))

    /// Whether there is none of that kind.
    func lacks(_ kind: String) -> Bool { !all.contains { $0.kind == kind } }

    /// Whether the matter of that kind and name is among them.
    func contains(_ kind: String, _ name: String) -> Bool { all.contains { $0.name == name && $0.kind == kind } }

    /// Whether any matter of that kind is among both.
    func meets(_ others: MatterNames, in kind: String) -> Bool {
        all.contains { $0.kind == kind && others.contains(kind, $0.name) }
    }

    /// The matters of that kind, by name.
    func of(_ kind: String) -> some Sequence<MatterName> { all.lazy.filter { $0.kind == kind } }

    /// The name of the matter of that kind; of several the first in the alphabet.
    func first(_ kind: String) -> String? { all.first { $0.kind == kind }?.name }

    /// Those of these kinds.
    func only(_ kinds: Set<String>) -> MatterNames {
        var some = self
        some.all.removeAll { !kinds.contains($0.kind) }
        return some
    }

    /// Those of other kinds.
    func without(_ kind: String) -> MatterNames {
        var some = self
        some.all.removeAll { $0.kind == kind }
        return some
    }

    /// Adds one; those there already stay.
    mutating func add(_ kind: String, _ name: String) {
        let matter = MatterName(kind: kind, name: name)
        let place = all.firstIndex { $0.kind == kind && $0.name >= name } ?? all.endIndex
        if place < all.endIndex, all[place] == matter { return }
        all.insert(matter, at: place)
    }

    /// Adds them; those there already stay.
    mutating func add(_ others: MatterNames) {
        if all.isEmpty {
            all = others.all
            return
        }
        for matter in others.all { add(matter.kind, matter.name) }
    }
}

/// One matter of a record.
struct MatterName: Hashable, Sendable {
    let kind: String
    let name: String
}
