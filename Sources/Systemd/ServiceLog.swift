import Foundation
public import Logging

/// The log of a service: in the journal where systemd keeps one, else on standard error.
public enum ServiceLog {
    /// Sets up the log of this process, once, and makes its logger.
    public static func start(_ label: String, level: Logger.Level) -> Logger {
        if let socket = JournalSocket(environment: ProcessInfo.processInfo.environment) {
            LoggingSystem.bootstrap { JournalLogHandler(label: $0, socket: socket) }
        } else {
            LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        }
        var logger = Logger(label: label)
        logger.logLevel = level
        return logger
    }
}
