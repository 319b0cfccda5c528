public import StrictJSON

/// Who a child is, answered for any day from the child's record as it is known now or was known earlier.
///
/// What an event says holds from the day it happened, or from the day that it names itself. Dates of birth and death
/// hold at any time. What the record says itself goes before what came with a record that was merged into it.
public struct ChildIdentity: Sendable {
    /// The child.
    public let child: ChildID
    /// Only what had been recorded by then counts; `nil`: all of it.
    public let knownAt: Instant?
    /// The date of birth.
    public let birthDate: CivilDate?
    /// The expected date of birth, kept after the birth.
    public let expectedBirthDate: CivilDate?
    /// The date of death.
    public let deathDate: CivilDate?
    /// What was said, in the order in which it counts: the last goes before the others.
    private let said: [(day: CivilDate, details: ChildDetails, isOwn: Bool)]
    /// What was said of each relationship, in the order in which it holds; `nil`: it ended.
    private let relationships: [Relative: [(day: CivilDate, state: ChildRelationship?)]]

    /// Who the child is whose record that is.
    public init(_ record: EffectiveRecord) {
        child = record.child
        knownAt = record.knownAt
        var said: [(day: CivilDate, details: ChildDetails, isOwn: Bool)] = []
        for strand in record.strands.reversed() {
            for recorded in strand.events.inOrderOfOccurrence {
                guard let details = recorded.event.data.childDetails else { continue }
                said.append((recorded.event.occurredAt.firstDay, details, strand.child == record.child))
            }
        }
        self.said = said
        birthDate = said.lazy.compactMap(\.details.birthDate).last
        expectedBirthDate = said.lazy.compactMap(\.details.expectedBirthDate).last
        deathDate = said.lazy.compactMap(\.details.deathDate).last
        relationships = Self.relationships(in: record)
    }

    /// Who the child was on that day.
    public func on(_ date: CivilDate) -> State {
        var state = State(identity: self, date: date)
        for (day, details, isOwn) in said where day <= date { state.take(details, on: day, isOwn: isOwn) }
        for (relative, steps) in relationships {
            guard let now = steps.last(where: { $0.day <= date })?.state else { continue }
            state.relationships[relative] = now
        }
        return state
    }

    /// Names as they are read, given names first; `nil` where there are none.
    public static func name(given: String?, family: String?) -> String? {
        guard let given, let family else { return given ?? family }
        return "\(given) \(family)"
    }

    private static func relationships(
        in record: EffectiveRecord
    ) -> [Relative: [(day: CivilDate, state: ChildRelationship?)]] {
        let own = Set([record.child] + record.mergedFrom)
        var found: [Relative: [(day: CivilDate, state: ChildRelationship?)]] = [:]
        for recorded in record.standing.inOrderOfOccurrence {
            let day = recorded.event.occurredAt.firstDay
            switch recorded.event.data {
            case let data as RelationshipRecorded:
                let from = data.from ?? day
                for (relative, isInverse) in data.relative.seen(by: own, among: recorded.event.children) {
                    let state = ChildRelationship(
                        relative: relative, kind: isInverse ? data.kind.inverse : data.kind, name: data.name,
                        birthDate: data.birthDate, household: data.household,
                        // Who is responsible for a child is not the child's charge.
                        hasParentalResponsibility: isInverse ? nil : data.parentalResponsibility, from: from)
                    found[relative, default: []].append((from, state))
                }
            case let data as RelationshipEnded:
                for (relative, _) in data.relative.seen(by: own, among: recorded.event.children) {
                    found[relative, default: []].append((day, nil))
                }
            default: break
            }
        }
        // Stable: of one day, what happened later comes last.
        return found.mapValues { steps in
            steps.enumerated().sorted { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }.map(\.element)
        }
    }
}

extension Relative {
    /// Whom a relationship concerns, seen from the record of one child, by all of whose identifiers it is known; and
    /// whether it is the other way round there.
    fileprivate func seen(by own: Set<ChildID>, among children: [ChildID]) -> [(relative: Relative, isInverse: Bool)] {
        guard case .child(let child) = self, own.contains(child) else { return [(self, false)] }
        return children.filter { !own.contains($0) }.map { (.child($0), true) }
    }
}

extension [RecordedEvent] {
    /// By the first moment at which each can have happened, and then by position.
    var inOrderOfOccurrence: [RecordedEvent] {
        sorted { one, other in
            (one.event.occurredAt.firstInstant, one.position) < (other.event.occurredAt.firstInstant, other.position)
        }
    }
}

/// Somebody's relationship to a child on one day.
public struct ChildRelationship: Sendable, Hashable {
    /// Who that is.
    public let relative: Relative
    /// What that somebody is to the child.
    public let kind: RelationshipKind
    /// The name, of a person.
    public let name: String?
    /// The date of birth, of a person.
    public let birthDate: CivilDate?
    /// The household in which they live together.
    public let household: HouseholdID?
    /// Whether that somebody has parental responsibility for the child; `nil` where it is not known.
    public let hasParentalResponsibility: Bool?
    /// The first day.
    public let from: CivilDate
}

