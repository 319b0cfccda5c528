import Access
import CaseRecord
import Foundation
import Hummingbird
import Ledger
import Projections
import StrictJSON
import TextTable
import Timescales
import Views

/// `/v1/supervision`: what a worker and a supervisor, a team's manager, and those who answer for the service look at.
struct SupervisionRoutes: Sendable {
    let api: API

    var routes: [Route] {
        [
            Route(.get, "/v1/supervision/workers/{worker}", worker),
            Route(.get, "/v1/supervision/teams/{team}", team),
            Route(.get, "/v1/supervision/service", service),
        ]
    }

    /// Months of recording that are looked at unless the query says otherwise, this one among them.
    private static let recordingMonths = 3
    /// Months that teams are compared for unless the query says otherwise.
    private static let serviceMonths = 12

    /// What a request asks for.
    private struct Asked: Sendable {
        let knownAt: Instant?
        let from: CivilDate?
        let to: CivilDate?
        let layout: TextLayout
        let isText: Bool
        /// The moment for which it is counted how late something is.
        let now: Instant

        var today: CivilDate { LondonTime.date(of: now) }

        /// The first days of the months asked about; those are whole.
        var months: ClosedRange<CivilDate> {
            let last = firstOfMonth(to ?? today)
            let first = from.map(firstOfMonth) ?? last.adding(months: 1 - SupervisionRoutes.recordingMonths)
            return min(first, last)...last
        }

        /// The days asked about.
        var days: ClosedRange<CivilDate> {
            let last = to ?? today
            let first = from ?? last.adding(months: -SupervisionRoutes.serviceMonths).adding(days: 1)
            return min(first, last)...last
        }

        private func firstOfMonth(_ day: CivilDate) -> CivilDate { day.adding(days: 1 - day.components.day) }
    }

    private func asked(_ request: Request) throws(Problem) -> Asked {
        try request.allowOnly(["knownAt", "from", "to"] + Request.layoutParameters)
        let knownAt = try request.query("knownAt", "an RFC 3339 date-time") { Instant($0) }
        let from = try request.query("from", "a date, YYYY-MM-DD") { CivilDate($0) }
        let to = try request.query("to", "a date, YYYY-MM-DD") { CivilDate($0) }
        let isText = try request.negotiated(["application/json", "text/plain"]) == "text/plain"
        let now = api.now()
        let asked = Asked(
            knownAt: knownAt, from: from, to: to, layout: try request.layout(), isText: isText,
            now: knownAt.map { min($0, now) } ?? now)
        if let from { try Request.checkPeriod(from, to ?? asked.today) }
        return asked
    }

    private func setting(_ asked: Asked, position: Int64) async throws -> SupervisionSetting {
        let authority = try await api.authority.state(knownAt: asked.knownAt)
        return SupervisionSetting(
            now: asked.now, position: position, knownAt: asked.knownAt, authority: authority)
    }

    private func reply(
        _ asked: Asked, _ notices: ViewNotices, json: () async -> JSONValue, text: () -> String
    ) async -> Response {
        if asked.isText { return .text(notices.text + text()) }
        var object = await json().objectValue ?? JSONObject()
        notices.add(to: &object)
        return .json(.object(object))
    }

    // MARK: - One worker

    @Sendable private func worker(_ request: Request, _ context: APIContext) async throws -> Response {
        let asked = try asked(request)
        let text = try context.parameters.require("worker")
        guard let worker = WorkerID(text) else { throw Problem.badParameter("worker", "is not a worker's identifier") }
        // Of others only who answers for teams looks at what they do.
        guard worker == context.caller.worker || context.caller.has([.manager, .auditor]) else {
            throw Problem.notYourCases(worker)
        }
        let (read, notices) = try await api.withCases(knownAt: asked.knownAt, context) { source, notices in
            let rows = try await source.rows(.worker(worker), openOnly: true)
            let read = CasesRead(
                position: source.position, rows: rows, items: try await source.items(.worker(worker), openOnly: false),
                clocks: try await source.openClocks(.worker(worker), overdueAt: nil),
                lags: try await source.recordingLags(during: asked.months, by: [worker]))
            return (read, notices)
        }
        let setting = try await setting(asked, position: read.position)
        let isKnown = setting.workforce.worker(worker, on: setting.today) != nil
        guard isKnown || !read.rows.isEmpty else { throw Problem.unknownWorker(worker) }
        let events = try await development(of: worker, knownAt: asked.knownAt)
        var since: [CaseSince] = []
        for row in read.rows {
            guard let record = try await api.seenIfAny(row.child, knownAt: asked.knownAt, context) else { continue }
            since.append(CaseSince.of(record, through: read.position))
        }
        let view = WorkerView(
            worker: worker, rows: read.rows, items: read.items, clocks: read.clocks, since: since, lags: read.lags,
            authority: events.filter { $0.position <= read.position }, months: asked.months, setting: setting)
        return await reply(asked, notices) {
            view.json
        } text: {
            view.text(asked.layout)
        }
    }

