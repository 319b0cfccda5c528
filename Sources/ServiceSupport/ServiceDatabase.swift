/// Which PostgreSQL server a program works with.
public enum ServiceDatabase: Sendable, Equatable {
    /// A private cluster in the state directory.
    case embedded
    /// The server of that connection string; empty: the one of libpq's environment variables.
    case server(String)

    /// The server named, or that of libpq's environment where it names one, or the embedded cluster.
    public init(url: String?, environment: [String: String]) {
        if let url, !url.isEmpty {
            self = .server(url)
            return
        }
        let naming = ["PGHOST", "PGHOSTADDR", "PGPORT", "PGSERVICE", "PGDATABASE"]
        self = naming.contains { environment[$0]?.isEmpty == false } ? .server("") : .embedded
    }
}
