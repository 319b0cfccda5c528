public import Logging

/// What a listener learns.
public enum PostgresListenerEvent: Sendable, Hashable {
    /// The listener has (again) a connection. Whatever was notified before it may have been missed: read anew.
    case connected
    /// A NOTIFY on one of the channels.
    case notification(PostgresNotification)
}

/// LISTEN as an asynchronous sequence, on a connection of its own that is made again whenever it is lost.
///
/// Everything happens in the task that iterates; cancelling it ends the sequence, and so does the end of the iterator.
public struct PostgresListener: AsyncSequence, Sendable {
    /// The events.
    public typealias Element = PostgresListenerEvent
    /// None: failures are met by connecting again.
    public typealias Failure = Never

    private let configuration: PostgresConfiguration
    private let channels: [String]
    private let checkInterval: Duration
    private let logger: Logger

    /// Listens on `channels`. A connection silent for `checkInterval` is tried with an empty command.
    public init(
        _ configuration: PostgresConfiguration, channels: [String], checkInterval: Duration = .seconds(30),
        logger: Logger
    ) {
        self.configuration = configuration
        self.channels = channels
        self.checkInterval = checkInterval
        self.logger = logger
    }

    /// Connects on the first `next()`.
    public func makeAsyncIterator() -> Iterator {
        Iterator(configuration: configuration, channels: channels, checkInterval: checkInterval, logger: logger)
    }

    /// Gives the events one by one.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let configuration: PostgresConfiguration
        fileprivate let channels: [String]
        fileprivate let checkInterval: Duration
        fileprivate let logger: Logger
        private let backoff = Backoff()
        private var connection: PostgresConnection?
        private var waiting: ArraySlice<PostgresNotification> = []
        private var failures = 0

        fileprivate init(
            configuration: PostgresConfiguration, channels: [String], checkInterval: Duration, logger: Logger
        ) {
            self.configuration = configuration
            self.channels = channels
            self.checkInterval = checkInterval
            self.logger = logger
        }

        /// The next event; nil once the task is cancelled.
        public mutating func next() async -> PostgresListenerEvent? {
            while !Task.isCancelled {
                if let notification = waiting.popFirst() { return .notification(notification) }
                do {
                    if let connection {
                        try await receive(connection)
                    } else {
                        if failures > 0 { try await Task.sleep(for: backoff.delay(afterFailures: failures)) }
                        try await connect()
                        return .connected
                    }
                } catch {
                    await drop(error)
                }
            }
            await connection?.close()
            connection = nil
            return nil
        }

        private mutating func connect() async throws {
            let new = try await PostgresConnection.connect(configuration, logger: logger)
            for channel in channels { try await new.listen(channel) }
            connection = new
            failures = 0
        }

        private mutating func receive(_ connection: PostgresConnection) async throws {
            let received = try await connection.notifications(timeout: checkInterval)
            if received.isEmpty { try await connection.simple("", deadline: .seconds(10)) }
            waiting = received[...]
        }

        private mutating func drop(_ error: any Error) async {
            await connection?.close()
            connection = nil
            failures += 1
            if !Task.isCancelled {
                logger.warning("the listener has lost PostgreSQL", metadata: ["error": "\(error)"])
            }
        }
    }
}
