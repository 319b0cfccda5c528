public import CaseRecord

extension CaseRow {
    /// The row of a record as it now stands; `nil` where the record was merged into another, or no entry of it stands.
    ///
    /// Where records were merged, a case is open while one of them has an open episode, and the latest of their days
    /// counts.
    public static func of(_ record: EffectiveRecord) -> CaseRow? { of(record, items: CaseItem.all(in: record)) }

    /// The same where the record's items are known (``CaseItem/all(in:)``).
    public static func of(_ record: EffectiveRecord, items: @autoclosure () -> [CaseItem]) -> CaseRow? {
        guard record.mergedInto == nil, record.strands.contains(where: { !$0.events.isEmpty }) else { return nil }
        let items = items()
        let fold = CaseFold(record)
        var row = CaseRow(fold)
        row.openItems = items.count(where: \.isOpen)
        row.gaps = GapFinder(fold, items: items).names
        row.guarding = RecordGuard.of(record).stored
        return row
    }

    /// What the row says besides gaps and items.
    init(_ fold: CaseFold) {
        let strands = fold.strands
        child = fold.record.child
        position = fold.record.position
        name = fold.name
        birthDate = fold.birthDate ?? fold.expectedBirthDate
        isUnborn = fold.birthDate == nil && fold.expectedBirthDate != nil

        let open = strands.compactMap(\.openEpisode)
        isOpen = !open.isEmpty
        let latest = strands.flatMap(\.episodes).max { one, other in
            (one.closedOn ?? one.openedOn, one.openedOn) < (other.closedOn ?? other.openedOn, other.openedOn)
        }
        openedOn = open.map(\.openedOn).min() ?? latest?.openedOn
        closedOn = isOpen ? nil : latest?.closedOn

        let history = fold.responsibility
        let now = Responsibility.of(strands: strands.map(\.responsibility.responsibility))
        team = now.team
        worker = now.worker
        allocatedOn = worker == nil ? nil : history.allocatedOn
        weight = worker == nil ? 1 : history.last?.weight ?? 1

        unallocatedSince = fold.unallocatedSince
        let transfer = strands.compactMap { strand in strand.waiting[.transfer].map { (strand, $0) } }
            .min { $0.0.day($0.1) < $1.0.day($1.1) }
        awaitsTransferSince = transfer.map { $0.0.day($0.1) }
        transferTo = transfer.flatMap { ($0.0.events[$0.1].event.data as? CaseWaiting)?.toTeam }
        awaitsClosureSince = strands.compactMap { strand in strand.day(strand.waiting[.closure]) }.min()
        let risk = fold.riskInOpenEpisode
        riskLevel = risk?.level
        riskAssessedOn = risk?.day
        lastReviewedOn = fold.last(\.reviews)

        section47Since = strands.flatMap { strand in strand.openEnquiries.map { strand.day($0) } }.min()
        let protection = strands.compactMap { strand -> (day: CivilDate, category: String?)? in
            guard let plan = strand.openProtectionPlan, let day = strand.day(plan.protectionStarted) else { return nil }
            return (day, plan.category)
        }.min { $0.day < $1.day }
        protectionPlanSince = protection?.day
        protectionCategory = protection?.category
        lookedAfterSince = strands.compactMap { $0.since($0.care) }.min()
        missingSince = strands.compactMap { $0.since($0.missing) }.min()

        lastVisitOn = fold.last(\.visits)
        lastSeenOn = fold.last(\.seen)
        lastSeenAloneOn = fold.last(\.seenAlone)
        lastSupervisedOn = fold.last(\.supervisions)
        lastOversightOn = fold.last(\.oversight)
        lastActivityOn = strands.compactMap { $0.day($0.lastActivity) }.max()
        gaps = []
        openItems = 0
        retention = RetentionFacts.of(fold)?.stored ?? ""
    }
}
