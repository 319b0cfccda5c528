import CaseRecord
import Foundation
public import StrictJSON
public import TextTable
import Timescales

extension CaseStanding {
    /// The standing as a JSON document.
    public var json: JSONValue {
        var object: JSONObject = [
            "child": .string(row.child.text), "position": .integer(row.position), "asAt": .string(asAt.description),
        ]
        object["knownAt"] = knownAt.map { .string($0.description) }
        object["mergedInto"] = mergedInto.map { .string($0.text) }
        if !mergedFrom.isEmpty { object["mergedFrom"] = .array(mergedFrom.map { .string($0.text) }) }
        object["name"] = row.name.map { .string($0) }
        object["birthDate"] = row.birthDate.map { .string($0.description) }
        object["unborn"] = .bool(row.isUnborn)
        object["age"] = age.map { .string($0.description) }
        object["open"] = .bool(row.isOpen)
        object["episodes"] = .array(episodes.map(\.json))
        object["responsible"] = responsible
        object["waits"] = waits
        object["risk"] = riskAssessedBy.flatMap { entry in
            row.riskLevel.map { level in ["level": .string(level.rawValue), "assessedBy": entry.json] }
        }
        object["protection"] = protection
        var times = JSONObject()
        for last in last { times[last.kind.rawValue] = last.json(asAt: asAt) }
        object["last"] = .object(times)
        object["plans"] = .array(plans.map { $0.json(asAt: asAt) })
        object["services"] = .array(services.map { $0.json(asAt: asAt) })
        object["clocks"] = .array(clocks.map { $0.json })
        object["openItems"] = .array(openItems.map { $0.standing(asAt: asAt) })
        object["gaps"] = .array(gaps.map(\.json))
        object["findings"] = .array(findings.map(\.json))
        if !comparedWith.isEmpty { object["comparedWith"] = .array(comparedWith.map { .string($0.text) }) }
        object["responsibility"] = .array(responsibility.spans.map(\.json))
        return .object(object)
    }

    private var responsible: JSONValue {
        var object = JSONObject()
        object["team"] = row.team.map { .string($0.text) }
        object["worker"] = row.worker.map { .string($0.text) }
        object["since"] = row.allocatedOn.map { .string($0.description) }
        object["weight"] = row.worker == nil ? nil : .integer(Int64(row.weight))
        object["unallocatedSince"] = row.unallocatedSince.map { .string($0.description) }
        object["saidBy"] = responsibility.last?.begunBy.json
        return .object(object)
    }

    private var waits: JSONValue {
        var object = JSONObject()
        object["transferSince"] = row.awaitsTransferSince.map { .string($0.description) }
        object["transferTo"] = row.transferTo.map { .string($0.text) }
        object["closureSince"] = row.awaitsClosureSince.map { .string($0.description) }
        return .object(object)
    }

    private var protection: JSONValue {
        var object = JSONObject()
        object["section47Since"] = row.section47Since.map { .string($0.description) }
        object["planSince"] = row.protectionPlanSince.map { .string($0.description) }
        object["planCategory"] = row.protectionCategory.map { .string($0) }
        object["lookedAfterSince"] = row.lookedAfterSince.map { .string($0.description) }
        object["missingSince"] = row.missingSince.map { .string($0.description) }
        return .object(object)
    }
}

extension CaseStanding.Episode {
    fileprivate var json: JSONValue {
        var object = JSONObject()
        object["referral"] = referral.map { .string($0.text) }
        object["openedOn"] = .string(openedOn.description)
        object["begunBy"] = begunBy.json
        object["closedOn"] = closedOn.map { .string($0.description) }
        object["closedBy"] = closedBy?.json
        return .object(object)
    }
}

extension CaseStanding.LastTime {
    fileprivate func json(asAt day: CivilDate) -> JSONValue {
        guard let entry else { return .null }
        return [
            "on": .string(entry.day.description), "daysAgo": .integer(Int64(day.days(since: entry.day))),
            "entry": entry.json,
        ]
    }
}

extension CaseStanding.RunningClock {
    fileprivate var json: JSONValue {
        [
            "id": .string(clock.id),
            "rule": ["id": .string(clock.rule.id.rawValue), "title": .string(clock.rule.title)],
            "dayZero": .string(clock.dayZero.description), "due": .string(clock.due.description),
            "stage": .string(stage.rawValue), "measure": .bool(clock.isMeasure),
            "sentence": .string(clock.explanation.sentence),
            "startedBy": ["id": .string(clock.startedBy.id.text), "position": .integer(clock.startedBy.position)],
        ]
    }
}

extension ResponsibilityHistory.Span {
    /// The time as JSON.
    public var json: JSONValue {
        var object: JSONObject = ["from": .string(from.description)]
        object["until"] = until.map { .string($0.description) }
        object["team"] = team.map { .string($0.text) }
        object["worker"] = worker.map { .string($0.text) }
        object["weight"] = .integer(Int64(weight))
        object["begunBy"] = begunBy.json
        return .object(object)
    }
}

