import CaseRecord
public import StrictJSON
public import TextTable
import Timescales

extension WorkerView {
    /// The view as a JSON document.
    public var json: JSONValue {
        var object = setting.json
        object["load"] = load.json
        object["workingDaysAhead"] = .integer(Int64(setting.policy.workingDaysAhead))
        object["clocksOverdue"] = .integer(Int64(cases.reduce(0) { $0 + $1.overdueClocks }))
        object["clocksAhead"] = .integer(Int64(cases.reduce(0) { $0 + $1.clocks.count - $1.overdueClocks }))
        object["cases"] = .array(cases.map(\.json))
        object["development"] = development.json
        var recording = recording.json.objectValue ?? JSONObject()
        recording["from"] = .string(months.lowerBound.description)
        recording["to"] = .string(months.upperBound.description)
        object["recording"] = .object(recording)
        return .object(object)
    }

    /// The view for a terminal: the caseload, and each case with what is to be asked about it.
    public func text(_ layout: TextLayout) -> String {
        var document = TextDocument(layout)
        let name = load.person?.name.map { " (\($0))" } ?? ""
        document.heading("Supervision of \(worker)\(name)\(setting.words)")
        let remarks = load.remarks.isEmpty ? "" : "; " + load.remarks.joined(separator: ", ")
        document.paragraph(
            "\(load.cases.counted("case")) of \(load.points.counted("point")), the cap is \(load.cap)\(remarks). \(load.atMoreRisk) at more "
                + "risk, \(load.unseen) not seen, \(load.overdue) with overdue clocks.",
            style: load.isOverCap ? .red : .plain)
        if recording.entries > 0, let median = recording.band(percent: 50), let most = recording.band(percent: 90) {
            document.paragraph(
                "Recorded \(recording.entries == 1 ? "1 entry" : "\(recording.entries) entries") since \(months.lowerBound): half within \(median.lagWords), nine in "
                    + "ten within \(most.lagWords), the latest after \(recording.longest.counted("day")).")
        }
        if !development.isEmpty {
            document.paragraph(
                "Development: \(development.words).", style: development.missing.isEmpty ? .plain : .yellow)
        }
        for found in cases { found.write(to: &document) }
        return document.text
    }
}

extension SupervisedCase {
    /// At most so many entries are shown with their headlines; all are counted.
    private static let mostEntries = 20

    var json: JSONValue {
        var object: JSONObject = ["case": inBrief.json, "why": .array(why.map { .string($0) })]
        object["weight"] = .integer(Int64(row.weight))
        object["openedOn"] = row.openedOn.jsonValue
        object["allocatedOn"] = row.allocatedOn.jsonValue
        object["lastVisitOn"] = row.lastVisitOn.jsonValue
        object["lastSeenAloneOn"] = row.lastSeenAloneOn.jsonValue
        object["lastSupervisedOn"] = row.lastSupervisedOn.jsonValue
        object["lastOversightOn"] = row.lastOversightOn.jsonValue
        object["lastActivityOn"] = row.lastActivityOn.jsonValue
        object["childView"] = since?.childView.map { $0.packJSON } ?? .null
        object["since"] =
            since.map { since in
                [
                    "supervision": since.supervision.map { $0.packJSON } ?? .null,
                    "count": .integer(Int64(since.entries.count)),
                    "entries": .array(since.entries.prefix(Self.mostEntries).map(\.packJSON)),
                ]
            } ?? .null
        object["clocks"] = .array(clocks.map(\.json))
        object["items"] = .array(
            items.map { item in
                var json = item.item.supervisionJSON
                json["workingDaysOverdue"] = item.overdueJSON
                json["fromLastSupervision"] = .bool(row.lastSupervisedOn.map { item.item.setOn <= $0 } ?? false)
                return .object(json)
            })
        object["gaps"] = .array(row.gaps.map { .string($0) })
        return .object(object)
    }

    func write(to document: inout TextDocument) {
        document.heading(inBrief.tableText + (row.weight == 1 ? "" : ", \(row.weight) points"))
        if !why.isEmpty { document.paragraph(why.joined(separator: "; "), style: .red, indent: 2) }
        var facts: [(name: String, value: String)] = []
        facts.append(
            (
                "  Seen",
                "\(inBrief.seenText); alone \(row.lastSeenAloneOn?.description ?? "never"); supervised "
                    + "\(row.lastSupervisedOn?.description ?? "never"); oversight "
                    + "\(row.lastOversightOn?.description ?? "never")"
            ))
        if let view = since?.childView {
            facts.append(("  Child's view", "\(view.event.occurredAt.firstDay) \(view.event.headline)"))
        }
        if let since {
            let latest = since.entries.prefix(3).map { "\($0.event.occurredAt.firstDay) \($0.event.headline)" }
            facts.append(
                (
                    "  Since then",
                    "\(since.entries.count) \(since.entries.count == 1 ? "entry" : "entries")"
                        + (latest.isEmpty ? "" : ": ")
                        + latest.joined(separator: "; ")
                ))
        }
        for clock in clocks {
            let left = clock.workingDaysLeft
            let when =
                left < 0
                ? "\((-left).counted("working day")) late" : left == 0 ? "today" : "in \(left.counted("working day"))"
            facts.append(
                ("  " + clock.stage.rawValue, "\(clock.title) (\(clock.clock.rule)), due \(clock.clock.due), \(when)"))
        }
        for item in items {
            let state = item.item.state == .open ? "open, \(item.dueText)" : item.item.state.rawValue
            facts.append(("  " + item.item.kind.rawValue, "\(state): \(item.item.what)"))
        }
        if !row.gaps.isEmpty { facts.append(("  Gaps", row.gaps.joined(separator: ", "))) }
        document.list(facts)
    }
}

extension RecordedEvent {
    /// The entry in a supervision pack: enough to know what it is and to open it.
    var packJSON: JSONValue {
        [
            "occurredAt": .string(event.occurredAt.description), "type": .string(event.type.name),
            "headline": .string(event.headline), "recordedBy": .string(event.recordedBy.text), "id": event.id.field,
            "position": .integer(position),
        ]
    }
}
