import StrictJSON

/// What rows about cases have in common, from the `case` of a supervision view.
enum CaseWords {
    /// What speaks of harm, in words.
    static func concern(_ name: String) -> String {
        switch name {
        case "cp-plan": "protection plan"
        case "looked-after": "looked after"
        case "section47": "section 47"
        default: name
        }
    }

    /// The child with the names and what speaks of harm, and a link to the case.
    static func child(_ brief: JSONValue?) -> Line {
        guard let id = brief?.text("child") else { return [] }
        var line: Line = [.link(id, .child(id))]
        if let name = brief?.text("name") {
            line.append(Inline(" \(name.count > 60 ? name.prefix(59) + "…" : name[...])"))
        }
        for concern in brief?.texts("concerns") ?? [] { line += [" ", .warn(Self.concern(concern))] }
        if brief?["position"] == .null { line += [" ", .small("closed")] }
        return line
    }

    /// The child's age.
    static func age(_ brief: JSONValue?) -> Line { [Inline(whole(brief?.text("age") ?? ""))] }

    /// Words that stay on one line.
    static func whole(_ words: String) -> String { words.replacing(" ", with: "\u{A0}") }

    /// When the child was last seen.
    static func seen(_ brief: JSONValue?) -> Line {
        guard let brief else { return [] }
        if brief.isTrue("unseen") { return [.bad("not seen")] }
        return [When.inline(brief.text("lastSeenOn"), missing: brief.text("age") == "unborn" ? "unborn" : "")]
    }

    /// The allocated worker.
    static func worker(_ brief: JSONValue?) -> Line {
        let name = brief?.text("workerName").map { Inline(" " + $0) }
        return worker(id: brief?.text("worker")) + [name].compactMap { $0 }
    }

    /// A worker, with a link to what the worker carries.
    static func worker(id: String?) -> Line {
        guard let id else { return [.bad("nobody")] }
        return [.link(id, .worker(id))]
    }

    /// A team, with a link to its board.
    static func team(id: String?) -> Line {
        guard let id else { return ["none"] }
        return [.link(id, .team(id))]
    }

    /// Reasons that a view gives. What `child` and `seen` say already is left out.
    static func why(_ row: JSONValue) -> Line {
        let said: Set<String> = [
            "child protection plan", "looked after", "section 47 enquiry", "missing",
            "not seen since the case was opened",
        ]
        return [Inline(row.texts("why").filter { !said.contains($0) }.joined(separator: "; "))]
    }

    /// The risk as assessed.
    static func risk(_ level: String?) -> Inline {
        switch level {
        case nil: .bad("not assessed")
        case "immediate"?, "high"?: .bad(level ?? "")
        case let level?: Inline(level)
        }
    }

    /// The stage of a clock or an alert.
    static func stage(_ stage: String?) -> Inline {
        let words = (stage ?? "").replacing("-", with: " ")
        return switch stage {
        case "overdue", "severely-overdue": .bad(words)
        case "due", "due-soon": .warn(words)
        default: Inline(words)
        }
    }

    /// How grave an alert is.
    static func severity(_ number: Int64) -> Inline {
        switch number {
        case 1: .bad("1 at once")
        case 2: .warn("2 in working hours")
        default: Inline("\(number) in the digest")
        }
    }

    /// A rule, with a link to what it says.
    static func rule(_ rule: JSONValue?) -> Line {
        if let id = rule?.stringValue { return [.link(id, .rule(id))] }
        guard let id = rule?.text("id") else { return [] }
        return [.link(id, .rule(id))]
    }

    /// An entry of a record: its day, what it says, and a link to its place in the chronology.
    static func entry(_ entry: JSONValue?, of child: String) -> Line {
        guard let entry else { return [] }
        var line: Line = [When.inline(entry.text("occurredAt")), Inline(" " + (entry.text("headline") ?? ""))]
        line += [" "] + place(entry, of: child)
        return line
    }

    /// Links to entries by their place in the log.
    static func places(_ entries: [JSONValue], of child: String) -> Line {
        .joined(entries.map { place($0, of: child) }, " ")
    }

    private static func place(_ entry: JSONValue, of child: String) -> Line {
        guard let position = entry["position"]?.integerValue else { return [] }
        return [Inline("[\(position)]", .small, link: .entry(position, of: child))]
    }

    /// For which moment and position of the log a view was made.
    static func basis(_ view: JSONValue) -> Line {
        var line: Line = []
        if let day = view.text("asAt") { line += ["As at ", When.inline(day)] }
        if let position = view.text("position") {
            line.append(Inline((line.isEmpty ? "Log position " : ", log position ") + position))
        }
        if let known = view.text("knownAt") { line += [", as known at ", When.inline(known)] }
        return line.isEmpty ? [] : line + ["."]
    }

    /// What a reader of a view has to know first.
    static func notices(_ view: JSONValue) -> [Block] { view.texts("notices").map { .notice([Inline($0)]) } }
}
