import CaseRecord
public import StrictJSON
public import TextTable

extension Indicator {
    /// The definition as clients read it.
    public var json: JSONObject {
        var source: JSONObject = ["name": .string(self.source.name)]
        source["edition"] = self.source.edition.map { .string($0) }
        source["paragraph"] = .string(self.source.paragraph)
        source["sureness"] = .string(self.source.sureness)
        return [
            "id": .string(id), "title": .string(title), "definition": .string(definition), "source": .object(source),
            "unit": .string(unit.rawValue), "better": .string(direction.rawValue), "basis": .string(basis.rawValue),
            "facts": .array(kinds.map(\.rawValue).sorted().map { .string($0) }),
            "comparisons": .array(
                comparisons.map { comparison in
                    [
                        "place": .string(comparison.place), "year": .string(comparison.year),
                        "value": .number(comparison.value),
                    ]
                }),
        ]
    }
}

extension IndicatorFigure {
    /// The figure with its definition, without what it was counted from.
    public var object: JSONObject {
        var object = indicator.json
        for member in total.json(indicator.unit).members { object[member.name] = member.value }
        if let grouping {
            object["groups"] = .array(
                groups.map { group in
                    var shown: JSONObject = [grouping.rawValue: group.name.map { .string($0) } ?? .null]
                    for member in group.ratio.json(indicator.unit).members { shown[member.name] = member.value }
                    return .object(shown)
                })
        }
        return object
    }

    /// The figure with all that it was counted from, and what was left out and why.
    public var objectWithLists: JSONObject {
        var object = self.object
        object["lists"] = [
            "numerator": .array(numerator.map { .object($0.json) }),
            "denominator": .array(denominator.map { .object($0.json) }),
            "leftOut": .array(
                leftOut.map { left in
                    var fact = left.fact.json
                    fact["reason"] = .string(left.reason)
                    return .object(fact)
                }),
        ]
        return object
    }

    /// The value with its unit, for people.
    public var valueText: String { total.text(indicator.unit) }
}

extension IndicatorFigure.Ratio {
    fileprivate func json(_ unit: Indicator.Unit) -> JSONObject {
        [
            "value": value(unit).map { .number($0) } ?? .null, "numerator": .integer(Int64(numerator)),
            "denominator": .integer(Int64(denominator)), "leftOut": .integer(Int64(leftOut)),
        ]
    }

    func text(_ unit: Indicator.Unit) -> String {
        guard let value = value(unit) else { return "-" }
        switch unit {
        case .percent: return "\(value) %"
        case .perHundred: return "\(value)"
        case .number: return "\(denominator)"
        }
    }
}

extension CountedFact {
    /// The fact as clients read it: with the ids of the events behind it.
    public var json: JSONObject {
        var object: JSONObject = [
            "child": .string(child.text), "kind": .string(kind.rawValue), "reference": .string(reference),
        ]
        object["variant"] = variant.map { .string($0) }
        object["team"] = team?.field
        object["worker"] = worker?.field
        object["area"] = locality.map { .string($0) }
        object["beganOn"] = beganOn.field
        object["beganWith"] = beganWith.field
        object["position"] = .integer(position)
        object["endedOn"] = endedOn?.field
        object["endedWith"] = endedWith?.field
        object["due"] = due?.field
        object["workingDays"] = workingDays.map { .integer(Int64($0)) }
        object["outcome"] = outcome.map { .string($0) }
        object["previousOn"] = previousOn?.field
        return object
    }
}

// For a terminal

extension IndicatorFigure {
    /// The figure with its definition and the lists, laid out for a terminal.
    public func text(_ layout: TextLayout) -> String {
        var document = TextDocument(layout)
        document.paragraph("\(indicator.id): \(indicator.title)")
        document.paragraph("\(days.lowerBound) to \(days.upperBound): \(sentence)")
        document.separate()
        document.paragraph(indicator.definition)
        document.paragraph("Source: \(indicator.source.text)")
        for comparison in indicator.comparisons {
            document.paragraph("To compare: \(comparison.place) \(comparison.year): \(comparison.value)")
        }
        var text = document.text
        if let grouping { text += "\n" + Self.table([self], by: grouping, columns: layout.columns) }
        let met = Set(numerator)
        if indicator.unit == .percent {
            text += list("Not in the numerator", denominator.filter { !met.contains($0) }, layout.columns)
            text += list("In the numerator", numerator, layout.columns)
        } else {
            if indicator.unit == .perHundred { text += list("Counted", numerator, layout.columns) }
            text += list(indicator.unit == .number ? "Counted" : "For a hundred of", denominator, layout.columns)
        }
        guard !leftOut.isEmpty else { return text }
        var table = TextTable(columns: layout.columns)
        table.head = ["CHILD", "REFERENCE", "TEAM", "BEGAN", "WHY"]
        table.wrapped = 4
        table.rows = leftOut.map { left in
            let fact = left.fact
            return [fact.child.text, fact.reference, fact.team?.text ?? "", fact.beganOn.description, left.reason]
        }
        return text + "\nLeft out (\(leftOut.count))\n" + table.text
    }

