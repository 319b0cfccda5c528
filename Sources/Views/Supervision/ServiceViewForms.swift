import CaseRecord
public import StrictJSON
public import TextTable

extension ServiceView {
    /// At most so many entries behind each share are listed; all are counted.
    private static let mostEntries = 25

    /// The view as a JSON document.
    public var json: JSONValue {
        var object = setting.json
        object["from"] = .string(days.lowerBound.description)
        object["to"] = .string(days.upperBound.description)
        object["outliers"] = .array(
            variation.flatMap { variation in
                variation.outliers.map { share in
                    [
                        "team": .string(share.team.text), "measure": .string(variation.measure.rawValue),
                        "side": share.isBelow ? "below" : "above",
                    ]
                }
            })
        object["variation"] = .array(variation.map(Self.json))
        object["funnel"] = .array(funnels.map(\.json))
        object["recording"] = [
            "all": recording.all.json,
            "teams": .array(
                recording.teams.map { team, delay in
                    var json = delay.json.objectValue ?? JSONObject()
                    json["team"] = .string(team.text)
                    return .object(json)
                }),
        ]
        object["oversight"] = oversight.json
        object["capacity"] = [
            "teams": .array(capacity.teams.map(\.json)), "vacanciesOfNoOpenTeam": .array(capacity.ofNoTeam.map(\.json)),
        ]
        object["programmes"] = .array(programmes.map(\.json))
        object["needs"] = .array(needs.map(\.json))
        object["earlyHelp"] = [
            "trends": .array(earlyHelp.map(\.json)), "silentAgencies": .array(silentAgencies.map { .string($0) }),
        ]
        object["audits"] = [
            "noChange": .integer(Int64(audits.count { $0.verdict == .noChange })),
            "effects": .array(audits.map(\.json)),
        ]
        object["templates"] = .array(templates.map(\.json))
        object["reorganisations"] = .array(reorganisations.map(\.json))
        object["findings"] = [
            "open": .integer(Int64(findings.count { $0.closedOn == nil })),
            "recurring": .integer(Int64(findings.count { $0.closedOn == nil && !$0.repeats.isEmpty })),
            "overdueActions": .integer(Int64(findings.reduce(0) { $0 + $1.actions.count { $0.isOverdue } })),
            "rows": .array(findings.map(\.json)),
        ]
        return .object(object)
    }

    private static func json(_ variation: Variation) -> JSONValue {
        let better: JSONValue =
            switch variation.measure.isBetterHigh {
            case nil: .null
            case true?: "high"
            case false?: "low"
            }
        return [
            "measure": .string(variation.measure.rawValue), "title": .string(variation.measure.title),
            "better": better, "met": .integer(Int64(variation.met)), "cases": .integer(Int64(variation.cases)),
            "percent": variation.permille.percentJSON, "spread": variation.spread.percentJSON,
            "teams": .array(
                variation.teams.map { share in
                    [
                        "team": .string(share.team.text), "met": .integer(Int64(share.met)),
                        "cases": .integer(Int64(share.cases)), "percent": share.permille.percentJSON,
                        "standing": .string(share.standing.rawValue),
                        "watch": share.watch.json, "outlier": share.outlier.json,
                        "entryCount": .integer(Int64(share.entries.count)),
                        "entries": .array(share.entries.prefix(mostEntries).map(\.json)),
                    ]
                }),
        ]
    }

