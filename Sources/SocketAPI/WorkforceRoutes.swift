import CaseRecord
import Hummingbird
import Projections
import StrictJSON
import Views

/// `/v1/workforce`: who worked for the authority and in which team, as on any day.
struct WorkforceRoutes: Sendable {
    let api: API

    var routes: [Route] {
        [
            Route(.get, "/v1/workforce/workers/{worker}", worker), Route(.get, "/v1/workforce/teams", teams),
            Route(.get, "/v1/workforce/teams/{team}", team),
        ]
    }

    @Sendable private func worker(_ request: Request, _ context: APIContext) async throws -> Response {
        let (workforce, date) = try await asked(request)
        let text = try context.parameters.require("worker")
        guard let id = WorkerID(text) else { throw Problem.badParameter("worker", "is not a worker's identifier") }
        guard let worker = workforce.worker(id, on: date) else {
            throw Problem.unknownWorker(id)
        }
        return reply(worker.json, workforce, date)
    }

    @Sendable private func teams(_ request: Request, _ context: APIContext) async throws -> Response {
        let (workforce, date) = try await asked(request)
        let teams = workforce.teams(on: date).map { team -> JSONValue in
            var object = team.json
            object["members"] = nil
            object["memberCount"] = .integer(Int64(team.members.count))
            return .object(object)
        }
        return reply(["teams": .array(teams)], workforce, date)
    }

    @Sendable private func team(_ request: Request, _ context: APIContext) async throws -> Response {
        let (workforce, date) = try await asked(request)
        let text = try context.parameters.require("team")
        guard let id = TeamID(text) else { throw Problem.badParameter("team", "is not a team's identifier") }
        guard let team = workforce.team(id, on: date) else {
            throw Problem.unknownTeam(id)
        }
        return reply(team.json, workforce, date)
    }

    /// The workforce known at the moment that the query names, and the day that it asks about: today where it names none.
    private func asked(_ request: Request) async throws -> (Workforce, CivilDate) {
        try request.allowOnly(["asAt", "knownAt"])
        let date = try request.query("asAt", "a date, YYYY-MM-DD") { CivilDate($0) }
        let knownAt = try request.query("knownAt", "an RFC 3339 date-time") { Instant($0) }
        return (try await api.authority.state(knownAt: knownAt).workforce, date ?? LondonTime.date(of: api.now()))
    }

    private func reply(_ said: JSONObject, _ workforce: Workforce, _ date: CivilDate) -> Response {
        var object = said
        object["asAt"] = date.field
        object["knownAt"] = workforce.knownAt.map { .string($0.description) }
        object["position"] = .integer(workforce.position)
        return .json(.object(object))
    }
}
