import Logging

/// The daemon's log: on standard error, which systemd keeps.
enum Log {
    static func make(_ level: Logger.Level) -> Logger {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        var logger = Logger(label: "caselogd")
        logger.logLevel = level
        return logger
    }
}
