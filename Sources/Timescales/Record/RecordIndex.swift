import CaseRecord
import StrictJSON

/// One child's record, or one strand of it, as the rules see it: happenings by type, each with the matters that it
/// belongs to.
struct RecordIndex {
    /// All of them by when they happened.
    let all: [Happening]
    private let places: [String: [Int]]
    private let openings: [MatterName: Happening]
    private let matters: [String: [String]]
    /// The child's day of birth, where one is recorded.
    let born: CivilDate?

    init(_ events: some Sequence<RecordedEvent>) {
        var linking = Linking(events)
        linking.link()
        all = linking.happenings.chronological()
        openings = linking.openings
        var places: [String: [Int]] = [:]
        for (place, happening) in all.enumerated() { places[happening.type, default: []].append(place) }
        self.places = places
        var matters: [String: [String]] = [:]
        var seen: Set<MatterName> = []
        for happening in all {
            for (kind, names) in happening.names {
                for name in names.sorted() where seen.insert(MatterName(kind: kind, name: name)).inserted {
                    matters[kind, default: []].append(name)
                }
            }
        }
        self.matters = matters
        born = all.last { $0.fields["birthDate"] != nil }?.fields["birthDate"]?.stringValue.flatMap { CivilDate($0) }
    }

    /// Those of these types, by when they happened.
    func of(_ types: [String]) -> [Happening] {
        if types.count == 1 { return (places[types[0]] ?? []).map { all[$0] } }
        return types.flatMap { places[$0] ?? [] }.sorted().map { all[$0] }
    }

    /// What opened the matter of that name.
    func opening(of kind: String, named name: String) -> Happening? { openings[MatterName(kind: kind, name: name)] }

    /// The names of every matter of that kind, in the order in which they were first met.
    func matters(of kind: String) -> [String] { matters[kind] ?? [] }
}

/// One matter of a record.
struct MatterName: Hashable {
    let kind: String
    let name: String
}

/// Finds out which matters each happening belongs to.
struct Linking {
    var happenings: [Happening]
    private(set) var openings: [MatterName: Happening] = [:]
    /// Referrals by when they were received.
    private(set) var referrals: [Happening] = []

    init(_ events: some Sequence<RecordedEvent>) {
        happenings = []
        // Of what opens a matter twice under one name the first by position keeps it; a plan is opened by entries of
        // several types, one of each.
        var opened: Set<[String]> = []
        for happening in events.map({ Happening($0) }).sorted(by: { $0.recorded.position < $1.recorded.position }) {
            if let matter = happening.opened {
                if openings[matter] == nil { openings[matter] = happening }
                let isFirst = opened.insert([happening.type, matter.name]).inserted
                guard isFirst || Self.toldTwice.contains(matter.kind) else { continue }
            }
            happenings.append(happening)
        }
        referrals = happenings.filter { $0.type == ReferralReceived.type.name }.chronological()
    }

    /// What may be told twice: a discussion, and an arrangement that is proposed and then begun.
    private static let toldTwice: Set<String> = [
        Matter.strategyDiscussion.rawValue, Matter.privateFostering.rawValue,
    ]

    /// The latest referral received on that day or before it: what belongs to one and names none.
    func latestReferral(onOrBefore day: CivilDate) -> String? {
        referrals.last { $0.day <= day }?.ownName(Matter.referral.rawValue)
    }

    /// The happenings of that type, by when they happened.
    func all(_ type: EventType) -> [Happening] { happenings.filter { $0.type == type.name }.chronological() }

    mutating func link() {
        let enquiries = enquiries()
        let cores = coreAssessments(of: enquiries)
        happenings += elements()
        let conferences = conferences(of: enquiries)
        let enquiryOfReferral = Dictionary(enquiries.map { ($0.name, $0.referral) }) { first, _ in first }
        for index in happenings.indices {
            var names = happenings[index].ownNames
            for (kind, own) in names {
                for name in own { names.add(inherited(from: MatterName(kind: kind, name: name))) }
            }
            if let enquiry = conferences[happenings[index].recorded.position] { names.add(["section47": [enquiry]]) }
            for assessment in names["assessment"] ?? [] { names.add(cores.names[assessment] ?? [:]) }
            for enquiry in names["section47"] ?? [] {
                if names["referral"] == nil, let referral = enquiryOfReferral[enquiry] ?? nil {
                    names.add(["referral": [referral]])
                }
            }
            if names["referral"] == nil {
                if happenings[index].type == CaseClosed.type.name {
                    // A closure that names none closes every open episode.
                    names["referral"] = Set(referrals.compactMap { $0.ownName("referral") })
                } else if let latest = latestReferral(onOrBefore: happenings[index].day) {
                    names["referral"] = [latest]
                }
            }
            happenings[index].names = names
        }
        happenings += enquiries.map(\.initiated) + cores.required
    }

    /// What the entry that opened a matter names belongs to the matter, too, and so on.
    private func inherited(from matter: MatterName, depth: Int = 0) -> [String: Set<String>] {
        guard depth < 4, let opening = openings[matter] else { return [:] }
        var names = opening.ownNames
        for (kind, own) in opening.ownNames where kind != matter.kind {
            for name in own { names.add(inherited(from: MatterName(kind: kind, name: name), depth: depth + 1)) }
        }
        if names["referral"] == nil, let latest = latestReferral(onOrBefore: opening.day) {
            names["referral"] = [latest]
        }
        return names.filter { $0.key != matter.kind }
    }

    /// Each element of a list of objects is a happening of its own.
    private func elements() -> [Happening] {
        happenings.flatMap { happening in
            happening.fields.members.flatMap { member in
                (member.value.arrayValue ?? []).compactMap(\.objectValue).map { element in
                    var fields = element
                    for kind in Matter.allCases.map(\.rawValue) where fields[kind] == nil {
                        fields[kind] = happening.fields[kind]
                    }
                    return Happening(happening.recorded, type: "\(happening.type)/\(member.name)", fields: fields)
                }
            }
        }
    }
}

extension Happening {
    /// The matter that it opens.
    fileprivate var opened: MatterName? {
        guard let kind = Swift.type(of: recorded.event.data).opens.first?.rawValue, let name = ownName(kind) else {
            return nil
        }
        return MatterName(kind: kind, name: name)
    }

    /// The matters that it names itself.
    fileprivate var ownNames: [String: Set<String>] {
        var names: [String: Set<String>] = [:]
        for kind in Matter.allCases.map(\.rawValue) { if let name = ownName(kind) { names[kind] = [name] } }
        return names
    }
}

extension [String: Set<String>] {
    /// Adds names of matters; those there already stay.
    mutating func add(_ others: [String: Set<String>]) {
        for (kind, names) in others { self[kind, default: []].formUnion(names) }
    }
}
