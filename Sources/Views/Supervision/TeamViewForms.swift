import CaseRecord
public import StrictJSON
public import TextTable

extension TeamView {
    /// The view as a JSON document. Each row names the child and the position or event that it comes from.
    public var json: JSONValue {
        var object = setting.json
        for part in parts { object[part.name] = part.make() }
        return .object(object)
    }

    /// The same document, for whoever waits for that of a large team: its parts are made, and those that are objects
    /// written, side by side.
    public func jsonOfPartsSideBySide() async -> JSONValue {
        let parts = parts
        var made: [JSONValue?] = Array(repeating: nil, count: parts.count)
        await withTaskGroup(of: (Int, JSONValue).self) { group in
            for (place, part) in parts.enumerated() { group.addTask { (place, part.make().writtenAhead) } }
            for await (place, value) in group { made[place] = value }
        }
        var object = setting.json
        for (part, value) in zip(parts, made) { object[part.name] = value }
        return .object(object)
    }

    /// What makes each member of the document, in their order.
    private var parts: [(name: String, make: @Sendable () -> JSONValue)] {
        [
            ("team", { .string(team.text) }), ("name", { details?.name.map { .string($0) } ?? .null }),
            ("manager", { details?.manager.map { .string($0.text) } ?? .null }),
            ("fullTimeEquivalent", { details?.fullTimeEquivalent.field ?? .null }),
            ("available", { details?.available.field ?? .null }),
            ("openCases", { .integer(Int64(openCases)) }), ("handovers", { handoversJSON }),
            ("protectiveActions", { protectiveActionsJSON }), ("unallocated", { unallocatedJSON }),
            ("overdueClocks", { overdueClocksJSON }), ("awaitingTransfer", { Self.waiting(awaitingTransfer) }),
            ("awaitingClosure", { Self.waiting(awaitingClosure) }), ("overdueItems", { overdueItemsJSON }),
            ("supervisionOverdue", { supervisionJSON }),
            ("silent", { ["count": .integer(Int64(silent.count)), "rows": .array(silent.map(\.json))] }),
            ("gaps", { gapsJSON }), ("caseload", { .array(caseload.map(\.json)) }), ("recording", { recordingJSON }),
        ]
    }

    private var handoversJSON: JSONValue {
        [
            "count": .integer(Int64(handovers.count(where: \.isWaiting))),
            "overdue": .integer(Int64(handovers.count { $0.workingDaysOverdue != nil })),
            "openActions": .integer(Int64(handovers.reduce(0) { $0 + $1.openActions })),
            "rows": .array(handovers.map(\.json)),
        ]
    }

    private var protectiveActionsJSON: JSONValue {
        [
            "count": .integer(Int64(protectiveActions.count)),
            "overdue": .integer(Int64(protectiveActions.count { $0.workingDaysOverdue != nil })),
            "rows": .array(protectiveActions.map(\.json)),
        ]
    }

    private var unallocatedJSON: JSONValue {
        [
            "count": .integer(Int64(unallocated.count)),
            "withoutRiskAssessment": .integer(Int64(unallocated.count { $0.lacksRiskAssessment })),
            "reviewOverdue": .integer(Int64(unallocated.count { $0.isReviewOverdue })),
            "seeingOverdue": .integer(Int64(unallocated.count { $0.isSeeingOverdue })),
            "unit": .string(AgeBands.waiting.unit.rawValue), "bands": Self.bands(unallocated),
            "rows": .array(unallocated.map(\.json)),
        ]
    }

    private var overdueClocksJSON: JSONValue {
        [
            "count": .integer(Int64(overdue.reduce(0) { $0 + $1.clocks.count })),
            "cases": .integer(Int64(overdue.count)),
            "unseen": .integer(Int64(overdue.count { $0.inBrief.isUnseen })),
            "unit": .string(AgeBands.overdue.unit.rawValue),
            "bands": AgeBands.overdue.json(clockBands), "rows": .array(overdue.map(\.json)),
        ]
    }

    private var overdueItemsJSON: JSONValue {
        [
            "count": .integer(Int64(overdueItems.count)), "withoutDay": .integer(Int64(undatedItems)),
            "unit": .string(AgeBands.overdue.unit.rawValue), "bands": AgeBands.overdue.json(itemBands),
            "rows": .array(overdueItems.map(\.json)),
        ]
    }

    private var supervisionJSON: JSONValue {
        [
            "count": .integer(Int64(unsupervised.count)),
            "never": .integer(Int64(unsupervised.count { $0.lastSupervisedOn == nil })),
            "rows": .array(unsupervised.map(\.json)),
        ]
    }

