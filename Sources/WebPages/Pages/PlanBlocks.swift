import StrictJSON

/// The plans of a case, from its standing.
enum PlanBlocks {
    static func blocks(_ plans: [JSONValue], _ child: String) -> [Block] {
        guard !plans.isEmpty else { return [] }
        return [
            .section(
                Section(
                    id: "plans", heading: ["Plans"],
                    blocks: plans.enumerated().map { .section(section($1, number: $0 + 1, child)) }))
        ]
    }

    /// The services beside them, those that the child waits for first.
    static func services(_ services: [JSONValue], _ child: String) -> [Block] {
        guard !services.isEmpty else { return [] }
        let table = Table(
            caption: "Those that the child waits for first",
            columns: [
                .init("Service"), .init("For"), .init("Provider"), .init("State"), .init("Days waited", isNumber: true),
                .init("What it changed"),
            ],
            rows: services.map { service in
                let entry = service["endedBy"] ?? service["startedBy"] ?? service["requestedBy"]
                let state = (service.text("state") ?? "").replacing("-", with: " ")
                let late: Line =
                    service.isTrue("late")
                    ? [", ", .bad("needed by \(When.words(service.text("neededBy") ?? ""))")] : []
                let effect = [
                    service.text("measure"), service.text("before").map { "from \($0)" },
                    service.text("after").map { "to \($0)" },
                ]
                return Table.Row(cells: [
                    [Inline(service.text("what") ?? "")], [Inline(service.text("outcome") ?? "")],
                    [Inline(service.text("provider") ?? "")],
                    [Inline(state + ", ")] + CaseWords.entry(entry, of: child) + late,
                    [Inline(service.text("daysWaited") ?? "")],
                    [
                        Inline(
                            (effect.compactMap(\.self) + [service.text("reason")].compactMap(\.self)).joined(
                                separator: " "))
                    ],
                ])
            })
        return [.section(Section(id: "services", heading: ["Services"], blocks: [.table(table)]))]
    }

    private static func section(_ plan: JSONValue, number: Int, _ child: String) -> Section {
        var facts = [Fact("Begun", CaseWords.entry(plan["begunBy"], of: child))]
        facts.append(
            Fact("Reviewed", plan["lastReview"].map { CaseWords.entry($0, of: child) } ?? [.warn("not yet")]))
        if let due = plan.text("reviewDue") { facts.append(Fact("Next review", [When.inline(due)])) }
        if let group = plan["lastCoreGroup"] { facts.append(Fact("Core group", CaseWords.entry(group, of: child))) }
        let contingencies = plan.texts("contingencies")
        facts.append(
            Fact(
                "If it does not work",
                contingencies.isEmpty ? [.bad("the plan does not say")] : [Inline(contingencies.joined(separator: " "))]
            ))
        let outcomes = plan.items("outcomes")
        let kind = plan.text("kind") ?? ""
        var blocks: [Block] = [.facts(facts)]
        if outcomes.isEmpty {
            blocks.append(.paragraph([.bad("The plan does not say what is to be different for the child.")]))
        } else {
            blocks.append(.table(table(outcomes, "What is to be different by the \(kind) plan", child)))
        }
        return Section(
            id: "plan-\(number)",
            heading: [Inline(kind.prefix(1).uppercased() + kind.dropFirst() + " plan " + (plan.text("plan") ?? ""))],
            blocks: blocks)
    }

    private static func table(_ outcomes: [JSONValue], _ caption: String, _ child: String) -> Table {
        Table(
            caption: caption,
            columns: [.init("Outcome"), .init("Measured by"), .init("By"), .init("Last said"), .init("Remarks")],
            rows: outcomes.map { outcome in
                let last = outcome.items("progress").last
                var remarks: Line = []
                if outcome.isTrue("drifts") { remarks.append(.bad("drifts: no better in two reviews")) }
                if outcome.isTrue("overdue") { remarks += (remarks.isEmpty ? [] : ["; "]) + [.bad("its day is past")] }
                let lacks = outcome.texts("lacks")
                if !lacks.isEmpty {
                    remarks += (remarks.isEmpty ? [] : ["; "]) + [.warn("lacks \(lacks.joined(separator: ", "))")]
                }
                return Table.Row(cells: [
                    [Inline(outcome.text("outcome") ?? "")], [Inline(outcome.text("measure") ?? "")],
                    [When.inline(outcome.text("due"), missing: "no day")],
                    last.map { said in
                        [
                            Inline((said.text("progress") ?? "").replacing("-", with: " ") + ", "),
                            When.inline(said["by"]?.text("occurredAt")),
                        ]
                    } ?? ["nothing yet"], remarks,
                ])
            })
    }
}
