import CaseRecord
import StrictJSON

/// One child's record, or one strand of it, as the rules see it: happenings by type, each with the matters that it
/// belongs to.
final class RecordIndex {
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
            for matter in happening.names.all where seen.insert(matter).inserted {
                matters[matter.kind, default: []].append(matter.name)
            }
        }
        self.matters = matters
        born = all.last { $0.fields["birthDate"] != nil }?.fields["birthDate"]?.stringValue.flatMap { CivilDate($0) }
    }

    /// The types of what is there.
    var types: some Sequence<String> { places.keys }

    /// Where those of these types stand in ``all``, by when they happened.
    func places(of types: [String]) -> [Int] {
        types.count == 1 ? places[types[0]] ?? [] : types.flatMap { places[$0] ?? [] }.sorted()
    }

    /// What opened the matter of that name.
    func opening(of matter: MatterName) -> Happening? { openings[matter] }

    /// The names of every matter of that kind, in the order in which they were first met.
    func matters(of kind: String) -> [String] { matters[kind] ?? [] }
}

/// Finds out which matters each happening belongs to.
struct Linking {
    var happenings: [Happening]
    private(set) var openings: [MatterName: Happening] = [:]
    /// Referrals by when they were received.
    private(set) var referrals: [Happening] = []
    /// The entries of each type, in the order of the log.
    private let byType: [String: [Happening]]
    /// What belongs to a matter because its opening says so, found before.
    private var inherited: [MatterName: MatterNames] = [:]

    init(_ events: some Sequence<RecordedEvent>) {
        var happenings: [Happening] = []
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
        byType = Dictionary(grouping: happenings, by: \.type)
        self.happenings = happenings
        referrals = all(ReferralReceived.type)
    }

    /// What may be told twice: a discussion, and an arrangement that is proposed and then begun.
    private static let toldTwice: Set<String> = [
        Matter.strategyDiscussion.rawValue, Matter.privateFostering.rawValue,
    ]

    /// The latest referral received on that day or before it: what belongs to one and names none.
    func latestReferral(onOrBefore day: CivilDate) -> String? {
        referrals.last { $0.day <= day }?.ownName(Matter.referral.rawValue)
    }

    /// The entries of that type, by when they happened.
    func all(_ type: EventType) -> [Happening] { byType[type.name]?.chronological() ?? [] }

    mutating func link() {
        let enquiries = enquiries()
        let cores = coreAssessments(of: enquiries)
        happenings += elements()
        let conferences = conferences(of: enquiries)
        let enquiryOfReferral = Dictionary(enquiries.map { ($0.name, $0.referral) }) { first, _ in first }
        for index in happenings.indices {
            var names = happenings[index].ownNames
            for matter in happenings[index].ownNames.all { names.add(inherited(from: matter)) }
            if let enquiry = conferences[happenings[index].recorded.position] { names.add("section47", enquiry) }
            for assessment in names.of("assessment") { names.add(cores.names[assessment.name] ?? MatterNames()) }
            for enquiry in names.of("section47") where names.lacks("referral") {
                if let referral = enquiryOfReferral[enquiry.name] ?? nil { names.add("referral", referral) }
            }
            if names.lacks("referral") {
                if happenings[index].type == CaseClosed.type.name {
                    // A closure that names none closes every open episode.
                    for referral in referrals { referral.ownName("referral").map { names.add("referral", $0) } }
                } else if let latest = latestReferral(onOrBefore: happenings[index].day) {
                    names.add("referral", latest)
                }
            }
            happenings[index].names = names
        }
        happenings += enquiries.map(\.initiated) + cores.required
    }

    private mutating func inherited(from matter: MatterName) -> MatterNames {
        if let found = inherited[matter] { return found }
        let found = inherited(from: matter, depth: 0)
        inherited[matter] = found
        return found
    }

    /// What the entry that opened a matter names belongs to the matter, too, and so on.
    private func inherited(from matter: MatterName, depth: Int) -> MatterNames {
        guard depth < 4, let opening = openings[matter] else { return MatterNames() }
        var names = opening.ownNames
        for other in opening.ownNames.all where other.kind != matter.kind {
            names.add(inherited(from: other, depth: depth + 1))
        }
        if names.lacks("referral"), let latest = latestReferral(onOrBefore: opening.day) {
            names.add("referral", latest)
        }
        return names.without(matter.kind)
    }

    /// Each element of a list of objects is a happening of its own.
    private func elements() -> [Happening] {
        happenings.flatMap { happening in
            happening.fields.members.flatMap { member in
                (member.value.arrayValue ?? []).compactMap(\.objectValue).map { element in
                    var fields = element
                    for matter in happening.ownNames.all where fields[matter.kind] == nil {
                        fields[matter.kind] = happening.fields[matter.kind]
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
}
