import StrictJSON

/// Whether the daemon can do its work, and what it is doing: what `/v1/ready` and systemd are told.
public actor Readiness {
    /// What the daemon is doing.
    public private(set) var activity: String
    private var isServing = false
    private var check: @Sendable () async -> String?

    /// Not ready yet.
    public init(activity: String) {
        self.activity = activity
        check = { nil }
    }

    /// Says what the daemon is doing now, before it serves.
    public func set(activity: String) { self.activity = activity }

    /// Serves from now on; `check` looks afresh at each question and says what is wrong, if anything is.
    public func serve(activity: String, check: @escaping @Sendable () async -> String?) {
        self.activity = activity
        self.check = check
        isServing = true
    }

    /// What stands in the way of serving; `nil` if nothing does.
    public func obstacle() async -> String? {
        guard isServing else { return activity }
        return await check()
    }
}
