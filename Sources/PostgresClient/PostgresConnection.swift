import CLinux
public import Logging
import Synchronization

/// One connection to PostgreSQL. Every libpq call runs on the connection's own thread.
///
/// Commands from several tasks run one after another, except that while a `transaction` is open only its own task
/// (and that task's children) may use the connection. Use a `PostgresPool` to run commands at the same time.
///
/// A cancelled task's command is cancelled at the server, and `CancellationError` thrown once the server has given it
/// up; if it finished first, its result stands. A command whose deadline passes is cancelled likewise and fails with
/// `.deadlineExceeded`. If the server does not obey within the configured grace, the connection is dropped.
public actor PostgresConnection {
    /// The connection's thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    nonisolated let configuration: PostgresConfiguration
    nonisolated let waker: Waker
    nonisolated let logger: Logger
    private nonisolated let thread: ConnectionThread
    private nonisolated let published = Atomic<UInt64>(0)
    private nonisolated let publishedSocket = Atomic<Int32>(-1)

    var handle = ConnectionHandle()
    var prepared = PreparedStatements()
    var transactionScope: UInt64?
    var closeReason: String?
    private var lastNumber: UInt64 = 0

    /// The transactions that the current task runs in, on any connection.
    @TaskLocal static var transactionScopes: [UInt64] = []

    /// Connects. The configuration's connect timeout counts for each host.
    ///
    /// Throws `.connectionFailed`, `.configuration`, or `.cancelled` if the task was.
    public static func connect(
        _ configuration: PostgresConfiguration, logger: Logger
    ) async throws(PostgresError) -> PostgresConnection {
        let connection = PostgresConnection(
            configuration: configuration, logger: logger, thread: try ConnectionThread(), waker: try Waker())
        try await connection.open()
        return connection
    }

    private init(configuration: PostgresConfiguration, logger: Logger, thread: ConnectionThread, waker: Waker) {
        self.configuration = configuration
        self.logger = logger
        self.thread = thread
        self.waker = waker
    }

    deinit { thread.stop() }

    /// True while the connection stands and is not closed, as far as is known without asking the server.
    public nonisolated var isUsable: Bool { published.load(ordering: .acquiring) & Self.usableBit != 0 }

    /// True if, besides, no transaction is open: fit to be handed to another user.
    nonisolated var isIdle: Bool { published.load(ordering: .acquiring) & Self.idleBit != 0 }

    /// True if nothing has arrived that was not read, not even the end of the connection: a look at the socket that
    /// needs no turn on the connection's thread, for one who has the connection to itself.
    nonisolated var isSilent: Bool {
        caselog_wait(publishedSocket.load(ordering: .acquiring), 1, 0, -1, 0) == 0
    }

    /// The server process behind this connection; 0 if there is none.
    public nonisolated var backendPID: Int32 {
        Int32(truncatingIfNeeded: published.load(ordering: .acquiring) & 0xFFFF_FFFF)
    }

    /// Closes the connection. What runs is finished first; what comes later fails with `.closed`.
    public func close() {
        abandon("the connection is closed")
    }

    // MARK: - Within the module

    private static let usableBit: UInt64 = 1 << 32
    private static let idleBit: UInt64 = 1 << 33

    /// Makes the state of the connection known to those who ask without waiting for the thread.
    func publish() {
        var state = UInt64(UInt32(bitPattern: handle.backendPID))
        if !handle.isBad {
            state |= Self.usableBit
            if handle.transactionStatus == .idle, transactionScope == nil { state |= Self.idleBit }
        }
        published.store(state, ordering: .releasing)
        publishedSocket.store(handle.socket, ordering: .releasing)
    }

    func nextNumber() -> UInt64 {
        lastNumber += 1
        return lastNumber
    }

    /// Drops the connection at once.
    func abandon(_ reason: String) {
        if closeReason == nil { closeReason = reason }
        handle.finish()
        publish()
    }
}
