import Foundation
import StrictJSON
import WebPages

/// Pages made of answers that a daemon gave once, of the demonstration county.
struct SamplePages {
    struct Missing: Error { let what: String }

    /// Each page's path with what answers each of its questions.
    static let pages: [(path: String, answers: [String: String])] = [
        ("/", ["/v1/workforce/teams": "teams", "/v1/supervision/workers/root": "worker"]),
        ("/teams/west", ["/v1/supervision/teams/west": "team"]),
        ("/workers/a.mensah", ["/v1/supervision/workers/a.mensah": "worker"]),
        ("/service", ["/v1/supervision/service": "service"]),
        ("/cases/F13910", ["/v1/cases/F13910": "case", "/v1/cases/F13910/identity": "identity"]),
        ("/cases/F13910/clocks", ["/v1/cases/F13910/timescales": "clocks"]),
        ("/cases/F14414/protection", ["/v1/cases/F14414/protection": "protection"]),
        (
            "/cases/F14414/chronology?form=court&text=a+b&from=",
            [
                "/v1/cases/F14414/chronology?form=court&text=a%20b": "chronology",
                "/v1/cases/F14414/identity": "identity",
            ]
        ),
        ("/alerts?team=west", ["/v1/alerts?team=west&limit=100": "alerts"]),
        ("/alerts/A-1", ["/v1/alerts/A-1": "alert", "/v1/alerts/A-1/explanation": "explanation"]),
        ("/indicators", ["/v1/indicators?by=team": "indicators"]),
        ("/indicators/assessments-45", ["/v1/indicators/assessments-45?by=team": "indicator"]),
        ("/rules", ["/v1/rules": "rules"]),
        ("/rules/R03", ["/v1/rules/R03": "rule"]),
    ]

    /// Changes what the daemon said before it becomes a page.
    var change: (JSONValue) -> JSONValue = { $0 }

    static func sample(_ name: String) throws -> JSONValue {
        guard let url = Bundle.module.url(forResource: "Samples/\(name)", withExtension: "json") else {
            throw Missing(what: name)
        }
        return try JSONValue(parsing: Data(contentsOf: url))
    }

    static func caller(_ json: JSONValue? = nil) throws -> PageCaller {
        guard let caller = PageCaller(try json ?? sample("me")) else { throw Missing(what: "caller") }
        return caller
    }

    static func address(_ target: String) throws -> PageAddress {
        guard let address = PageAddress(target: target) else { throw Missing(what: target) }
        return address
    }

    /// The page of that path.
    func reply(_ path: String, _ answers: [String: String]) throws -> PageReply {
        let plan = Site(prefix: "/secret").plan(for: try Self.address(path), caller: try Self.caller())
        return plan.reply(
            to: try plan.questions.map { question in
                guard let name = answers[question.path] else { throw Missing(what: question.path) }
                return Answer(status: 200, body: change(try Self.sample(name)).bytes())
            })
    }

    /// All pages, each with its path.
    func all() throws -> [(name: String, html: String)] {
        try Self.pages.map { ($0.path, String(decoding: try reply($0.path, $0.answers).body, as: UTF8.self)) }
    }
}

extension JSONValue {
    /// The value with every string in it changed, the names of members aside.
    func mapStrings(_ change: (String) -> String) -> JSONValue {
        switch self {
        case .string(let text): return .string(change(text))
        case .array(let items): return .array(items.map { $0.mapStrings(change) })
        case .object(let object):
            var changed = JSONObject()
            for member in object.members { changed[member.name] = member.value.mapStrings(change) }
            return .object(changed)
        default: return self
        }
    }
}
