import Logging
import Synchronization

/// The least severe level that is logged by everybody.
final class LogThreshold: Sendable {
    private let place = Atomic(0)

    var level: Logger.Level {
        get { Logger.Level.allCases[place.load(ordering: .relaxed)] }
        set { place.store(Logger.Level.allCases.firstIndex(of: newValue) ?? 0, ordering: .relaxed) }
    }
}

/// A log whose level all loggers share, so that it can be changed while they are in use.
struct AdjustableLog: LogHandler {
    private var base: any LogHandler
    private let threshold: LogThreshold

    init(_ base: any LogHandler, threshold: LogThreshold) {
        self.base = base
        // What is to be left out was left out before.
        self.base.logLevel = .trace
        self.threshold = threshold
    }

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
