import CaseRecord
public import StrictJSON
public import TextTable

extension SubjectAccess {
    /// What has to be known before anything of it is handed out.
    public static let notice =
        "A draft. Somebody who is allowed to has to read every entry before it is handed out: free text is not understood, "
        + "and people who are named in it may have to be asked."

    /// The answer as clients read it.
    public var json: JSONObject {
        var object: JSONObject = [
            "child": .string(child.text), "birthDate": birthDate.map { .string($0.description) } ?? .null,
            "position": .integer(position), "requester": .string(request.requester.rawValue),
            "notice": .string(Self.notice),
        ]
        object["received"] = request.received.map { .string($0.description) }
        object["answerBy"] = answerBy.map { .string($0.description) }
        object["answerByIfExtended"] = answerByIfExtended.map { .string($0.description) }
        object["mergedInto"] = mergedInto.map { .string($0.text) }
        if !mergedFrom.isEmpty { object["mergedFrom"] = mergedFrom.field }
        object["entries"] = .array(disclosed.map { .object($0.json(releasing: request.release)) })
        object["withheld"] = .array(withheld.map(\.json))
        object["grounds"] = .object(
            Set(withheld.flatMap(\.reasons)).sorted { $0.rawValue < $1.rawValue }.reduce(into: JSONObject()) {
                $0[$1.rawValue] = .string($1.ground)
            })
        return object
    }

    /// The same as a text.
    public func text(_ layout: TextLayout) -> String {
        var document = TextDocument(layout)
        document.heading("What is held about \(child), as at log position \(position)")
        document.paragraph(Self.notice, style: .yellow)
        if let answerBy, let answerByIfExtended {
            document.paragraph(
                "To be answered by \(answerBy); if the month was extended by two, by \(answerByIfExtended).")
        }
        if let mergedInto {
            document.paragraph("This record was merged into \(mergedInto): ask for that one.", style: .red)
        }
        document.heading("Handed out: \(disclosed.count)")
        for item in disclosed {
            let event = item.entry.recorded.event
            document.separate()
            document.paragraph("\(item.entry.occurredAt.tableText)  \(Swift.type(of: event.data).title)", style: .bold)
            document.paragraph(event.headline, indent: 2)
            if let source = event.source { document.paragraph("From \(source.agency).", indent: 2) }
            for member in event.data.field.objectValue?.members ?? [] {
                document.paragraph("\(member.name): \(member.value.stringValue ?? member.value.text())", indent: 4)
            }
            if !item.named.isEmpty {
                document.paragraph("Check: \(item.named.joined(separator: ", ")) named.", style: .yellow, indent: 2)
            }
            if !item.released.isEmpty {
                let reasons = item.released.map(\.rawValue).joined(separator: ", ")
                document.paragraph("Released though \(reasons).", style: .yellow, indent: 2)
            }
        }
        document.heading("Withheld: \(withheld.count)")
        var table = TextTable(layout, head: ["LOG", "DATE", "TYPE", "WHY"], wrapped: 3)
        for item in withheld {
            let hand = item.isByHand ? " (by hand)" : ""
            table.add([
                String(item.position), item.occurredAt.tableText, item.type.name,
                item.reasons.map(\.ground).removingRepeats.joined(separator: "; ") + hand,
            ])
        }
        document.table(table)
        return document.text
    }
}

extension SubjectAccess.Withheld {
    /// What is told of it.
    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "position": .integer(position), "occurredAt": .string(occurredAt.description), "type": .string(type.name),
            "reasons": .array(reasons.map { .string($0.rawValue) }),
        ]
        if isByHand { object["byHand"] = true }
        return .object(object)
    }
}

extension SubjectAccess.Disclosed {
    /// Of a chronology's entry what is the child's own: nothing of other children, and of what it said before only what was
    /// released.
    fileprivate func json(releasing released: Set<Int64>) -> JSONObject {
        var object = entry.json.objectValue ?? JSONObject()
        for name in ["children", "asRecorded", "corrections", "struckOut", "cameFrom"] { object[name] = nil }
        let trail = entry.entry.changes.filter { released.contains($0.entry.recorded.position) }
        if !trail.isEmpty { object["corrections"] = .array(trail.map(\.json)) }
        if !self.released.isEmpty { object["releasedThough"] = .array(self.released.map { .string($0.rawValue) }) }
        if !named.isEmpty { object["names"] = .array(named.map { .string($0) }) }
        return object
    }
}

extension [String] {
    /// Each once, in order.
    fileprivate var removingRepeats: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