    /// What the log has of how a worker learns: the entries that name the worker and those that were changed, which may
    /// name the worker only since, with what changed them.
    private func development(of worker: WorkerID, knownAt: Instant?) async throws -> [RecordedEvent] {
        let changes = try await authorityEvents(DevelopmentStanding.changeTypes, knownAt: knownAt)
        let changed = try await api.reader.events(
            ids: Set(changes.compactMap { $0.event.data.asChange?.changedEntry }))
        let own = try await authorityEvents(DevelopmentStanding.types, saying: worker.text, knownAt: knownAt)
        let all = Dictionary((own + changed + changes).map { ($0.position, $0) }) { first, _ in first }
        return all.values.sorted { $0.position < $1.position }
    }

    // MARK: - One team

    @Sendable private func team(_ request: Request, _ context: APIContext) async throws -> Response {
        let asked = try asked(request)
        let text = try context.parameters.require("team")
        guard let team = TeamID(text) else { throw Problem.badParameter("team", "is not a team's identifier") }
        guard context.sight.scope.includes(team) else { throw Problem.notYourTeam(team) }
        let authority = try await api.authority.state(knownAt: asked.knownAt)
        let members = Set(authority.workforce.team(team, on: asked.today)?.members.map(\.id) ?? [])
        let handoverDays = TeamHandover.days(on: asked.today, authority.calendars.current)
        let (read, notices, hasWork) = try await api.withCases(knownAt: asked.knownAt, context) { source, notices in
            let sent = try await source.facts(TeamHandover.factKinds, during: handoverDays).filter { $0.team == team }
            let read = CasesRead(
                position: source.position, rows: try await source.rows(.team(team), openOnly: true),
                items: try await source.items(.team(team), openOnly: true),
                clocks: try await source.openClocks(.team(team), overdueAt: asked.now),
                lags: try await source.recordingLags(during: asked.months, by: members),
                handovers: try await HandoversRead(sent, from: source))
            if !read.rows.isEmpty || !read.clocks.isEmpty || !sent.isEmpty { return (read, notices, true) }
            return (read, notices, try await !source.openClocks(.team(team), overdueAt: nil).isEmpty)
        }
        let setting = try await setting(asked, position: read.position)
        let isKnown = setting.workforce.team(team, on: setting.today) != nil
        guard isKnown || hasWork else { throw Problem.unknownTeam(team) }
        let handovers = try await handovers(read.handovers, asked, context, setting)
        let view = TeamView(
            team: team, rows: read.rows, items: read.items, clocks: read.clocks, lags: read.lags, handovers: handovers,
            months: asked.months, setting: setting)
        return await reply(asked, notices) {
            await view.jsonOfPartsSideBySide()
        } text: {
            view.text(asked.layout)
        }
    }

    /// Of so many handovers it is told what they say: what nobody has accepted and the latest first.
    private static let mostHandoversRead = 100

    /// What was handed over: of the records that the caller sees with what it says.
    private func handovers(
        _ read: HandoversRead, _ asked: Asked, _ context: APIContext, _ setting: SupervisionSetting
    ) async throws -> [TeamHandover] {
        let latestFirst = read.sent.sorted { one, other in
            (one.endedOn == nil ? 0 : 1, other.position) < (other.endedOn == nil ? 0 : 1, one.position)
        }
        var handovers: [TeamHandover] = []
        for (number, fact) in latestFirst.enumerated() {
            let record =
                number < Self.mostHandoversRead
                ? try await api.seenIfAny(fact.child, knownAt: asked.knownAt, context) : nil
            let entry = record?.standing.first { $0.event.id == fact.beganWith }
            handovers.append(
                TeamHandover(
                    fact, row: read.rows[fact.child], entry: entry,
                    actions: entry == nil ? [] : read.items[fact.beganWith] ?? [],
                    clocks: read.clocks[fact.child] ?? [], setting))
        }
        return handovers
    }

    // MARK: - The service