extension CaseItem {
    /// The item as part of a case's standing.
    func standing(asAt day: CivilDate) -> JSONValue {
        var object: JSONObject = [
            "kind": .string(kind.rawValue), "reference": .string(reference), "what": .string(what),
        ]
        object["setBy"] = setBy.map { .string($0.text) }
        object["setOn"] = .string(setOn.description)
        object["setByEvent"] = .string(setByEvent.text)
        object["position"] = .integer(position)
        object["worker"] = worker.map { .string($0.text) }
        object["who"] = who.map { .string($0) }
        object["due"] = due.map { .string($0.description) }
        object["state"] = .string(state.rawValue)
        object["endedOn"] = endedOn.map { .string($0.description) }
        object["endedByEvent"] = endedByEvent.map { .string($0.text) }
        object["overdue"] = .bool(isOverdue(on: day))
        object["lacks"] = .array(lacks.map { .string($0) })
        return .object(object)
    }

    /// Whether it is still to be done and its day is past.
    func isOverdue(on day: CivilDate) -> Bool { isOpen && due.map { $0 < day } ?? false }
}

// For a terminal.
extension CaseStanding {
    /// The standing as a text for a terminal.
    public func text(_ layout: TextLayout) -> String {
        var text = TextDocument(layout)
        text.paragraph("Case of \(row.child)\(row.name.map { ", \($0)" } ?? "")\(born)", style: .bold)
        let known = knownAt.map { ", as known at \($0)" } ?? ""
        text.paragraph("As at \(asAt)\(known); log position \(row.position).", style: .dim)
        if let mergedInto { text.paragraph("This record was merged into \(mergedInto).", style: .yellow) }
        if !mergedFrom.isEmpty {
            text.paragraph("With what came from \(mergedFrom.map(\.text).joined(separator: ", ")).")
        }
        text.separate()
        text.list(summary)
        writeLast(&text)
        writeClocks(&text)
        writePlans(&text)
        writeServices(&text)
        writeItems(&text)
        writeGaps(&text)
        writeHistory(&text)
        return text.text
    }

    private var born: String {
        guard let birth = row.birthDate else { return "" }
        return row.isUnborn ? ", expected \(birth)" : ", born \(birth)\(age.map { " (\($0))" } ?? "")"
    }

    private var summary: [(name: String, value: String)] {
        var pairs: [(name: String, value: String)] = []
        if let openedOn = row.openedOn {
            pairs.append(("Episode", row.closedOn.map { "\(openedOn) to \($0), closed" } ?? "open since \(openedOn)"))
        } else {
            pairs.append(("Episode", "none"))
        }
        pairs.append(("Team", row.team?.text ?? "none"))
        if let worker = row.worker {
            pairs.append(("Worker", "\(worker)\(row.allocatedOn.map { ", since \($0)" } ?? "")"))
        } else {
            pairs.append(("Worker", row.unallocatedSince.map { "UNALLOCATED since \($0)" } ?? "none"))
        }
        if let since = row.awaitsTransferSince {
            pairs.append(("Waits", "for transfer\(row.transferTo.map { " to \($0)" } ?? "") since \(since)"))
        }
        if let since = row.awaitsClosureSince { pairs.append(("Waits", "for closure since \(since)")) }
        if row.isOpen {
            pairs.append(
                (
                    "Risk",
                    row.riskLevel.map { "\($0.words), assessed \(row.riskAssessedOn?.description ?? "")" }
                        ?? "not assessed"
                ))
        }
        if let since = row.section47Since { pairs.append(("Enquiry", "section 47 since \(since)")) }
        if let since = row.protectionPlanSince {
            let category = row.protectionCategory.map { " (\($0))" } ?? ""
            pairs.append(("Plan", "child protection\(category) since \(since)"))
        }
        if let since = row.lookedAfterSince { pairs.append(("In care", "since \(since)")) }
        if let since = row.missingSince { pairs.append(("MISSING", "since \(since)")) }
        return pairs
    }

    private func writeLast(_ text: inout TextDocument) {
        text.heading("Last")
        text.list(
            last.map { last in
                let when = last.entry.map { entry in
                    "\(entry.day), \(Self.ago(entry.day, asAt)): \(entry.headline) [\(entry.position)]"
                }
                return (last.kind.words, when ?? "never")
            })
    }

    private static func ago(_ day: CivilDate, _ today: CivilDate) -> String {
        switch today.days(since: day) {
        case ...0: "today"
        case 1: "yesterday"
        case let days: "\(days) days ago"
        }
    }

    private func writeClocks(_ text: inout TextDocument) {
        let shown = clocks.filter { !$0.clock.isMeasure }
        text.heading(shown.isEmpty ? "No clock runs" : "Clocks that run")
        guard !shown.isEmpty else { return }
        var table = TextTable(text.layout, head: ["DUE", "STAGE", "RULE", "WHAT"], wrapped: 3)
        for running in shown {
            let style: TextStyle? =
                running.stage >= .overdue ? .red : running.stage >= .dueSoon ? .yellow : nil
            table.add(
                [
                    running.clock.due.description, running.stage.rawValue, running.clock.rule.id.rawValue,
                    "\(running.clock.rule.title): \(running.clock.subject)",
                ], style: style)
        }
        text.table(table)
    }

