import CaseRecord

/// All that views of one case need of a record, each of the records that are part of it put together by itself.
struct CaseFold {
    let record: EffectiveRecord
    let strands: [StrandFold]
    let responsibility: ResponsibilityHistory

    /// - Parameter asAt: Only what had happened by the end of that day counts; `nil`: all of it.
    init(_ record: EffectiveRecord, asAt: CivilDate? = nil) {
        self.record = record
        strands = record.strands.map { StrandFold($0.events.happened(by: asAt)) }
        responsibility = ResponsibilityHistory(strands.map(\.responsibility))
    }

    /// What the record says itself goes before what came with a record that was merged into it.
    var birthDate: CivilDate? { strands.lazy.compactMap(\.birthDate).first }
    var expectedBirthDate: CivilDate? { strands.lazy.compactMap(\.expectedBirthDate).first }
    var deathDate: CivilDate? { strands.lazy.compactMap(\.deathDate).first }
    /// Only what the record says itself: a record that was merged into it may be closed, by now, to those who see this one.
    var name: String? {
        zip(record.strands, strands).first { $0.0.child == record.child }.flatMap { _, own in
            ChildIdentity.name(given: own.givenName, family: own.familyName)
        }
    }

    /// Whether an episode is open.
    var isOpen: Bool { strands.contains { $0.openEpisode != nil } }

    /// Since when an open case has no worker: since nobody has had it or, where nobody ever had, since it was accepted.
    var unallocatedSince: CivilDate? {
        guard let acceptedOn = strands.compactMap({ $0.openEpisode?.acceptedOn }).min(),
            Responsibility.of(strands: strands.map(\.responsibility.responsibility)).worker == nil
        else { return nil }
        return max(acceptedOn, responsibility.vacantOn ?? acceptedOn)
    }

    /// The risk that was assessed last in an open episode.
    var riskInOpenEpisode: (level: RiskLevel, day: CivilDate, evidence: CaseEvidence)? {
        var latest: (level: RiskLevel, day: CivilDate, evidence: CaseEvidence)?
        for strand in strands {
            guard let open = strand.openEpisode,
                let risk = strand.risks.last(where: { strand.day($0.place) >= open.openedOn })
            else { continue }
            let day = strand.day(risk.place)
            if latest.map({ $0.day < day }) ?? true { latest = (risk.level, day, strand.evidence(risk.place)) }
        }
        return latest
    }

    /// The last day on which something of a kind happened.
    func last(_ places: KeyPath<StrandFold, [Int]>) -> CivilDate? {
        strands.compactMap { strand in strand[keyPath: places].last.map { strand.day($0) } }.max()
    }

    /// The last entry of a kind.
    func lastEvidence(_ places: KeyPath<StrandFold, [Int]>) -> CaseEvidence? {
        strands.compactMap { strand in strand[keyPath: places].last.map { strand.evidence($0) } }.max { one, other in
            (one.occurredAt.firstInstant, one.position) < (other.occurredAt.firstInstant, other.position)
        }
    }
}

extension [RecordedEvent] {
    /// Those that can have happened by the end of that day.
    func happened(by asAt: CivilDate?) -> [RecordedEvent] {
        guard let asAt else { return self }
        return filter { $0.day <= asAt }
    }
}
