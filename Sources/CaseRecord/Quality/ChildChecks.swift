/// What contradicts itself in who the child is: dates of birth and death, disabilities.
enum ChildChecks {
    static func findings(in record: EffectiveRecord) -> [QualityFinding] {
        let standing = record.standing.inOrderOfOccurrence
        let descriptions = standing.filter { $0.event.data.childDetails != nil }
        return descriptions.flatMap(single) + wholeRecord(record, descriptions) + afterDeath(record, standing)
    }

    private static func details(_ recorded: RecordedEvent) -> ChildDetails? {
        recorded.event.data.childDetails
    }

    private static func single(_ recorded: RecordedEvent) -> [QualityFinding] {
        guard let details = details(recorded) else { return [] }
        var findings: [QualityFinding] = []
        let written = LondonTime.date(of: recorded.recordedAt)
        if let birth = details.birthDate, birth > written {
            findings.append(
                QualityFinding(.birthInFuture, [recorded], "date of birth \(birth), recorded before it on \(written)"))
        }
        if let birth = details.birthDate, let expected = details.expectedBirthDate {
            findings.append(
                QualityFinding(
                    .bothBirthDates, [recorded], "date of birth \(birth) and expected date of birth \(expected)"))
        }
        let codes = details.disabilities.map(\.code)
        if Set(codes).count < codes.count {
            findings.append(QualityFinding(.contradictoryDisabilities, [recorded], "a disability stands twice"))
        }
        if codes.contains("NONE"), Set(codes).count > 1 {
            findings.append(
                QualityFinding(.contradictoryDisabilities, [recorded], "no disability (NONE) stands beside another"))
        }
        return findings
    }

    private static func wholeRecord(_ record: EffectiveRecord, _ descriptions: [RecordedEvent]) -> [QualityFinding] {
        let identity = ChildIdentity(record)
        var findings: [QualityFinding] = []
        // Where nobody said who the child is, there is nothing to contradict.
        if let first = descriptions.first, identity.birthDate == nil, identity.expectedBirthDate == nil {
            findings.append(
                QualityFinding(.noBirthDate, [first], "neither date of birth nor expected date of birth is known"))
        }
        if let birth = identity.birthDate, let death = identity.deathDate, death < birth {
            let concerned = descriptions.filter { recorded in
                let said = details(recorded)
                return said?.birthDate == birth || said?.deathDate == death
            }
            findings.append(
                QualityFinding(
                    .deathBeforeBirth, concerned, "date of death \(death), before the date of birth \(birth)"))
        }
        return findings
    }

    private static func afterDeath(_ record: EffectiveRecord, _ standing: [RecordedEvent]) -> [QualityFinding] {
        guard let death = ChildIdentity(record).deathDate,
            let said = standing.last(where: { details($0)?.deathDate == death })
        else { return [] }
        // What is discussed and closed after a death is in order; what is begun for the child is not.
        return standing.filter { recorded in
            (recorded.isEpisodeActivity || recorded.event.data is ReferralReceived)
                && !(recorded.event.data is StrategyDiscussionHeld)
                && Occurrence.day(death).isOnEarlierDay(than: recorded.event.occurredAt)
        }.map { recorded in
            let title = Swift.type(of: recorded.event.data).title.lowercasedFirst
            return QualityFinding(
                .activityAfterDeath, [recorded, said], "\(title) on \(recorded.dayText), after the death on \(death)")
        }
    }
}
