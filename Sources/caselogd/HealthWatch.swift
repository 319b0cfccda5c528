import Alerts
import Ledger
import Liveness
import Logging
import PostgresClient
import Projections
import ServiceLifecycle
import SocketAPI
import Systemd

/// What the daemon lives by: looked at from outside of it, by ways of its own.
struct Vitals: Sendable {
    /// What was found.
    struct Finding: Sendable, Equatable {
        /// Why starting again is better than going on; `nil` if nothing is.
        var standstill: String?
        /// What is wrong, for `systemctl status`.
        var complaint: String? { standstill ?? obstacle }
        /// What keeps the daemon from its work and would after a restart, too.
        var obstacle: String?
    }

    let database: DatabaseServer
    /// A connection that nothing else uses, so that a daemon with much to do is not taken for one that hangs.
    let pool: PostgresPool
    /// The parts that go round for ever, by what they are called.
    let pulses: [(name: String, pulse: Pulse)]

    /// Looks, and takes about that long at most.
    func look(within limit: Duration) async -> Finding {
        guard await EventLoops.answer(within: limit) else {
            return Finding(standstill: "a thread that answers connections hangs")
        }
        if let part = pulses.first(where: { $0.pulse.isOverdue }) { return Finding(standstill: "\(part.name) hangs") }
        guard let obstacle = await obstacle(within: limit) else { return Finding() }
        // A server of the operator's is not helped by a restart of this process, and one of its own that recovers is
        // harmed by it.
        return database.shouldAnswer ? Finding(standstill: obstacle) : Finding(obstacle: obstacle)
    }

    private func obstacle(within limit: Duration) async -> String? {
        do {
            _ = try await pool.withConnection { connection in
                try await connection.query(Statement(name: "alive", sql: "SELECT 1"), [], deadline: limit) { row in
                    try row.decode(0, as: Int32.self)
                }
            }
            return nil
        } catch {
            return "the database does not answer"
        }
    }
}

/// Looks again and again whether the daemon can do its work: feeds the service manager's watchdog where it can, and says how
/// it stands.
struct HealthWatch: Service {
    /// How often it looks where nobody asks.
    private static let interval: Duration = .seconds(5)

    let manager: ServiceManager
    let vitals: Vitals
    let status: @Sendable (_ complaint: String?) async -> String
    let logger: Logger

    func run() async throws {
        // Twice in the time that the watchdog allows, even where a look takes as long as it may.
        let interval = manager.watchdog.map { min($0 / 4, Self.interval) } ?? Self.interval
        let (manager, vitals, status, logger) = (manager, vitals, status, logger)
        // It stops last: as long as others stop, the manager hears of it.
        await cancelWhenGracefulShutdown {
            var complaint: String?
            while !Task.isCancelled {
                let finding = await vitals.look(within: interval)
                if Task.isCancelled { break }
                if finding.standstill == nil { manager.alive() }
                manager.status(await status(finding.complaint))
                if finding.complaint != complaint {
                    complaint = finding.complaint
                    if let complaint {
                        logger.error("not well: \(complaint)")
                    } else {
                        logger.notice("well again")
                    }
                }
                try? await Task.sleep(for: interval)
            }
        }
    }
}
