import StrictJSON

/// One rule for people, from the JSON of `/v1/rules/{id}`.
enum RuleText {
    static func lines(of rule: JSONValue) -> [String] {
        var lines = ["\(text(rule, "id"))  \(text(rule, "title"))", ""]
        lines.append("  \(kind(of: rule)); \(clocks(of: rule)).")
        let rows = texts(rule["rows"])
        if !rows.isEmpty { lines.append("  Answers \(rows.joined(separator: ", ")) of the inspection letter.") }
        lines.append("  What is due: \(text(rule, "subject")).")
        lines += list("Applies from", rule["during"]?["from"]) + list("and until", rule["during"]?["to"])
        lines += list("Starts with", rule["start"]) + list("Ends with", rule["stop"])
        for cancel in rule["cancel"]?.arrayValue ?? [] {
            lines += list("Falls away with", cancel["on"])
            lines += list("unless a later one overtakes it", cancel["overtakenBy"])
        }
        lines += list("Waits for the manager after", rule["awaiting"])
        lines += list("How it ended cannot be told from", rule["cannotBeTold"])
        lines += list("A delay is explained, and not excused, by", rule["explainedBy"])
        for extended in rule["extend"]?.arrayValue ?? [] {
            let by = extended["by"]?.stringValue.map { "by \($0)" }
            let to = extended["to"]?.stringValue.map { "to the day in \($0)" }
            lines += list("The last day moves \(by ?? to ?? "") with", extended["on"])
        }
        for name in ["remark", "mayFallAway"] { lines += rule[name]?.stringValue.map { ["  \($0)"] } ?? [] }
        lines += ["", "Editions"]
        for edition in rule["editions"]?.arrayValue ?? [] { lines += self.edition(edition) }
        if let asAt = rule["asAt"] {
            let limit =
                asAt["applies"] == true ? asAt["limit"]?.stringValue ?? "no limit" : "turned off or not in force"
            let whose = asAt["local"] == true ? ", the authority's own" : ""
            lines.append("  A clock that starts on \(text(asAt, "day")): \(limit)\(whose)")
        }
        lines += stages(of: rule) + changes(of: rule)
        let origin = rule["origin"] ?? .null
        return lines + ["", "From the rulebook \(text(origin, "name")), version \(text(origin, "version"))"]
    }

    private static func kind(of rule: JSONValue) -> String {
        switch text(rule, "kind") {
        case "statutory": "Legislation"
        case "guidance": "Statutory guidance"
        case "local": "The authority's own or customary procedure"
        case "measure": "A published measure, never a reason for an alert"
        case let other: other
        }
    }

    private static func clocks(of rule: JSONValue) -> String {
        let per = text(rule, "per")
        return switch text(rule, "pick") {
        case "each": "a clock from each start, for the \(per)"
        case "last": "one clock for each \(per), from the last start"
        default: "one clock for each \(per), from the first start"
        }
    }

    private static func edition(_ edition: JSONValue) -> [String] {
        let until = edition["inForceUntil"]?.stringValue.map { " until \($0)" } ?? ""
        var line =
            "  \(text(edition, "source")), day 0 from \(text(edition, "inForceFrom"))\(until): "
            + (edition["limit"]?.stringValue ?? "sets no number")
        let warnings = texts(edition["warnings"])
        if !warnings.isEmpty { line += "; due soon \(warnings.joined(separator: " and ")) before" }
        line += "; severe: \(text(edition, "severe"))"
        let place = "\(text(edition, "name")), \(text(edition, "paragraph"))"
        var lines = [line, "      \(place) (\(text(edition, "sureness")))"]
        lines += edition["note"]?.stringValue.map { ["      \($0)"] } ?? []
        return lines + list("  Day 0 moves to the last", edition["movesTo"]).map { "    \($0)" }
    }

    /// How grave each stage is, and who is told.
    private static func stages(of rule: JSONValue) -> [String] {
        var lines = ["", "Alerts (1 now, 2 today, 3 for the digest)"]
        for stage in ["due-soon", "due", "overdue", "severely-overdue"] {
            guard let severity = rule["severity"]?[stage]?.integerValue else { continue }
            let told = texts(rule["tell"]?[stage])
            let tells = told.isEmpty ? "nobody in particular" : told.joined(separator: ", ")
            lines.append("  \(stage): severity \(severity); told: \(tells)")
        }
        return lines
    }

    private static func changes(of rule: JSONValue) -> [String] {
        let changes = rule["localChanges"]?.arrayValue ?? []
        guard !changes.isEmpty else { return [] }
        return ["", "The authority's own changes"]
            + changes.map { change in
                let members = (change.objectValue?.members ?? []).filter { $0.name != "rule" && $0.name != "reason" }
                let said = members.map { member in
                    "\(member.name): \(member.value.stringValue ?? member.value.text())"
                }
                return "  \(said.joined(separator: "; ")) (\(text(change, "reason")))"
            }
    }

    private static func list(_ head: String, _ patterns: JSONValue?) -> [String] {
        (patterns?.arrayValue ?? []).enumerated().map { index, pattern in
            "  \(index == 0 ? head : "  or"): \(text(pattern, "sentence"))"
        }
    }

    private static func text(_ value: JSONValue, _ name: String) -> String { value[name]?.stringValue ?? "" }
    private static func texts(_ value: JSONValue?) -> [String] { (value?.arrayValue ?? []).compactMap(\.stringValue) }
}
