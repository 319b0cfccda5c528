import Foundation
public import Logging

/// The log of a service: in the journal where systemd keeps one, else on standard error.
public enum ServiceLog {
    private static let threshold = LogThreshold()

    /// What is logged from now on, by every logger of this process.
    public static func change(to level: Logger.Level) { threshold.level = level }

    /// Sets up the log of this process, once, and makes its logger.
    public static func start(_ label: String, level: Logger.Level) -> Logger {
        if let socket = JournalSocket(environment: ProcessInfo.processInfo.environment) {
            LoggingSystem.bootstrap {
                AdjustableLog(JournalLogHandler(label: $0, socket: socket), threshold: threshold)
            }
        } else {
            LoggingSystem.bootstrap {
                AdjustableLog(StreamLogHandler.standardError(label: $0), threshold: threshold)
            }
        }
        var logger = Logger(label: label)
        logger.logLevel = level
        return logger
    }
}
