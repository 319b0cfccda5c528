import Systemd

/// Tells the service manager what the start is about, and asks for more time for as long as it gets on.
struct StartReport: Sendable {
    /// How often it is looked whether there is something new to say.
    private static let interval: Duration = .milliseconds(50)
    /// How much time is asked for each time.
    private static let addition: Duration = .seconds(60)

    let manager: ServiceManager

    /// Does the work, and says meanwhile what `text` says, which is given the seconds that have passed. Time is asked for only
    /// where the text has changed: whoever does not get on is ended.
    func during<Result: Sendable>(
        _ text: @escaping @Sendable (Int) async -> String, _ work: () async throws -> Result
    ) async rethrows -> Result {
        let manager = manager
        let first = await text(0)
        manager.status(first)
        let ticker = Task {
            let begin = ContinuousClock.now
            var said = first
            while (try? await Task.sleep(for: Self.interval)) != nil {
                let now = await text(Int((ContinuousClock.now - begin).components.seconds))
                guard now != said, !Task.isCancelled else { continue }
                said = now
                manager.status(now)
                manager.extendTimeout(by: Self.addition)
                // One that stood by is ready already, and watched.
                manager.alive()
            }
        }
        do {
            let result = try await work()
            // Whatever it says comes before what is said next.
            ticker.cancel()
            await ticker.value
            return result
        } catch {
            ticker.cancel()
            throw error
        }
    }
}
