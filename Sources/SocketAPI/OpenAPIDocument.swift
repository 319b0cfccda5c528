import Access
import CEmbedded
import StrictJSON

/// The API's contract, written by hand in `openapi.json` and embedded; a test compares it with the routes. Who may use a
/// route (`x-caselog-roles`) is added from ``RouteRights``, so that the two cannot disagree.
enum OpenAPIDocument {
    /// The document; `null` only if the embedded text were not JSON, which a test rules out.
    static let json: JSONValue = {
        let text = embedded_openapi()
        let bytes = [UInt8](UnsafeBufferPointer(start: text.bytes, count: text.count))
        guard let written = try? JSONValue(parsing: bytes), var document = written.objectValue,
            let paths = document["paths"]?.objectValue
        else { return .null }
        var rightful = JSONObject()
        for path in paths.members {
            var operations = path.value.objectValue ?? JSONObject()
            for method in operations.names {
                guard var operation = operations[method]?.objectValue else { continue }
                operation["x-caselog-roles"] = roles("\(method.uppercased()) \(path.name)")
                operations[method] = .object(operation)
            }
            rightful[path.name] = .object(operations)
        }
        document["paths"] = .object(rightful)
        return .object(document)
    }()

    /// The roles of a route; `everybody` where it needs none.
    private static func roles(_ route: String) -> JSONValue {
        guard let right = RouteRights.table[route] else { return .array([]) }
        guard let roles = right.roles else { return "everybody" }
        return .array(roles.sorted().map { .string($0.rawValue) })
    }
}
