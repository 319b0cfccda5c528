/// What a read model's tables were made to say of some children: PostgreSQL locks and logs a row that it is to change even
/// where it then finds that it says the same, so what says the same is not sent.
struct KnownRows: Sendable {
    /// What rows of one child in one table say besides their keys, by their keys, both byte for byte: texts that only look
    /// alike are not the same.
    typealias Rows = [[UInt8]: [UInt8]]

    private var children: [String: OfChild] = [:]

    /// What the tables say of one child, by the name of the table.
    typealias OfChild = [String: Rows]

    /// What is known of those children.
    init(_ children: [String: OfChild]) { self.children = children }

    /// What is known of one child; `nil` where nothing is.
    func tables(of child: String) -> OfChild? { children[child] }

    /// The child's rows in that table; `nil` where they are not known.
    func rows(of child: String, in table: String) -> Rows? { children[child]?[table] }

    /// Notes what they are made to be.
    mutating func note(_ rows: Rows, of child: String, in table: String) { children[child, default: [:]][table] = rows }
}
