import CaseRecord

extension CensusChild {
    /// Reads a `Child` and makes events of it.
    init(reading element: Element, of header: CensusHeader, in context: CensusContext) {
        let block = Block(element: element)
        var notes = RefusalNotes()
        let identifiers = block.first("ChildIdentifiers")
        let child = identifiers.childID(&notes)
        notes.child = child
        line = element.line
        self.child = child
        let details = block.blocks("CINdetails")
        episodesRead = details.count
        guard let child else {
            (events, refusals, episodesTaken, repeats) = ([], notes.inOrder, 0, 0)
            return
        }

        block.noteStrangers(beside: ["ChildIdentifiers", "ChildCharacteristics", "CINdetails"], &notes)
        for name in ["ChildIdentifiers", "ChildCharacteristics"] {
            for more in block.elements(name).dropFirst() {
                notes.add(name, line: more.line, "must not stand twice in Child: the first was taken", .block)
            }
        }
        let bounds = DateBounds(now: context.now)
        let registration = ChildRegistered(
            identifiers: identifiers, characteristics: block.first("ChildCharacteristics"), bounds, &notes)
        var reading = EpisodeReading(bounds: bounds, referenceDate: header.referenceDate, notes: notes)
        let episodes = details.compactMap { reading.episode($0) }
        if episodes.isEmpty {
            reading.notes.add(
                "Child", line: element.line,
                "must have a CINdetails with a CINreferralDate: the day the child became known is not stated", .child)
        }
        let chronology = ChildChronology(
            child: child, registration: registration, episodes: episodes, of: header, in: context)
        events = chronology.events
        repeats = chronology.repeats
        refusals = reading.notes.inOrder
        episodesTaken = episodes.count
    }
}

extension Block {
    fileprivate func childID(_ notes: inout RefusalNotes) -> ChildID? {
        let losing = "; the child cannot be taken without it"
        guard elements("LAchildID").contains(where: { $0.value != nil }) else {
            notes.add("LAchildID", line: element.line, "is missing" + losing, .child)
            return nil
        }
        return value("LAchildID", &notes, scope: .child, losing: losing, Read.childID)
    }
}

extension ChildRegistered {
    fileprivate init(
        identifiers: Block, characteristics: Block, _ bounds: DateBounds, _ notes: inout RefusalNotes
    ) {
        identifiers.noteStrangers(
            beside: [
                "LAchildID", "UPN", "FormerUPN", "UPNunknown", "PersonBirthDate", "ExpectedPersonBirthDate", "Sex",
                "GenderCurrent", "PersonDeathDate",
            ], &notes)
        characteristics.noteStrangers(beside: ["Ethnicity", "Disabilities"], &notes)
        var disabilities: [Code<DisabilityList>] = []
        for list in characteristics.blocks("Disabilities") {
            list.noteStrangers(beside: ["Disability"], &notes)
            disabilities += list.values("Disability", &notes, Read.code(DisabilityList.self))
        }
        let date = Read.date(bounds.problem(of:))
        let expected = Read.date(bounds.problem(ofExpected:))
        // `Sex` from 2024-25, `GenderCurrent` before; a return that has both is taken at the newer word.
        let sex = identifiers.value("Sex", &notes, Read.sex)
        let older = identifiers.value("GenderCurrent", &notes, Read.sex)
        self.init(
            birthDate: identifiers.value("PersonBirthDate", &notes, date),
            expectedBirthDate: identifiers.value("ExpectedPersonBirthDate", &notes, expected),
            deathDate: identifiers.value("PersonDeathDate", &notes, date),
            sex: sex ?? older,
            ethnicity: characteristics.value("Ethnicity", &notes, Read.code(EthnicityList.self)),
            disabilities: disabilities.inListOrder(),
            upn: identifiers.value("UPN", &notes, Read.upn),
            formerUPN: identifiers.value("FormerUPN", &notes, Read.upn),
            upnUnknown: identifiers.value("UPNunknown", &notes, Read.code(UPNUnknownList.self)))
    }
}
