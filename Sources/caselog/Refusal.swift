import SocketClient
import StrictJSON

/// What helps somebody whom the daemon refused something.
enum Refusal {
    /// Who the caller is where a role is missing; that the versions differ where the daemon does not know what was asked.
    static func advice(for reply: Reply, over connection: SocketConnection) async throws -> [String] {
        let kind = reply.json?["type"]?.stringValue.flatMap { $0.split(separator: "/").last } ?? ""
        switch (reply.status, kind) {
        case (403, _): return whoAmI(try await connection.send(Call("GET", "/v1/me")).json)
        case (404, "http-404"), (405, _), (400, "bad-parameter"):
            let document = try await connection.send(Call("GET", "/v1/openapi.json")).json
            return versions(daemon: document?["info"]?["version"]?.stringValue)
        case (503, _): return ["It may be starting, or have too much to do: try again, or ask caselog doctor."]
        default: return []
        }
    }

    private static func whoAmI(_ caller: JSONValue?) -> [String] {
        guard let account = caller?["account"]?.stringValue else { return [] }
        let roles = (caller?["roles"]?.arrayValue ?? []).compactMap(\.stringValue)
        guard !roles.isEmpty else {
            return ["You are \(account). The access file names neither you nor a group of yours."]
        }
        let teams =
            caller?["teams"]?.stringValue
            ?? (caller?["teams"]?.arrayValue ?? []).compactMap(\.stringValue)
            .joined(separator: ", ")
        return [
            "You are \(account), worker \(caller?["worker"]?.stringValue ?? ""); your roles: "
                + "\(roles.joined(separator: ", ")); your teams: \(teams.isEmpty ? "none" : teams).",
            "Who may do what stands in the daemon's access file.",
        ]
    }

    private static func versions(daemon: String?) -> [String] {
        guard let daemon, daemon != CaselogVersion.text else { return [] }
        return ["This is caselog \(CaselogVersion.text) and the daemon is \(daemon): update the older of the two."]
    }
}
