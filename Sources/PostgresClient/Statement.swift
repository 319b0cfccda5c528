/// A SQL statement with a name: prepared on first use, once per connection, and kept.
///
/// Names are the program's own: two statements with different SQL must not share one. Parameters are `$1`, `$2`, ...;
/// their types are those of the values given at the first use, and must stay the same.
public struct Statement: Sendable, Hashable {
    /// The name under which the server keeps it; also named in errors.
    public let name: String
    /// One SQL command.
    public let sql: String

    /// A statement of this name and text.
    public init(name: String, sql: String) {
        self.name = name
        self.sql = sql
    }
}
