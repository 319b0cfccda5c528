/// A NOTIFY that reached this session.
public struct PostgresNotification: Sendable, Hashable {
    /// The channel it was sent on.
    public let channel: String
    /// The payload; empty if none was given.
    public let payload: String
    /// The server process of the session that sent it.
    public let senderPID: Int32
}

extension PostgresConnection {
    /// Begins to listen on a channel.
    func listen(_ channel: String) async throws {
        try await simple("LISTEN " + quotedIdentifier(channel), deadline: .seconds(30))
    }

    /// Waits for notifications; returns none after `timeout`. Throws `CancellationError`, or `.connectionLost`.
    ///
    /// Blocks the connection for other commands meanwhile.
    func notifications(timeout: Duration) async throws -> [PostgresNotification] {
        try await perform("listen", deadline: timeout) { operation in
            while true {
                _ = handle.isBusy  // makes libpq look through what it has read
                var received: [PostgresNotification] = []
                while let notification = handle.nextNotification() { received.append(notification) }
                if !received.isEmpty { return received }
                let wake = try poll(reading: true, writing: false, until: operation.limit)
                // Nothing runs at the server, so there is nothing to cancel there.
                if waker.isCancelled(operation: operation.number) { throw CancellationError() }
                if wake.readable {
                    if !handle.consumeInput() { throw lost(operation) }
                } else if let limit = operation.limit, ContinuousClock.now >= limit {
                    return []
                }
            }
        }
    }
}

/// The name as a SQL identifier, whatever is in it.
func quotedIdentifier(_ name: String) -> String {
    "\"" + name.replacing("\"", with: "\"\"") + "\""
}
