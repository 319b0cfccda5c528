import Access
import CaseRecord
import Hummingbird
import Projections
import StrictJSON
import TextTable
import Views

/// `/v1/cases/{child}/subject-access`: what can be handed out to somebody who asks for what is held about a child.
struct SubjectAccessRoutes: Sendable {
    let api: API

    var routes: [Route] { [Route(.get, "/v1/cases/{child}/subject-access", export)] }

    @Sendable private func export(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly(["requester", "received", "release", "withhold"] + Request.layoutParameters)
        let type = try request.negotiated(["application/json", "text/plain"])
        let layout = try request.layout()
        var asked = SubjectAccess.Request()
        asked.requester =
            try request.query(
                "requester",
                "one of \(SubjectAccess.Requester.allCases.map(\.rawValue).joined(separator: ", "))"
            ) { SubjectAccess.Requester(rawValue: $0) } ?? .subject
        asked.received = try request.query("received", "a date, YYYY-MM-DD") { CivilDate($0) }
        asked.release = try request.query("release", "positions of entries, as 12,15") { Self.positions($0) } ?? []
        asked.withhold =
            try request.query("withhold", "positions of entries with reasons, as 12:serious-harm") {
                Self.reasons($0)
            } ?? [:]
        let child = try context.child()
        guard let guarding = try await api.records.guarded(child)?.guarding else { throw Problem.unknownChild(child) }
        let record = try await api.seen(child, context)
        // Whether there is anything that this caller would not see must not show, so it is asked of every record.
        guard context.sight.openScope.includes(guarding.team) else { throw Problem.needsRestricted }
        let access = SubjectAccess.of(record, asked, at: api.now())
        let unknown = asked.release.union(asked.withhold.keys).subtracting(access.positions)
        guard unknown.isEmpty else {
            let name = unknown.isDisjoint(with: asked.release) ? "withhold" : "release"
            throw Problem.badParameter(
                name,
                "names positions at which this record has no entry: "
                    + unknown.sorted().map(String.init).joined(separator: ", "))
        }
        return type == "text/plain" ? .text(access.text(layout)) : .json(.object(access.json))
    }

    private static func positions(_ text: String) -> Set<Int64>? {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { position($0) }
        let found = numbers.compactMap { $0 }
        return found.count == numbers.count ? Set(found) : nil
    }

    private static func reasons(_ text: String) -> [Int64: WithholdingReason]? {
        var reasons: [Int64: WithholdingReason] = [:]
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let pair = part.split(separator: ":", omittingEmptySubsequences: false)
            guard pair.count == 2, let position = position(pair[0]),
                let reason = WithholdingReason(rawValue: String(pair[1]))
            else { return nil }
            reasons[position] = reason
        }
        return reasons
    }

    /// A position as it is written, and in no other way.
    private static func position(_ text: Substring) -> Int64? {
        guard text.count <= 18, let position = Int64(text), position > 0, String(position) == text else { return nil }
        return position
    }
}

extension Problem {
    /// Only who sees restricted records may see to it that nothing is forgotten or told.
    static let needsRestricted = Problem(
        .forbidden, "needs-restricted", "The caller does not see restricted records",
        detail:
            "Answers to a subject access request are made of the whole record, by callers whose grant of that team says "
            + "restricted: true.")
}