extension ChildIdentity {
    /// Who a child was on one day.
    public struct State: Sendable {
        /// The child.
        public let child: ChildID
        /// The day.
        public let date: CivilDate
        /// Given names.
        public private(set) var givenName: String?
        /// Family name.
        public private(set) var familyName: String?
        /// Names that the child had before, or has in a record that was merged into this one.
        public private(set) var previousNames: [PreviousName] = []
        /// The date of birth.
        public let birthDate: CivilDate?
        /// The expected date of birth, kept after the birth.
        public let expectedBirthDate: CivilDate?
        /// The date of death.
        public let deathDate: CivilDate?
        /// Sex.
        public private(set) var sex: Code<SexList>?
        /// Ethnicity.
        public private(set) var ethnicity: Code<EthnicityList>?
        /// Disabilities.
        public private(set) var disabilities: [Code<DisabilityList>] = []
        /// Unique pupil number.
        public private(set) var upn: UniquePupilNumber?
        /// Former unique pupil number.
        public private(set) var formerUPN: UniquePupilNumber?
        /// Why the unique pupil number is unknown; `nil` once it is known.
        public private(set) var upnUnknown: Code<UPNUnknownList>?
        /// NHS number.
        public private(set) var nhsNumber: NHSNumber?
        fileprivate(set) var relationships: [Relative: ChildRelationship] = [:]
        private var isNameOwn = false

        fileprivate init(identity: ChildIdentity, date: CivilDate) {
            child = identity.child
            self.date = date
            birthDate = identity.birthDate
            expectedBirthDate = identity.expectedBirthDate
            deathDate = identity.deathDate
        }

        /// Whether the child was not born yet; `false` where neither date of birth is known.
        public var isUnborn: Bool { birthDate.map { date < $0 } ?? (expectedBirthDate != nil) }

        /// Those to whom the child is related: children first, then others, by identifier.
        public var relatives: [ChildRelationship] {
            relationships.sorted { $0.key < $1.key }.map(\.value)
        }

        /// The other children with records to whom the child is related.
        public var linkedChildren: [ChildID] {
            relatives.compactMap { if case .child(let child) = $0.relative { child } else { nil } }
        }

        /// The households in which the child lives, each with whom.
        public var households: [(household: HouseholdID, members: [Relative])] {
            Dictionary(grouping: relatives.filter { $0.household != nil }, by: \.household)
                .compactMap { household, members in household.map { ($0, members.map(\.relative)) } }
                .sorted { $0.household < $1.household }
        }

        fileprivate mutating func take(_ details: ChildDetails, on day: CivilDate, isOwn: Bool) {
            takeName(details, on: day, isOwn: isOwn)
            previousNames += details.previousNames.filter { !previousNames.contains($0) }
            sex = details.sex ?? sex
            ethnicity = details.ethnicity ?? ethnicity
            if !details.disabilities.isEmpty { disabilities = details.disabilities }
            if let new = details.upn {
                if let old = upn, old != new { formerUPN = old }
                upn = new
                upnUnknown = nil
            }
            formerUPN = details.formerUPN ?? formerUPN
            if upn == nil { upnUnknown = details.upnUnknown ?? upnUnknown }
            nhsNumber = details.nhsNumber ?? nhsNumber
        }

        private mutating func takeName(_ details: ChildDetails, on day: CivilDate, isOwn: Bool) {
            let (given, family) = (details.givenName ?? givenName, details.familyName ?? familyName)
            defer {
                (givenName, familyName) = (given, family)
                if details.givenName != nil || details.familyName != nil { isNameOwn = isOwn }
            }
            let isFirst = givenName == nil && familyName == nil
            // A name to which something is only added stays the same name.
            let isOther =
                (givenName != nil && given != givenName) || (familyName != nil && family != familyName)
            guard !isFirst, isOther else { return }
            let name = PreviousName(
                givenName: givenName, familyName: familyName,
                until: isOwn && isNameOwn ? day.adding(days: -1) : nil)
            if !previousNames.contains(name) { previousNames.append(name) }
        }

        /// The child as clients read it.
        public var json: JSONObject {
            var fields = FieldWriter(capacity: 20)
            fields.put("child", child)
            fields.put("asAt", date)
            fields.put("givenName", givenName)
            fields.put("familyName", familyName)
            fields.put("previousNames", previousNames)
            fields.put("birthDate", birthDate)
            fields.put("expectedBirthDate", expectedBirthDate)
            fields.put("deathDate", deathDate)
            fields.put("unborn", isUnborn)
            fields.put("sex", sex)
            fields.put("ethnicity", ethnicity)
            fields.put("disabilities", disabilities)
            fields.put("upn", upn)
            fields.put("formerUpn", formerUPN)
            fields.put("upnUnknown", upnUnknown)
            fields.put("nhsNumber", nhsNumber)
            var object = fields.object
            object["relatives"] = .array(relatives.map { .object($0.json) })
            object["linkedChildren"] = linkedChildren.field
            object["households"] = .array(
                households.map { ["household": $0.household.field, "members": .array($0.members.map(\.field))] })
            return object
        }
    }
}

extension ChildRelationship {
    /// The relationship as clients read it.
    var json: JSONObject {
        var fields = FieldWriter()
        relative.write(to: &fields)
        fields.put("kind", kind)
        fields.put("name", name)
        fields.put("birthDate", birthDate)
        fields.put("household", household)
        fields.put("parentalResponsibility", hasParentalResponsibility)
        fields.put("from", from)
        return fields.object
    }
}