    private func writePlans(_ text: inout TextDocument) {
        for plan in plans {
            text.heading("\(plan.kind) plan \(plan.reference), since \(plan.begunBy.day)".withCapital)
            let review = plan.lastReview.map { "last reviewed \($0.day)" } ?? "not reviewed yet"
            let due = plan.reviewDue.map { $0 < asAt ? ", next was due \($0)" : ", next due \($0)" } ?? ""
            text.paragraph("\(review)\(due).".withCapital)
            if plan.outcomes.isEmpty { text.paragraph("It does not say what is to be different.", style: .red) }
            for outcome in plan.outcomes {
                let said = outcome.progress.last.map { "; \($0.by.day): \($0.said.progress.words)" } ?? ""
                let due = outcome.outcome.due.map { "; by \($0)" } ?? ""
                text.item("\(outcome.outcome.outcome)\(due)\(said)")
                if outcome.isDrifting { text.paragraph("drifts: no better in two reviews", style: .red, indent: 4) }
                if outcome.isOverdue(on: asAt) { text.paragraph("its day is past", style: .red, indent: 4) }
                if !outcome.lacks.isEmpty {
                    text.paragraph("lacks \(outcome.lacks.joined(separator: ", "))", style: .yellow, indent: 4)
                }
            }
            if plan.contingencies.isEmpty { text.paragraph("No contingency.", style: .red) }
            for contingency in plan.contingencies { text.paragraph("If it does not work: \(contingency)") }
        }
    }

    private func writeServices(_ text: inout TextDocument) {
        guard !services.isEmpty else { return }
        text.heading("Services")
        var table = TextTable(text.layout, head: ["STATE", "SINCE", "WAITED", "PROVIDER", "WHAT"], wrapped: 4)
        table.rightAligned = [2]
        for service in services {
            let since = service.endedBy ?? service.startedBy ?? service.requestedBy
            let needed = service.state == .requested ? service.neededBy.map { "needed by \($0)" } : nil
            let words = [
                service.what, service.outcome.map { "for: \($0)" }, needed, service.effectWords, service.reason,
            ]
            table.add(
                [
                    service.state.rawValue.replacing("-", with: " "), since?.day.description ?? "",
                    service.daysWaited(asAt: asAt)?.counted("day") ?? "", service.provider ?? "",
                    words.compactMap(\.self).joined(separator: "; "),
                ], style: service.isLate(asAt: asAt) ? .red : nil)
        }
        text.table(table)
    }

    private func writeItems(_ text: inout TextDocument) {
        text.heading(openItems.isEmpty ? "Nothing decided or set is open" : "Decided or set and still open")
        guard !openItems.isEmpty else { return }
        var table = TextTable(text.layout, head: ["DUE", "KIND", "WHO", "SET", "WHAT"], wrapped: 4)
        for item in openItems {
            let lacks = item.lacks.isEmpty ? "" : " (lacks \(item.lacks.joined(separator: ", ")))"
            table.add(
                [
                    item.due?.description ?? "no day", item.kind.rawValue.replacing("-", with: " "),
                    item.worker?.text ?? item.who ?? "nobody", "\(item.setOn) [\(item.position)]", item.what + lacks,
                ], style: item.isOverdue(on: asAt) ? .red : nil)
        }
        text.table(table)
    }

    private func writeGaps(_ text: inout TextDocument) {
        let shown = gaps.filter(\.isInForce)
        text.heading(shown.isEmpty ? "Nothing is missing that views look for" : "What the record lacks")
        for gap in shown {
            let entries = gap.entries.isEmpty ? "" : " \(gap.entries.positions)"
            text.item("\(gap.subject): \(gap.gap.title)\(gap.detail.map { " (\($0))" } ?? "")\(entries)")
        }
        guard !findings.isEmpty else { return }
        text.heading("What contradicts itself")
        for finding in findings {
            text.item("\(finding.reason) [\(finding.entries.map { "\($0.position)" }.joined(separator: ", "))]")
        }
    }

    private func writeHistory(_ text: inout TextDocument) {
        guard !responsibility.spans.isEmpty else { return }
        text.heading("Who had the case")
        var table = TextTable(text.layout, head: ["FROM", "UNTIL", "TEAM", "WORKER", "BY"], wrapped: 4)
        for span in responsibility.spans {
            table.add([
                span.from.description, span.until?.description ?? "", span.team?.text ?? "",
                span.worker?.text ?? "nobody", "\(span.begunBy.headline) [\(span.begunBy.position)]",
            ])
        }
        text.table(table)
    }
}

extension [CaseEvidence] {
    /// The places in the log, for words.
    var positions: String { "[" + map { "\($0.position)" }.joined(separator: ", ") + "]" }
}

extension String {
    /// With a capital, to begin a sentence.
    var withCapital: String { prefix(1).uppercased() + dropFirst() }
}