    @Sendable private func service(_ request: Request, _ context: APIContext) async throws -> Response {
        let asked = try asked(request)
        let days = asked.days
        let trend = ServiceView.trendMonths(days)
        let trendDays = trend.lowerBound...max(trend.upperBound.adding(months: 1).adding(days: -1), days.upperBound)
        let events = try await authorityEvents(ServiceView.authorityTypes, knownAt: asked.knownAt)
        let (read, notices) = try await api.withCases(knownAt: asked.knownAt, context) { source, notices in
            // What is counted is said by the same events as what is shown.
            let authority = events.filter { $0.position <= source.position }
            let factDays = ServiceView.factDays(for: days, authority: authority, today: asked.today)
            let programmeDays = ProgrammeEffect.days(of: authority, today: asked.today)
            var facts = try await source.facts(ServiceView.factKinds, during: factDays)
            facts += try await source.facts([.earlyHelp], during: trendDays)
            facts += try await source.facts(
                OversightMap.factKinds, during: OversightMap.days(endingOn: days.upperBound))
            let audited = Set(try await source.facts([.audit], during: ServiceView.auditDays(for: days)).map(\.child))
                .sorted()
            let months = days.lowerBound.adding(days: 1 - days.lowerBound.components.day)...days.upperBound
            var programmeFacts: [CountedFact] = []
            if let programmeDays {
                programmeFacts = try await source.facts(ProgrammeEffect.factKinds, during: programmeDays)
            }
            let read = ServiceRead(
                position: source.position, rows: try await source.rows(.all, openOnly: true), facts: facts,
                programmeFacts: programmeFacts,
                needFacts: try await source.facts(NeedProfile.factKinds, during: NeedProfile.days(for: days)),
                audited: audited, lags: try await source.recordingLags(during: months, by: nil))
            return (read, notices)
        }
        let setting = try await setting(asked, position: read.position)
        var audits: [AuditedCriterion] = []
        for child in read.audited {
            guard let record = try await api.seenIfAny(child, knownAt: asked.knownAt, context) else { continue }
            audits += AuditedCriterion.all(in: record).filter { $0.position <= read.position }
        }
        let view = ServiceView(
            rows: read.rows, facts: read.facts, programmeFacts: read.programmeFacts, needFacts: read.needFacts,
            lags: read.lags, audits: audits, authority: events.filter { $0.position <= read.position }, days: days,
            setting: setting, seesTeam: { context.sight.scope.includes($0) })
        return await reply(asked, notices) {
            view.json
        } text: {
            view.text(asked.layout)
        }
    }

    /// All events of those types that stand in no child's record and, where a text is given, have it among what they say.
    private func authorityEvents(
        _ types: [EventType], saying text: String? = nil, knownAt: Instant?
    ) async throws -> [RecordedEvent] {
        let page = 1000
        var events: [RecordedEvent] = []
        while true {
            let found = try await api.reader.authorityEvents(
                of: types, saying: text, after: events.last?.position ?? 0, limit: page)
            events += found
            guard found.count == page else { break }
        }
        return events.filter { recorded in knownAt.map { recorded.recordedAt <= $0 } ?? true }
    }
}

/// The rows of the cases of one worker or team.
private struct CasesRead: Sendable {
    let position: Int64
    let rows: [CaseRow]
    let items: [CaseItem]
    let clocks: [OpenClock]
    let lags: [RecordingLag]
    var handovers = HandoversRead()
}

/// What was handed over to a team, with the cases that it is about as they stand.
private struct HandoversRead: Sendable {
    var sent: [CountedFact] = []
    var rows: [ChildID: CaseRow] = [:]
    /// What is to be done, by the event that asked for it.
    var items: [UUID: [CaseItem]] = [:]
    var clocks: [ChildID: [OpenClock]] = [:]

    init() {}

    init(_ sent: [CountedFact], from source: any CaseSource) async throws {
        self.sent = sent
        guard !sent.isEmpty else { return }
        let children = CaseSelection.children(Set(sent.map(\.child)).sorted())
        for row in try await source.rows(children, openOnly: false) { rows[row.child] = row }
        items = Dictionary(grouping: try await source.items(children, openOnly: false), by: \.setByEvent)
        clocks = Dictionary(grouping: try await source.openClocks(children, overdueAt: nil), by: \.child)
    }
}

/// The rows of all cases, and who was audited.
private struct ServiceRead: Sendable {
    let position: Int64
    let rows: [CaseRow]
    let facts: [CountedFact]
    let programmeFacts: [CountedFact]
    let needFacts: [CountedFact]
    let audited: [ChildID]
    let lags: [RecordingLag]
}

extension Problem {
    /// The caller does not answer for that worker.
    static func notYourCases(_ id: WorkerID) -> Problem {
        Problem(
            .forbidden, "not-your-cases", "The caller is not this worker",
            detail: "Without the role manager or auditor a caller sees the caller's own cases.",
            members: ["worker": id.field])
    }

    /// The caller does not answer for that team.
    static func notYourTeam(_ id: TeamID) -> Problem {
        Problem(
            .forbidden, "not-your-team", "The caller does not see this team's cases",
            detail: "The access file grants the caller other teams.", members: ["team": id.field])
    }

    /// No event names that worker.
    static func unknownWorker(_ id: WorkerID) -> Problem {
        Problem(
            .notFound, "unknown-worker", "There is no such worker", detail: "No event in the log names this worker.",
            members: ["worker": id.field])
    }

    /// No event names that team.
    static func unknownTeam(_ id: TeamID) -> Problem {
        Problem(
            .notFound, "unknown-team", "There is no such team", detail: "No event in the log names this team.",
            members: ["team": id.field])
    }
}
