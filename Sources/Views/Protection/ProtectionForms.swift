import CaseRecord
import Foundation
public import StrictJSON
public import TextTable

extension Protection {
    /// The view as a JSON document.
    public var json: JSONValue {
        var object: JSONObject = [
            "child": .string(child.text), "position": .integer(position), "asAt": .string(asAt.description),
        ]
        object["knownAt"] = knownAt.map { .string($0.description) }
        object["mergedInto"] = mergedInto.map { .string($0.text) }
        if !mergedFrom.isEmpty { object["mergedFrom"] = .array(mergedFrom.map { .string($0.text) }) }
        object["verdict"] = verdict.map { .string($0.rawValue) }
        object["sentence"] = .string(sentence)
        object["riskFullyAssessed"] = isRiskFullyAssessed.map { .bool($0) }
        object["riskPredicates"] = .array(riskPredicates.map(\.json))
        object["concerns"] = .array(concerns.map { $0.json(asAt: asAt) })
        return .object(object)
    }

    /// The view as a text for a terminal.
    public func text(_ layout: TextLayout) -> String {
        var text = TextDocument(layout)
        text.paragraph("What was done to protect \(child)?", style: .bold)
        let known = knownAt.map { ", as known at \($0)" } ?? ""
        text.paragraph("As at \(asAt)\(known); log position \(position).", style: .dim)
        if let mergedInto { text.paragraph("This record was merged into \(mergedInto).", style: .yellow) }
        if !mergedFrom.isEmpty {
            text.paragraph("With what came from \(mergedFrom.map(\.text).joined(separator: ", ")).")
        }
        text.paragraph(sentence, style: verdict?.style ?? .plain)
        for concern in concerns { concern.write(to: &text, asAt: asAt) }
        writeRisk(&text)
        return text.text
    }

    private func writeRisk(_ text: inout TextDocument) {
        guard let isRiskFullyAssessed else { return }
        text.heading("Risk is \(isRiskFullyAssessed ? "" : "NOT ")fully assessed")
        var table = TextTable(text.layout, head: ["", "WHAT", "ENTRIES"], wrapped: 1)
        for predicate in riskPredicates {
            table.add(
                [
                    predicate.holds ? "yes" : "NO",
                    predicate.name.words + (predicate.detail.map { " (\($0))" } ?? ""),
                    predicate.entries.isEmpty ? "" : predicate.entries.positions,
                ], style: predicate.holds ? nil : .red)
        }
        text.table(table)
    }
}

extension Concern.Verdict {
    fileprivate var style: TextStyle {
        switch self {
        case .notRequired: .plain
        case .evidenced: .green
        case .open: .yellow
        case .notEvidenced: .red
        }
    }
}

extension RiskPredicate {
    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "name": .string(name.rawValue), "words": .string(name.words), "holds": .bool(holds),
        ]
        object["detail"] = detail.map { .string($0) }
        object["entries"] = .array(entries.map(\.json))
        return .object(object)
    }
}

extension Concern {
    fileprivate func json(asAt day: CivilDate) -> JSONValue {
        var object: JSONObject = [
            "kind": .string(kind.rawValue), "reference": .string(reference.text),
            "raisedOn": .string(raisedOn.description), "raisedBy": .array(raisedBy.map(\.json)),
            "current": .bool(isCurrent), "requiresProtection": .bool(requiresProtection),
            "decisions": .array(decisions.map(\.json)), "steps": .array(steps.map { $0.json(asAt: day) }),
            "followUp": .array(followUp.map(\.json)),
        ]
        object["seenBy"] = seenBy?.json
        object["reviewedBy"] = reviewedBy?.json
        object["missing"] = .array(missing.map { ["name": .string($0.rawValue), "words": .string($0.words)] })
        object["verdict"] = .string(verdict.rawValue)
        return .object(object)
    }

    fileprivate func write(to text: inout TextDocument, asAt day: CivilDate) {
        text.heading("\(raisedOn)  \(kind.title) \(reference)\(isCurrent ? "" : " (earlier episode)")")
        for entry in raisedBy { text.paragraph("\(entry.headline) [\(entry.position)]", indent: 2) }
        for decision in decisions {
            let by = decision.decidedBy.map { " by \($0)" } ?? ""
            let risk = decision.riskLevel.map { ", \($0.words) risk" } ?? ""
            let entry = decision.entry
            text.item("\(entry.day) decided\(by): \(decision.what)\(risk) [\(entry.position)]")
        }
        for step in steps { text.item(step.words(asAt: day), style: step.style(asAt: day)) }
        for entry in followUp { text.item("\(entry.day) \(entry.headline) [\(entry.position)]") }
        if let seenBy { text.item("\(seenBy.day) child seen [\(seenBy.position)]") }
        if let reviewedBy, requiresProtection {
            text.item("\(reviewedBy.day) looked at again: \(reviewedBy.headline) [\(reviewedBy.position)]")
        }
        for missing in missing { text.item("MISSING: \(missing.words)", style: .red) }
        text.paragraph("= \(verdict.words)", style: verdict.style, indent: 2)
    }
}

extension Concern.Decision {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["what": .string(what)]
        object["decidedBy"] = decidedBy.map { .string($0.text) }
        object["riskLevel"] = riskLevel.map { .string($0.rawValue) }
        object["requiresProtection"] = .bool(requiresProtection)
        object["entry"] = entry.json
        return .object(object)
    }
}

extension Concern.Step {
    fileprivate func json(asAt day: CivilDate) -> JSONValue {
        var object: JSONObject = ["item": item.standing(asAt: day), "requiredBy": requiredBy.json]
        object["endedBy"] = endedBy?.json
        object["actor"] = actor.map { .string($0.text) }
        object["result"] = result.map { .string($0) }
        object["shownBy"] = .array(shownBy.map(\.json))
        return .object(object)
    }

    fileprivate func words(asAt day: CivilDate) -> String {
        let what = isProtective ? "PROTECT: \(item.what)" : "action: \(item.what)"
        let who = (item.worker?.text ?? item.who).map { " (\($0)" } ?? " (nobody named"
        let due = item.due.map { ", by \($0))" } ?? ", no day)"
        let by = (actor.map { " by \($0)" } ?? "") + (endedBy.map { " on \($0.day) [\($0.position)]" } ?? "")
        let said = result.map { ": \($0)" } ?? ""
        let ended =
            switch item.state {
            case .open, .partly: item.isOverdue(on: day) ? "OPEN AND LATE" : "open"
            case .done:
                "taken\(by)\(said)" + (shownBy.isEmpty ? "; no entry shows it" : "; shown by \(shownBy.positions)")
            case .notDone: "NOT TAKEN\(by)\(said)"
            case .replaced: "replaced\(by)\(said)"
            }
        return "\(what)\(who)\(due) [\(requiredBy.position)] -> \(ended)"
    }

    fileprivate func style(asAt day: CivilDate) -> TextStyle {
        switch item.state {
        case .open, .partly: item.isOverdue(on: day) ? .red : .yellow
        case .done: isProtective && shownBy.isEmpty ? .yellow : .plain
        case .notDone: isProtective ? .red : .plain
        case .replaced: .plain
        }
    }
}
