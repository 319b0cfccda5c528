public import CaseRecord
public import Timescales

/// What of a record decides how long it is kept. It follows from the record alone: not from the present day, and not from the
/// schedule by which the authority keeps records.
///
/// Where a time is known only roughly its last possible day counts, so that nothing ends too early.
public struct RetentionFacts: Sendable, Hashable {
    /// What makes a record one of a class.
    public struct Ground: Sendable, Hashable {
        /// The first day of it.
        public var first: CivilDate
        /// The last.
        public var last: CivilDate
        /// The place in the log of the entry that says so first.
        public var position: Int64

        /// A ground.
        public init(first: CivilDate, last: CivilDate, position: Int64) {
            self.first = first
            self.last = last
            self.position = position
        }
    }

    /// The date of birth; an expected one does not count.
    public var birthDate: CivilDate?
    /// The date of death.
    public var deathDate: CivilDate?
    /// The last day on which something of substance happened.
    public var lastEntryOn: CivilDate
    /// The classes that the record is of, each with what makes it so.
    public var grounds: [RetentionClass: Ground]
    /// The legal holds in the record, by name.
    public var holds: [LegalHold]

    /// Facts.
    public init(
        birthDate: CivilDate? = nil, deathDate: CivilDate? = nil, lastEntryOn: CivilDate,
        grounds: [RetentionClass: Ground] = [:], holds: [LegalHold] = []
    ) {
        self.birthDate = birthDate
        self.deathDate = deathDate
        self.lastEntryOn = lastEntryOn
        self.grounds = grounds
        self.holds = holds
    }

    /// What that record says; `nil` where no entry of it stands.
    public static func of(_ record: EffectiveRecord) -> RetentionFacts? { of(CaseFold(record)) }

    static func of(_ fold: CaseFold) -> RetentionFacts? {
        let events = fold.strands.flatMap(\.events)
        guard let latest = events.map({ $0.event.occurredAt.lastDay }).max() else { return nil }
        let substance = fold.strands.compactMap { strand in
            strand.lastActivity.map { strand.events[$0].event.occurredAt.lastDay }
        }
        var facts = RetentionFacts(
            birthDate: fold.birthDate, deathDate: fold.deathDate, lastEntryOn: substance.max() ?? latest)
        for strand in fold.strands {
            for recorded in strand.events {
                for name in RetentionClass.of(recorded.event.data) { facts.add(name, recorded) }
            }
            for episode in strand.episodes { facts.add(.childInNeed, strand.events[episode.begunBy]) }
            facts.holds += LegalHold.holding(in: strand.events)
        }
        if facts.grounds.isEmpty, let first = events.min(by: { $0.position < $1.position }) {
            facts.add(.contact, first)
        }
        facts.holds.sort { $0.position < $1.position }
        return facts
    }

    private mutating func add(_ name: RetentionClass, _ recorded: RecordedEvent) {
        let occurred = recorded.event.occurredAt
        var ground =
            grounds[name]
            ?? Ground(first: occurred.firstDay, last: occurred.lastDay, position: recorded.position)
        ground.first = min(ground.first, occurred.firstDay)
        ground.last = max(ground.last, occurred.lastDay)
        ground.position = min(ground.position, recorded.position)
        grounds[name] = ground
    }
}

extension RetentionClass {
    /// The classes that an entry makes its record one of. Whether there was an episode it does not say.
    static func of(_ data: any EventPayload) -> [RetentionClass] {
        // Asked of every entry of every record, and most types say nothing of it.
        guard telling.contains(ObjectIdentifier(type(of: data))) else { return [] }
        return switch data {
        case let data as OrderMade: of(data.kind)
        case let data as CareEnded: data.reason == .adopted ? [.lookedAfter, .adopted] : [.lookedAfter]
        case let data as CaseClosed: data.reason.code == "RC1" ? [.adopted] : []
        case is CareStarted, is CareLegalStatusChanged, is PlacementStarted, is CareReviewHeld: [.lookedAfter]
        case let data as LeavingCareStatusSet: data.status == .noStatus ? [] : [.lookedAfter]
        case let data as ChildProtectionPlanStarted:
            isSexual([data.category.code, data.latestCategory?.code]) + [.childProtection]
        case let data as ProtectionPlanCategoryChanged: isSexual([data.category.code]) + [.childProtection]
        case let data as ConferenceHeld: isSexual([data.category?.code]) + [.childProtection]
        case let data as ProtectionPlanTransferNotified: isSexual([data.category?.code]) + [.childProtection]
        case is Section47Started, is Section47Concluded, is ChildProtectionPlanEnded, is CoreGroupHeld:
            [.childProtection]
        case let data as StrategyDiscussionHeld: data.initiatesSection47 ? [.childProtection] : []
        case let data as AssessmentAuthorised: isSexual(data.factors.map(\.code))
        case let data as FactorRecorded: data.kind == .risk ? isSexual([data.code?.code]) : []
        case is PrivateFosteringNotified, is PrivateFosteringBegun, is PrivateFosteringVisited: [.privateFostering]
        case is EarlyHelpStarted, is EarlyHelpReviewed, is EarlyHelpEnded, is ProgrammeJoined: [.earlyHelp]
        default: []
        }
    }

    private static let telling = Set(
        [
            OrderMade.self, CareStarted.self, CareLegalStatusChanged.self, CareEnded.self, CareReviewHeld.self,
            PlacementStarted.self, LeavingCareStatusSet.self, CaseClosed.self, ChildProtectionPlanStarted.self,
            ProtectionPlanCategoryChanged.self, ChildProtectionPlanEnded.self, ProtectionPlanTransferNotified.self,
            ConferenceHeld.self, CoreGroupHeld.self, Section47Started.self, Section47Concluded.self,
            StrategyDiscussionHeld.self, AssessmentAuthorised.self, FactorRecorded.self, PrivateFosteringNotified.self,
            PrivateFosteringBegun.self, PrivateFosteringVisited.self, EarlyHelpStarted.self, EarlyHelpReviewed.self,
            EarlyHelpEnded.self, ProgrammeJoined.self,
        ].map { (type: any EventPayload.Type) in ObjectIdentifier(type) })

    private static func of(_ order: OrderKind) -> [RetentionClass] {
        switch order {
        case .adoption: [.adopted]
        // A child under one of these is looked after, whether that was recorded by itself or not.
        case .interimCare, .care, .placement: [.lookedAfter]
        case .interimSupervision, .supervision: [.supervisionOrder]
        default: []
        }
    }

    /// Codes of sexual abuse: of a plan's category (N00113) and of factors at assessment (N00181), sexual exploitation among
    /// them.
    private static let sexual: Set<String> = ["SAB", "11A", "19A", "19B", "19C"]

    private static func isSexual(_ codes: [String?]) -> [RetentionClass] {
        codes.contains { $0.map(sexual.contains) ?? false } ? [.sexualAbuse] : []
    }
}
