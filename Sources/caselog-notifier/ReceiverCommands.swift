import ArgumentParser
import Foundation
import Logging
import Notifier
import PostgresClient

/// `caselog-notifier receivers`: who is handed notices, and how each of them is.
struct ListReceivers: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receivers", abstract: "Lists hooks and webhooks with their health.",
        discussion: """
              caselog-notifier receivers
            """)

    @OptionGroup var options: SettingOptions

    func run() async throws {
        let receivers = try await withStore(options) { try await $0.receivers() }
        if receivers.isEmpty { print("there are no receivers: no hook, no webhook, or the notifier has not run yet") }
        for receiver in receivers {
            let stuck = receiver.stuck > 0 ? " (\(receiver.stuck) stuck)" : ""
            print("\(receiver.name)  \(receiver.state)  (\(receiver.waiting) waiting\(stuck), \(receiver.dead) dead)")
        }
    }
}

/// `caselog-notifier enable`: a receiver that answered "gone" is handed notices again.
struct EnableReceiver: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable", abstract: "Hands notices again to a receiver that had answered that it wants none.",
        discussion: """
              caselog-notifier enable webhook/chat
            """)

    @OptionGroup var options: SettingOptions

    @Argument(help: "The receiver's name, as receivers lists it.")
    var receiver: String

    func run() async throws {
        let name = receiver
        guard try await withStore(options, { try await $0.enable(name, at: SystemTime.now()) }) else {
            throw NotifierError(description: "there is no receiver '\(name)'")
        }
    }
}

/// `caselog-notifier test`: the real path, from a notice to what the receiver answered.
struct TestReceiver: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Sends a test notice through the running notifier and says what came of it.",
        discussion: """
              caselog-notifier test
              caselog-notifier test 20-mail --wait 10
            """)

    @OptionGroup var options: SettingOptions

    @Argument(help: "The receiver's name, as receivers lists it; all unless given.")
    var receiver: String?

    @Option(help: ArgumentHelp("How long to wait for the outcome, in seconds.", valueName: "seconds"))
    var wait = 60

    func run() async throws {
        let (name, seconds) = (receiver, wait)
        let outcomes = try await withStore(options) { store in
            if let name, try await !store.receivers().contains(where: { $0.name == name && $0.goneAt == nil }) {
                throw NotifierError(description: "there is no receiver '\(name)'")
            }
            let notice = try await store.addTest(of: name, at: SystemTime.now())
            let limit = ContinuousClock.now + .seconds(seconds)
            while true {
                let outcomes = try await store.outcomes(of: notice)
                let isOver =
                    outcomes?.allSatisfy { $0.state != "waiting" || $0.attempts > 0 && $0.error != nil } ?? false
                if isOver || ContinuousClock.now >= limit { return outcomes }
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        guard let outcomes else {
            throw NotifierError(description: "nobody took the notice up within \(seconds) s: does the notifier run?")
        }
        for outcome in outcomes {
            print("\(outcome.receiver)  \(outcome.state)" + (outcome.error.map { "  \($0)" } ?? ""))
        }
        if outcomes.isEmpty { print("there are no receivers") }
        if outcomes.isEmpty || outcomes.contains(where: { $0.state != "delivered" }) { throw ExitCode(1) }
    }
}

/// Runs `body` with the notifier's tables.
private func withStore<Result: Sendable>(
    _ options: SettingOptions, _ body: @Sendable (NotifierStore) async throws -> Result
) async throws -> Result {
    let settings = try Settings.readOrEnd(options)
    var logger = Logger(label: "caselog-notifier")
    logger.logLevel = .critical
    let pool = PostgresPool(settings.configuration, maxSize: 1, leaseTimeout: .seconds(5), logger: logger)
    do {
        let result = try await body(NotifierStore(authority: settings.authority, pool: pool))
        await pool.close()
        return result
    } catch {
        await pool.close()
        throw error
    }
}