    /// The view for a terminal: what differs first, then the measures by team, and so on.
    public func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout, most: 40)
        page.heading("Service, \(days.lowerBound) to \(days.upperBound)\(setting.words)")
        differences(&page)
        matrix(&page)
        funnel(&page)
        breaks(&page)
        capacities(&page)
        overseeing(&page)
        trends(&page)
        learning(&page)
        return page.document.text
    }

    private func differences(_ page: inout TextPage) {
        let found = variation.flatMap { variation in variation.outliers.map { (variation, $0) } }
        page.table("Teams that differ from the others", ["TEAM", "SHARE", "ALL", "CASES", "MEASURE"], found) { row in
            let (variation, share) = row
            let isWorse = variation.measure.isBetterHigh.map { $0 == share.isBelow }
            return TextPage.Row(
                cells: [
                    share.team.text, share.permille.percentText, variation.permille.percentText, String(share.cases),
                    variation.measure.title,
                ], style: isWorse == true ? .red : isWorse == false ? .green : .yellow)
        }
        if found.isEmpty { page.line("No team lies outside the limits (two teams of a thousand would by chance).") }
    }

    private func matrix(_ page: inout TextPage) {
        let teams = Set(variation.flatMap { $0.teams.map(\.team) }).sorted()
        page.table(
            "Measures by team", ["MEASURE", "ALL"] + teams.map(\.text) + ["CASES"],
            variation.filter { $0.cases > 0 },
            note: "! outlier (2 of 1000 by chance), ? to watch (1 of 20 by chance)", isCounted: false
        ) { row in
            let shares = Dictionary(row.teams.map { ($0.team, $0) }) { first, _ in first }
            let cells = teams.map { team in
                guard let share = shares[team] else { return "" }
                let mark = share.standing == .outlier ? "!" : share.standing == .watch ? "?" : ""
                return share.permille.percentText + mark
            }
            return TextPage.Row(
                cells: [row.measure.title, row.permille.percentText] + cells + [String(row.cases)])
        }
    }

    private func funnel(_ page: inout TextPage) {
        page.table(
            "From contact to plan", ["TEAM"] + Funnel.Step.allCases.map(\.head) + ["CORE/100 S47"], funnels,
            numbers: Set(1...Funnel.Step.allCases.count), isCounted: false
        ) { funnel in
            TextPage.Row(
                cells: [funnel.team?.text ?? "all"] + Funnel.Step.allCases.map { String(funnel[$0]) }
                    + [funnel.corePer100Enquiries.map { String($0) } ?? ""])
        }
        page.table(
            "Recording", ["TEAM", "ENTRIES", "MEDIAN", "90TH", "LONGEST"],
            [("all", recording.all)] + recording.teams.map { ($0.team.text, $0.delay) }, numbers: [1], isCounted: false
        ) { row in
            TextPage.Row(cells: [row.0] + row.1.cells.dropFirst())
        }
    }

    private func capacities(_ page: inout TextPage) {
        let first = capacity.teams.first?.months.first.map { ", by month from \($0.month.monthText)" } ?? ""
        page.table(
            "Capacity\(first), beside what was in time",
            ["TEAM", "IN POST", "THERE", "OF FULL TIME", "THERE BY MONTH", "IN TIME", "TO KNOW"], capacity.teams,
            numbers: [1, 2, 3], isCounted: false
        ) { row in
            let toKnow = [row.managementWords].compactMap(\.self) + row.vacancies.map(\.words)
            return TextPage.Row(
                cells: [
                    row.team.text, String(row.inPost), String(row.inPost - row.absent),
                    FullTimeEquivalent(hundredths: row.available).description,
                    row.months.map(\.available).sparkline, row.months.map(\.inTime).sparkline,
                    toKnow.joined(separator: "; "),
                ], style: row.management == .present ? nil : .red)
        }
        if !capacity.ofNoTeam.isEmpty {
            page.line("Of no open team: \(capacity.ofNoTeam.map(\.wordsWithTeam).joined(separator: "; ")).")
        }
    }

    private func overseeing(_ page: inout TextPage) {
        let first = oversight.weeks.first.map { ", by week from \($0)" } ?? ""
        page.table(
            "Management oversight\(first)", ["MANAGER", "TEAM", "LOOKS", "WEEKS WITHOUT", "BY WEEK"],
            oversight.managers,
            numbers: [2, 3], isCounted: false
        ) { row in
            TextPage.Row(
                cells: [
                    row.manager?.text ?? "not said", row.team?.text ?? "", String(row.entries.count),
                    String(row.emptyWeeks), row.counts.map(String.init).joined(separator: " "),
                ], style: row.entries.isEmpty ? .red : nil)
        }
        page.table(
            "Open cases that no manager has looked at within \(oversight.limit) days",
            ["TEAM", "CASES", "OPEN", "THE FIRST OF THEM"], oversight.teams.filter { !$0.without.isEmpty },
            numbers: [1, 2], isCounted: false
        ) { row in
            TextPage.Row(cells: [
                row.team?.text ?? "none", String(row.without.count), String(row.open),
                row.without.prefix(8).map(\.entry.child.text).joined(separator: " "),
            ])
        }
    }

    private func breaks(_ page: inout TextPage) {
        for effect in reorganisations {
            let teams =
                "\(effect.from.map(\.text).joined(separator: ", ")) into "
                + effect.into.map(\.text).joined(separator: ", ")
            let note = effect.breaksPeriod ? "what is counted above of these teams is of both arrangements" : nil
            let name = "Reorganised on \(effect.on), \(teams)"
            if let silence = effect.silence {
                page.line(["\(name): \(silence)", note].compactMap(\.self).joined(separator: "; ") + ".")
                continue
            }
            // Of single teams only what changed; the document has all.
            let rows =
                effect.trends.map { ("all", $0) }
                + effect.teams.flatMap { team, trends in
                    trends.filter { $0.change == .rose || $0.change == .fell }.map { (team.text, $0) }
                }
            page.table(
                "\(name): \(effect.months.counted("month")) before | since",
                ["TEAM", "MEASURE", "BEFORE", "SINCE", "BY MONTH", "WHAT IT SHOWS"], rows, note: note, isCounted: false
            ) { team, trend in
                TextPage.Row(
                    cells: [
                        team, trend.measure.title, trend.before.total.words, trend.since.total.words, trend.sparkline,
                        trend.words,
                    ], style: trend.isBetter == false ? .red : trend.isBetter == true ? .green : nil)
            }
        }
    }

    private func trends(_ page: inout TextPage) {
        if !programmes.isEmpty {
            page.table(
                "Programmes, as many months before as since",
                ["AREA", "SINCE", "MONTHS", "PROGRAMME", "WHAT IT SHOWS"],
                programmes, numbers: [2], isCounted: false
            ) { row in
                TextPage.Row(
                    cells: [
                        row.area, row.startedOn.description + (row.endedOn.map { " to \($0)" } ?? ""),
                        String(row.months),
                        row.name, row.words,
                    ], style: row.isRising ? .yellow : nil)
            }
        }
        page.table(
            "Needs found at the end of assessments, by area", ["AREA", "FOUND", "BEFORE", "OF 100", "FACTOR"],
            needs.flatMap { profile in profile.needs.filter(NeedProfile.isTold).map { (profile, $0) } },
            numbers: [1, 2, 3], isCounted: false
        ) { profile, need in
            TextPage.Row(cells: [
                profile.area ?? "not said", NeedProfile.words(need.found.count), NeedProfile.words(need.found.before),
                profile.percent(need).map(String.init) ?? "", "\(need.factor.code) \(need.factor.label)",
            ])
        }
        let first = earlyHelp.first.map { " since \($0.firstMonth.monthText)" } ?? ""
        page.table(
            "Early help started\(first)", ["PART", "STARTS", "BY MONTH", "WHAT IT SHOWS"], earlyHelp, numbers: [1],
            isCounted: false
        ) { trend in
            let coordinators =
                trend.coordinators.isEmpty
                ? "" : "; coordinator from \(trend.coordinators.map(\.description).joined(separator: ", "))"
            return TextPage.Row(
                cells: [
                    trend.part.words, String(trend.count), trend.chart.values.sparkline, trend.words + coordinators,
                ])
        }
        if !silentAgencies.isEmpty {
            page.line("Agencies that led none: \(silentAgencies.joined(separator: ", ")).")
        }
    }

    private func learning(_ page: inout TextPage) {
        page.table("What audits found poor", ["TEAM", "ON", "GRADE", "CRITERION", "WHAT CAME OF IT"], audits) { row in
            TextPage.Row(
                cells: [
                    row.found.team?.text ?? "", row.found.on.description, row.found.grade?.words ?? "",
                    row.found.criterion, (row.verdict == .noChange ? "AUDIT_NO_CHANGE: " : "") + row.words,
                ], style: row.verdict == .noChange ? .red : nil)
        }
        page.table(
            "Templates, by the first audit of what was made with them",
            ["TEMPLATE", "SINCE", "AUDITED", "SECTIONS", "WHAT THE AUDITS SAY"], templates, numbers: [2],
            isCounted: false
        ) { row in
            TextPage.Row(cells: [
                row.template, row.since?.description ?? "not said", String(row.audits.count),
                row.sectionsTold == 0
                    ? ""
                    : row.sections.map { "\($0.section) \($0.filledIn)" }.joined(separator: ", ")
                        + " of \(row.sectionsTold)", row.words,
            ])
        }
        page.table("Findings", ["ON", "SOURCE", "REPEATS", "ACTIONS", "WHAT"], findings) { row in
            let late = row.actions.count { $0.isOverdue }
            let targets = row.actions.compactMap(\.standing).map { standing in
                "; \(standing.measure.rawValue) \(Optional(standing.permille).percentText) \(standing.words)"
            }.joined()
            return TextPage.Row(
                cells: [
                    row.on.description, row.source.words, String(row.repeats.count),
                    "\(row.actions.count)" + (late == 0 ? "" : ", \(late) overdue"),
                    row.what + (row.closedOn.map { " (closed \($0))" } ?? "") + targets,
                ], style: row.closedOn == nil && !row.repeats.isEmpty ? .red : nil)
        }
    }
}

extension ControlLimits {
    fileprivate var json: JSONValue { ["lower": .integer(Int64(lower)), "upper": .integer(Int64(upper))] }
}