    private var gapsJSON: JSONValue {
        [
            "count": .integer(Int64(gaps.count)),
            "kinds": .array(
                GappedCase.counts(gaps).map { gap, count in
                    ["gap": .string(gap.rawValue), "title": .string(gap.title), "count": .integer(Int64(count))]
                }), "rows": .array(gaps.map(\.json)),
        ]
    }

    private var recordingJSON: JSONValue {
        [
            "from": .string(months.lowerBound.description), "to": .string(months.upperBound.description),
            "team": recording.json, "workers": .array(recordingByWorker.map(\.json)),
        ]
    }

    private static func bands(_ cases: [WaitingCase]) -> JSONValue {
        AgeBands.waiting.json(AgeBands.waiting.counts(cases.lazy.map(\.days)))
    }

    private static func waiting(_ cases: [WaitingCase]) -> JSONValue {
        [
            "count": .integer(Int64(cases.count)), "unit": .string(AgeBands.waiting.unit.rawValue),
            "bands": bands(cases), "rows": .array(cases.map(\.json)),
        ]
    }

    private var clockBands: [Int] { AgeBands.overdue.counts(overdue.lazy.flatMap(\.clocks).map(\.workingDays)) }
    private var itemBands: [Int] { AgeBands.overdue.counts(overdueItems.lazy.compactMap(\.workingDaysOverdue)) }

    /// The view as tables for a terminal, the worst first, at most so many rows of each table.
    public func text(_ layout: TextLayout, most: Int = 12) -> String {
        var page = TextPage(layout, most: most)
        let name = details?.name.map { " (\($0))" } ?? ""
        let manager = details?.manager.map { ", managed by \($0)" } ?? ""
        page.heading("Team \(team)\(name)\(manager): \(openCases.counted("open case"))\(setting.words)")
        handedOver(&page)
        harm(&page)
        waiting(&page)
        oversight(&page)
        work(&page)
        return page.document.text
    }

    private func handedOver(_ page: inout TextPage) {
        page.table(
            "Handovers", ["CHILD", "FROM", "SENT", "RISK", "ACCEPTED", "WHAT"], handovers,
            note: "\(handovers.count(where: \.isWaiting)) not accepted"
        ) { row in
            let toDo = row.actions.filter(\.isOpen).map { "to do: \($0.what)" }
            return TextPage.Row(
                cells: [
                    row.inBrief.tableText, row.from ?? "", row.sentAt?.description ?? row.fact.beganOn.description,
                    row.riskLevel?.words ?? "not said", row.acceptedText,
                    ([row.sent?.situation].compactMap { $0 } + toDo).joined(separator: "; "),
                ],
                cellStyles: [4: row.isWaiting ? .red : .plain])
        }
    }

    private func harm(_ page: inout TextPage) {
        page.table(
            "Protective actions not known to be done", ["CHILD", "SEEN", "SET", "DUE", "WHO", "WHAT"], protectiveActions
        ) { row in
            TextPage.Row(
                cells: [
                    row.inBrief.tableText, row.inBrief.seenText, row.item.setOn.description, row.dueText, row.who,
                    row.item.what,
                ], style: row.workingDaysOverdue == nil ? nil : .red)
        }
        page.table(
            "Unallocated", ["CHILD", "DAYS", "RISK", "SEEN", "REVIEWED", "WHY"], unallocated,
            note: Self.bandWords(unallocated), numbers: [1]
        ) { row in
            TextPage.Row(
                cells: [
                    row.inBrief.tableText, String(row.days), row.inBrief.riskLevel?.words ?? "not assessed",
                    row.inBrief.seenText, row.lastReviewedOn?.description ?? "never", row.why.joined(separator: "; "),
                ],
                cellStyles: [
                    2: row.lacksRiskAssessment ? .red : .plain,
                    3: row.inBrief.isUnseen || row.isSeeingOverdue ? .red : .plain,
                    4: row.isReviewOverdue ? .red : .plain,
                ])
        }
        page.table(
            "Overdue clocks, by case", ["CHILD", "WORKER", "SEEN", "LATE", "DUE", "WHAT"], overdue,
            note: "clocks " + AgeBands.overdue.words(clockBands), numbers: [3]
        ) { row in
            let worst = row.clocks.first
            return TextPage.Row(
                cells: [
                    row.inBrief.tableText, row.inBrief.worker?.text ?? "none", row.inBrief.seenText,
                    String(row.workingDays), worst?.due.description ?? "",
                    (worst.map { "\($0.title) (\($0.rule))" } ?? "")
                        + (row.clocks.count > 1 ? " and \(row.clocks.count - 1) more" : ""),
                ],
                cellStyles: [2: row.inBrief.isUnseen ? .red : .plain, 3: worst?.isSevere == true ? .red : .plain])
        }
    }