    private var sentence: String {
        let besides = leftOut.isEmpty ? "" : ", \(leftOut.count) left out"
        switch indicator.unit {
        case .percent: return "\(total.numerator) of \(total.denominator), \(valueText)\(besides)"
        case .perHundred: return "\(total.numerator) to \(total.denominator), \(valueText) for a hundred\(besides)"
        case .number: return "\(total.denominator)\(besides)"
        }
    }

    private func list(_ title: String, _ facts: [CountedFact], _ columns: Int) -> String {
        guard !facts.isEmpty else { return "" }
        var table = TextTable(columns: columns)
        table.head = ["CHILD", "REFERENCE", "TEAM", "BEGAN", "ENDED", "DUE", "DAYS", "OUTCOME", "POSITION"]
        table.wrapped = 7
        table.rows = facts.map { fact in
            [
                fact.child.text, fact.reference, fact.team?.text ?? "", fact.beganOn.description,
                fact.endedOn?.description ?? "", fact.due?.description ?? "", fact.workingDays.map(String.init) ?? "",
                fact.outcome ?? "", String(fact.position),
            ]
        }
        return "\n\(title) (\(facts.count))\n" + table.text
    }

    /// Figures side by side, by team or area if so asked.
    public static func table(_ figures: [IndicatorFigure], by grouping: Grouping?, columns: Int) -> String {
        let names = Set(figures.flatMap { $0.groups.map(\.name) })
            .sorted { one, other in one.map { first in other.map { first < $0 } ?? true } ?? false }
        var table = TextTable(columns: columns)
        table.head = ["INDICATOR", "ALL", "COUNTED", "LEFT OUT"] + names.map { $0 ?? "none" }
        table.wrapped = 0
        table.rows = figures.map { figure in
            let unit = figure.indicator.unit
            let counted =
                unit == .number
                ? "\(figure.total.denominator)" : "\(figure.total.numerator)/\(figure.total.denominator)"
            let groups = names.map { name in
                figure.groups.first { $0.name == name }?.ratio.text(unit) ?? "-"
            }
            return [figure.indicator.title, figure.valueText, counted, "\(figure.total.leftOut)"] + groups
        }
        return table.text
    }
}

extension Indicator.Source {
    /// In one line.
    var text: String {
        let edition = edition.map { ", \($0)" } ?? ""
        return "\(name)\(edition): \(paragraph)\(sureness == "known" ? " (known, not read again)" : "")"
    }
}

// For a spreadsheet

extension IndicatorFigure {
    /// One row for each figure and each team or area of it (RFC 4180).
    public static func csv(_ figures: [IndicatorFigure]) -> String {
        var rows = [
            [
                "indicator", "title", "by", "group", "from", "to", "value", "unit", "numerator", "denominator",
                "left_out",
            ]
        ]
        for figure in figures {
            func row(_ by: String, _ group: String, _ ratio: Ratio) -> [String] {
                [
                    figure.indicator.id, figure.indicator.title, by, group, figure.days.lowerBound.description,
                    figure.days.upperBound.description, ratio.value(figure.indicator.unit).map { "\($0)" } ?? "",
                    figure.indicator.unit.rawValue, String(ratio.numerator), String(ratio.denominator),
                    String(ratio.leftOut),
                ]
            }
            rows.append(row("all", "", figure.total))
            for group in figure.groups {
                rows.append(row(figure.grouping?.rawValue ?? "", group.name ?? "", group.ratio))
            }
        }
        return CSVSheet.text(of: rows)
    }

    /// One row for each fact that was counted or left out (RFC 4180).
    public var csv: String {
        let met = Set(numerator)
        var rows = [
            [
                "indicator", "part", "child", "kind", "reference", "variant", "team", "worker", "area", "began_on",
                "began_with", "position", "ended_on", "ended_with", "due", "working_days", "outcome", "previous_on",
                "reason",
            ]
        ]
        func row(_ part: String, _ fact: CountedFact, _ reason: String = "") -> [String] {
            [
                indicator.id, part, fact.child.text, fact.kind.rawValue, fact.reference, fact.variant ?? "",
                fact.team?.text ?? "", fact.worker?.text ?? "", fact.locality ?? "", fact.beganOn.description,
                fact.beganWith.text, String(fact.position), fact.endedOn?.description ?? "", fact.endedWith?.text ?? "",
                fact.due?.description ?? "", fact.workingDays.map(String.init) ?? "", fact.outcome ?? "",
                fact.previousOn?.description ?? "", reason,
            ]
        }
        if indicator.unit == .perHundred { rows += numerator.map { row("numerator", $0) } }
        rows += denominator.map { row(met.contains($0) ? "both" : "denominator", $0) }
        rows += leftOut.map { row("left-out", $0.fact, $0.reason) }
        return CSVSheet.text(of: rows)
    }
}

extension CSVSheet {
    fileprivate static func text(of rows: [[String]]) -> String {
        var sheet = CSVSheet()
        for row in rows { sheet.add(row) }
        return sheet.text
    }
}
