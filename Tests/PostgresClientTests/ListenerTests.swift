import TestSupport
import Testing

@testable import PostgresClient

@Suite("LISTEN", .timeLimit(.minutes(2)))
struct ListenerTests {
    @Test func notificationsAndReconnection() async throws {
        let (c, configuration) = try await freshConnection()
        var listening = configuration
        listening.applicationName = "listener"
        var events = PostgresListener(listening, channels: ["events", "Odd \"name"], logger: quiet).makeAsyncIterator()
        #expect(await events.next() == .connected)
        try await c.simple("NOTIFY events, '17'; NOTIFY \"Odd \"\"name\"; NOTIFY other")
        #expect(
            await events.next()
                == .notification(PostgresNotification(channel: "events", payload: "17", senderPID: c.backendPID)))
        #expect(
            await events.next()
                == .notification(PostgresNotification(channel: "Odd \"name", payload: "", senderPID: c.backendPID)))
        try await c.simple(
            "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE application_name = 'listener'")
        #expect(await events.next() == .connected)
        try await c.simple("NOTIFY events, '18'")
        #expect(
            await events.next()
                == .notification(PostgresNotification(channel: "events", payload: "18", senderPID: c.backendPID)))
        await c.close()
    }

    @Test func endsWithItsTask() async throws {
        let configuration = PostgresConfiguration(connectionString: try await TestDatabase.create())
        let seen = Shared([PostgresListenerEvent]())
        let task = Task {
            // A short check interval, so that the check itself runs too.
            let listener = PostgresListener(
                configuration, channels: ["events"], checkInterval: .milliseconds(10), logger: quiet)
            for await event in listener { seen.withLock { $0.append(event) } }
        }
        try await eventually { !seen.withLock { $0.isEmpty } }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        await task.value
        #expect(seen.withLock { $0 } == [.connected])
    }
}
