import StrictJSON

/// A child's clocks, each explained: those that run first, then those that ended.
enum ClocksPage {
    static func plan(_ site: Site, _ caller: PageCaller, _ child: String) -> PagePlan {
        PagePlan(site, caller, [Question(["cases", child, "timescales"])]) { page($0[0].json ?? .null) }
    }

    static func page(_ answer: JSONValue) -> Page {
        let child = answer.text("child") ?? ""
        let clocks = answer.items("clocks")
        var page = Page(
            title: "Clocks of \(child)", lead: CasePage.pages(of: child),
            trail: [("Start", .front), ("Case of \(child)", .child(child))], basis: CaseWords.basis(answer))
        if let whole = answer.text("mergedInto") {
            page.blocks.append(
                .notice(["This record was merged into ", .link(whole, .child(whole)), "; its clocks run there."]))
        } else if clocks.isEmpty {
            page.blocks.append(.paragraph(["No clock has started."]))
        }
        let isOpen = { (clock: JSONValue) in clock.text("state") == "open" }
        page.blocks += group("open", "Clocks that run", clocks.filter(isOpen), child)
        page.blocks += group("ended", "Clocks that ended", clocks.filter { !isOpen($0) }.reversed(), child)
        return page
    }

    private static func group(_ id: String, _ heading: String, _ clocks: [JSONValue], _ child: String) -> [Block] {
        guard !clocks.isEmpty else { return [] }
        return [
            .section(
                Section(
                    id: id, heading: [Inline("\(heading): \(clocks.count)")],
                    blocks: clocks.enumerated().map { number, clock in
                        .section(
                            Section(
                                id: "\(id)-\(number + 1)", heading: [Inline(clock["rule"]?.text("title") ?? "")],
                                blocks: blocks(of: clock, child)))
                    }))
        ]
    }

    /// What there is to say of a clock: shown with alerts, too.
    static func blocks(of clock: JSONValue, _ child: String) -> [Block] {
        let said = clock["explanation"] ?? .null
        var blocks: [Block] = [.paragraph([Inline(said.text("sentence") ?? "")])]
        var facts = [Fact("Due", [When.inline(clock.text("due"))]), Fact("State", state(clock))]
        facts.append(Fact("Rule", CaseWords.rule(clock["rule"]) + [Inline(", " + (clock["rule"]?.text("kind") ?? ""))]))
        if let edition = clock["edition"] {
            let paragraph = edition.text("paragraph").map { ", \($0)" } ?? ""
            facts.append(Fact("Source", [Inline((edition.text("name") ?? "") + paragraph)]))
        }
        if let started = clock["startedBy"] { facts.append(Fact("Started by", CaseWords.places([started], of: child))) }
        if let stopped = clock["stoppedBy"] {
            facts.append(
                Fact("Ended by", CaseWords.places([stopped], of: child) + [", ", When.inline(clock.text("stoppedOn"))]))
        }
        blocks.append(.facts(facts))
        let remarks = said.texts("remarks")
        if !remarks.isEmpty { blocks.append(.list(remarks.map { [Inline($0)] })) }
        if let days = days(said) { blocks.append(days) }
        return blocks
    }

    private static func state(_ clock: JSONValue) -> Line {
        let state = (clock.text("state") ?? "").replacing("-", with: " ")
        guard clock.text("state") == "open" else {
            let reason = clock.text("reason").map { ": \($0)" } ?? ""
            let late = clock["workingDaysLate"]?.integerValue.map { ", by " + counted($0, "working day") } ?? ""
            return [state == "late" ? .warn(state) : Inline(state), Inline(late + reason)]
        }
        var line: Line = [CaseWords.stage(clock.text("stage"))]
        if let left = clock["workingDaysLeft"]?.integerValue {
            line.append(
                Inline(left < 0 ? ", \(counted(-left, "working day")) late" : ", \(counted(left, "working day")) left"))
        } else if let left = clock["daysLeft"]?.integerValue {
            line.append(Inline(left < 0 ? ", \(counted(-left, "day")) late" : ", \(counted(left, "day")) left"))
        }
        return line
    }

    /// Every day that was counted or skipped.
    private static func days(_ said: JSONValue) -> Block? {
        let counted = said.items("counted").map { day in
            (day.text("date") ?? "", [When.inline(day.text("date")), Inline(": day \(day.text("day") ?? "")")] as Line)
        }
        let skipped = said.items("skipped").map { day in
            (
                day.text("date") ?? "",
                [When.inline(day.text("date")), Inline(": skipped, \(day.text("reason") ?? "")")] as Line
            )
        }
        guard !counted.isEmpty || !skipped.isEmpty else { return nil }
        let lines = (counted + skipped).sorted { $0.0 < $1.0 }.map(\.1)
        return .details(
            summary: [Inline("Every day: \(counted.count) counted, \(skipped.count) skipped")], [.list(lines)])
    }
}
