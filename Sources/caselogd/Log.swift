import Logging
import Synchronization

/// The daemon's log: on standard error, which systemd keeps.
enum Log {
    private static let threshold = LogThreshold()

    /// What is logged from now on, by every logger.
    static func change(to level: Logger.Level) { threshold.level = level }

    static func make(_ level: Logger.Level) -> Logger {
        LoggingSystem.bootstrap {
            AdjustableLog(base: StreamLogHandler.standardError(label: $0), threshold: threshold)
        }
        var logger = Logger(label: "caselogd")
        logger.logLevel = level
        return logger
    }
}

/// The least severe level that is logged.
private final class LogThreshold: Sendable {
    private let place = Atomic(0)

    var level: Logger.Level {
        get { Logger.Level.allCases[place.load(ordering: .relaxed)] }
        set { place.store(Self.place(of: newValue), ordering: .relaxed) }
    }

    private static func place(of level: Logger.Level) -> Int { Logger.Level.allCases.firstIndex(of: level) ?? 0 }
}

/// A log whose level all loggers share, so that it can be changed while they are in use.
private struct AdjustableLog: LogHandler {
    var base: StreamLogHandler
    let threshold: LogThreshold

    var logLevel: Logger.Level {
        get { threshold.level }
        set { threshold.level = newValue }
    }

    var metadata: Logger.Metadata {
        get { base.metadata }
        set { base.metadata = newValue }
    }

    var metadataProvider: Logger.MetadataProvider? {
        get { base.metadataProvider }
        set { base.metadataProvider = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { base[metadataKey: key] }
        set { base[metadataKey: key] = newValue }
    }

    func log(event: LogEvent) { base.log(event: event) }
}
