public import Logging
import NIOConcurrencyHelpers

/// A PostgreSQL server that belongs to the daemon alone: its data lies in the state directory, it listens on a Unix
/// socket there and nowhere else, and it runs as a child process, unprivileged even if the daemon is root.
///
/// After `start()` the server is supervised: if the postmaster ends, it is started again after a pause, which
/// `states` tells. If the daemon is killed, the server shuts down by itself; the next start cleans up whatever is left.
public actor PrivateCluster {
    /// What can be chosen about a cluster.
    public struct Options: Sendable {
        /// Server settings that take precedence over the cluster's own, such as `["fsync": "off"]` in tests.
        public var extraSettings: [String: String]
        /// How long a fast shutdown may take before the server is stopped at once (and recovers at the next start).
        public var stopGrace: Duration

        /// Options with production defaults.
        public init(extraSettings: [String: String] = [:], stopGrace: Duration = .seconds(60)) {
            self.extraSettings = extraSettings
            self.stopGrace = stopGrace
        }
    }

    /// The database that is created at the first start.
    public static let database = "caselog"

    enum Phase { case idle, starting, running, stopping }

    let stateDirectory: StateDirectory
    let layout: ClusterLayout
    let binaries: PostgresBinaries
    let options: Options
    let logger: Logger
    let hub = StateHub()
    var phase = Phase.idle
    var user: OSUser?
    var settings: ClusterSettings?
    private var supervisor: Task<Void, Never>?
    private let box = NIOLockedValueBox<PostmasterProcess?>(nil)
    private let recovery = NIOLockedValueBox(false)

    /// The postmaster that was started last, whether or not it still runs.
    var process: PostmasterProcess? {
        get { box.withLockedValue { $0 } }
        set { box.withLockedValue { $0 = newValue } }
    }

    /// Describes a cluster; nothing is started yet.
    ///
    /// - Parameter stateDirectory: is held as long as this object exists.
    public init(
        stateDirectory: StateDirectory, binaries: PostgresBinaries, options: Options = Options(), logger: Logger
    ) {
        self.stateDirectory = stateDirectory
        self.layout = ClusterLayout(state: stateDirectory.path)
        self.binaries = binaries
        self.options = options
        self.logger = logger
    }

    /// A new stream of the cluster's states, beginning with the present one; it ends after `.stopped`.
    public nonisolated var states: AsyncStream<State> { hub.subscribe() }

    /// The present state.
    public nonisolated var state: State { hub.current }

    /// The pid of the running postmaster, for diagnosis; nil if none runs.
    public nonisolated var postmasterPID: Int32? {
        box.withLockedValue { $0.flatMap { $0.exitStatus == nil ? $0.pid : nil } }
    }

    /// Whether the server was not shut down in order before this start, and recovers first.
    public nonisolated var recovers: Bool { recovery.withLockedValue { $0 } }

    func note(recovers: Bool) { recovery.withLockedValue { $0 = recovers } }

    /// A libpq connection string for one of the roles `postgres`, `caselogd`, `caselog_notifier`, `caselog_reader` and
    /// `caselog_analyst`.
    ///
    /// It holds no secret: the server lets in the daemon's operating system user and nobody else.
    public nonisolated func connectionString(
        database: String = PrivateCluster.database, user: String = "postgres"
    ) -> String {
        layout.connectionString(database: database, user: user)
    }

    /// As `connectionString`, for another process of the same user: of the cluster in that state directory, if one runs.
    public static func connectionString(stateDirectory path: String, user: String = "postgres") -> String {
        ClusterLayout(state: path).connectionString(database: database, user: user)
    }

    /// Checks that a state directory's path can be used, above all that the socket's path is not too long.
    ///
    /// - Parameter path: absolute, without symbolic links.
    public static func validate(stateDirectory path: String) throws(ClusterError) {
        try ClusterLayout(state: path).validate()
    }

    /// Starts the server, initialising it at the first start, and returns when it accepts connections.
    ///
    /// Crash recovery may take minutes; progress is logged, and the wait has no limit while the server lives.
    ///
    /// - Throws: `ClusterError`, or `CancellationError` if the task is cancelled. Nothing runs any more then.
    public func start() async throws {
        guard phase == .idle else { throw ClusterError.alreadyStarted }
        phase = .starting
        hub.set(.starting)
        do {
            try await prepare()
            try await launch()
        } catch {
            await terminate()
            let wasStopped = phase == .stopping
            phase = .idle
            hub.set(.stopped)
            if wasStopped { throw ClusterError.stoppedWhileStarting }
            throw error
        }
        phase = .running
        hub.set(.ready)
        // Unstructured, as the caller goes on while the server is supervised; `stop()` waits for its end.
        supervisor = Task { await supervise() }
    }

    /// Stops the server by a fast shutdown and waits until it has ended; does nothing if none runs.
    ///
    /// Also works in a cancelled task: a service is often stopped because its task was cancelled.
    public func stop() async {
        // A task of its own, so that the pauses between the steps are not cut short by cancellation.
        await Task { await stopUncancelled() }.value
    }

    /// Starts the server, waits until the task is cancelled or `stop()` is called, and stops the server.
    public func run() async throws {
        let states = self.states
        try await start()
        for await state in states where state == .stopped { break }
        await stop()
    }

    private func stopUncancelled() async {
        switch phase {
        case .idle:
            return
        case .stopping:
            break
        case .starting:
            phase = .stopping
            await terminate()
        case .running:
            phase = .stopping
            supervisor?.cancel()
            await terminate()
            await supervisor?.value
            // The supervisor may have been about to start another one.
            await terminate()
            supervisor = nil
            phase = .idle
            logger.notice("PostgreSQL has stopped")
            hub.set(.stopped)
        }
        // A start or another stop in progress sets the phase when it has ended.
        while phase == .stopping { try? await Task.sleep(for: .milliseconds(20)) }
    }

    /// Stops the postmaster that was started last, also in a cancelled task, in which pauses would not pause.
    func terminate() async {
        guard let process, process.exitStatus == nil else { return }
        let (grace, logger) = (options.stopGrace, logger)
        await Task { await process.terminate(grace: grace, logger: logger) }.value
    }
}
