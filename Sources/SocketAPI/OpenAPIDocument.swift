import StrictJSON

/// The API's contract, written by hand in `openapi.json` and embedded; a test compares it with the routes.
enum OpenAPIDocument {
    /// The document; `null` only if the embedded text were not JSON, which a test rules out.
    static let json = (try? JSONValue(parsing: PackageResources.openapi_json)) ?? .null
}