    private func waiting(_ page: inout TextPage) {
        for (name, cases) in [("Waiting for transfer", awaitingTransfer), ("Waiting for closure", awaitingClosure)] {
            page.table(
                name, ["CHILD", "DAYS", "WORKER", "SEEN", "WHY"], cases, note: Self.bandWords(cases), numbers: [1]
            ) { row in
                TextPage.Row(cells: [
                    row.inBrief.tableText, String(row.days), row.inBrief.worker?.text ?? "none", row.inBrief.seenText,
                    row.why.joined(separator: "; "),
                ])
            }
        }
    }

    private func oversight(_ page: inout TextPage) {
        page.table(
            "Decisions and actions overdue", ["CHILD", "LATE", "DUE", "WHO", "WHAT"], overdueItems,
            note: AgeBands.overdue.words(itemBands) + "; \(undatedItems) more have no day", numbers: [1]
        ) { row in
            TextPage.Row(cells: [
                row.inBrief.tableText, row.workingDaysOverdue.map { String($0) } ?? "", row.dueText, row.who,
                row.item.what,
            ])
        }
        page.table("Supervision overdue", ["CHILD", "WORKER", "DUE", "WHY"], unsupervised) { row in
            TextPage.Row(cells: [
                row.inBrief.tableText, row.inBrief.worker?.text ?? "none", row.clock.due.description,
                row.why.joined(separator: "; "),
            ])
        }
        page.table("Silent cases", ["CHILD", "WORKER", "DAYS", "SEEN", "WHY"], silent, numbers: [2]) { row in
            TextPage.Row(cells: [
                row.inBrief.tableText, row.inBrief.worker?.text ?? "none", String(row.days), row.inBrief.seenText,
                row.why.joined(separator: "; "),
            ])
        }
    }

    private func work(_ page: inout TextPage) {
        page.table(
            "Records that lack something", ["CHILD", "WORKER", "SEEN", "WHAT"], gaps,
            note: GappedCase.counts(gaps).prefix(3).map { "\($0.gap.title): \($0.count)" }.joined(separator: ", ")
        ) { row in
            TextPage.Row(cells: [
                row.inBrief.tableText, row.inBrief.worker?.text ?? "none", row.inBrief.seenText,
                row.gaps.map(\.title).joined(separator: "; "),
            ])
        }
        page.table(
            "Caseload", ["WORKER", "CASES", "POINTS", "CAP", "AT RISK", "UNSEEN", "OVERDUE", "REMARKS"], caseload,
            numbers: [1, 2, 3, 4, 5, 6]
        ) { row in
            TextPage.Row(cells: row.cells, cellStyles: [2: row.isOverCap ? .red : .plain])
        }
        page.table(
            "Recording", ["WORKER", "ENTRIES", "MEDIAN", "90TH", "LONGEST"],
            recording.entries == 0 ? [] : [recording] + recordingByWorker,
            note: "recorded in the months of \(months.lowerBound) to \(months.upperBound)", numbers: [1],
            isCounted: false
        ) { row in
            TextPage.Row(cells: row.cells)
        }
    }

    private static func bandWords(_ cases: [WaitingCase]) -> String {
        AgeBands.waiting.words(AgeBands.waiting.counts(cases.lazy.map(\.days)))
    }
}

extension TeamHandover {
    var acceptedText: String {
        if let ended = fact.endedOn {
            return (fact.outcome == CountedFact.fellAway ? "closed " : "") + "\(ended)"
                + (fact.worker.map { " \($0)" } ?? "")
        }
        return fact.due.map { workingDaysOverdue == nil ? "by \($0)" : "by \($0)!" } ?? "NO"
    }
}

extension DueItem {
    var who: String { item.worker?.text ?? item.who ?? "nobody named" }
    var dueText: String { item.due.map { workingDaysOverdue == nil ? "\($0)" : "\($0)!" } ?? "no day" }
}

extension Caseload {
    var cells: [String] {
        [
            worker.text, String(cases), String(points), String(cap), String(atMoreRisk), String(unseen),
            String(overdue), remarks.joined(separator: ", "),
        ]
    }
}

extension RecordingDelay {
    var cells: [String] {
        [
            worker?.text ?? "all", String(entries), band(percent: 50)?.lagWords ?? "",
            band(percent: 90)?.lagWords ?? "",
            longest.counted("day"),
        ]
    }
}

extension SupervisionSetting {
    /// What every view says first: for which moment and which position of the log it was made.
    var json: JSONObject {
        var object: JSONObject = ["asAt": .string(now.description), "position": .integer(position)]
        object["knownAt"] = knownAt.map { .string($0.description) }
        return object
    }

    var words: String {
        ", on \(today), as at log position \(position)" + (knownAt.map { " and as known at \($0)" } ?? "")
    }
}
