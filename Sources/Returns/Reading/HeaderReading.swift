import CaseRecord

extension CensusHeader {
    /// Reads the header of a census.
    init(reading element: Element, in context: CensusContext) throws(CensusError) {
        var notes = RefusalNotes()
        let header = Block(element: element)
        header.noteStrangers(beside: ["CollectionDetails", "Source", "Content"], &notes)
        let details = header.first("CollectionDetails")
        details.noteStrangers(beside: ["Collection", "Year", "ReferenceDate"], &notes)
        guard details.text("Collection", &notes)?.uppercased() == "CIN" else {
            throw .notCensus(details.element.place, reason: "its <Collection> is not CIN")
        }
        let source = header.first("Source")
        let known = ["SourceLevel", "LEA", "SoftwareCode", "Release", "SerialNo", "DateTime"]
        source.noteStrangers(beside: known, &notes)

        authority = try Self.authority(of: source, in: context, &notes)
        year = details.value("Year", &notes) { text in
            Int(text).flatMap { (1900...9999).contains($0) ? .value($0) : nil } ?? .problem("must be a year, as 2026")
        }
        referenceDate = details.value("ReferenceDate", &notes, Read.date(DateBounds(now: context.now).problem(of:)))
        softwareCode = source.text("SoftwareCode", &notes)
        release = source.text("Release", &notes)
        serialNumber = source.text("SerialNo", &notes)
        writtenAt = source.text("DateTime", &notes)
        line = element.line
        refusals = notes.inOrder
    }

    private static func authority(
        of source: Block, in context: CensusContext, _ notes: inout RefusalNotes
    ) throws(CensusError) -> AuthorityCode {
        let form = "must be the local authority's code of three digits"
        let found = source.filled("LEA", &notes)
        if let found, let stated = found.value.flatMap({ AuthorityCode($0) }) {
            guard let expected = context.authority, expected != stated else { return stated }
            throw .otherAuthority(found.place, stated: stated, expected: expected)
        }
        guard let expected = context.authority else {
            throw .notCensus(found?.place ?? source.element.place, reason: "its <LEA> \(form)")
        }
        notes.add("LEA", line: (found ?? source.element).line, form)
        return expected
    }
}

extension Block {
    /// The first block of that name, or an empty one in this block's place.
    func first(_ name: String) -> Block {
        Block(element: elements(name).first ?? Element(name: name, place: element.place))
    }
}
