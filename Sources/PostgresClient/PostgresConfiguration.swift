/// How to reach a server and what the session is to be like.
public struct PostgresConfiguration: Sendable {
    /// A libpq connection string, as keywords or as a URI. What it leaves out comes from libpq's environment (`PGHOST`
    /// and so on); empty, everything does. Several hosts mean failover: `host=a,b target_session_attrs=read-write`.
    public var connectionString: String
    /// The password, where the string gives none.
    public var password: String?
    /// Shown in `pg_stat_activity`. Nil leaves it to the connection string.
    public var applicationName: String?
    /// Time allowed for each host to answer and accept. Nil means the string's `connect_timeout`, or 10 s.
    public var connectTimeout: Duration?
    /// Server-side `statement_timeout`. A statement it stops fails with `.server`, SQLSTATE 57014.
    public var statementTimeout: Duration?
    /// Client-side deadline of each command that is given none. Nil means none.
    public var defaultDeadline: Duration?
    /// How long the server may take to obey a cancellation before the connection is dropped.
    public var cancelGrace: Duration
    /// Role taken on at the start of the session.
    public var role: String?
    /// Further run-time settings of the session, such as `default_transaction_read_only: on`.
    public var settings: [String: String]

    /// Defaults that suit a daemon.
    public init(
        connectionString: String = "", password: String? = nil, applicationName: String? = nil,
        connectTimeout: Duration? = nil,
        statementTimeout: Duration? = nil, defaultDeadline: Duration? = nil, cancelGrace: Duration = .seconds(5),
        role: String? = nil, settings: [String: String] = [:]
    ) {
        self.connectionString = connectionString
        self.password = password
        self.applicationName = applicationName
        self.connectTimeout = connectTimeout
        self.statementTimeout = statementTimeout
        self.defaultDeadline = defaultDeadline
        self.cancelGrace = cancelGrace
        self.role = role
        self.settings = settings
    }
}

extension PostgresConfiguration {
    /// Looks whether libpq can read the connection string, without connecting.
    ///
    /// - Throws: ``PostgresError`` of the code `.configuration`, without what the string holds.
    public func validate() throws(PostgresError) { _ = try ConnectionKeywords(self) }
}

extension PostgresConfiguration: CustomStringConvertible, CustomReflectable {
    /// Without the connection string, which may hold a password.
    public var description: String {
        "PostgresConfiguration(application: \(applicationName ?? "-"), role: \(role ?? "-"))"
    }

    /// Shows no more than `description`.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
