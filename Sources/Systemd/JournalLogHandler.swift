public import Logging

/// Writes the log into the journal with its metadata as fields, so that `journalctl CASELOG_REQUEST=...` finds what belongs to
/// one request. The message has them, too, for who only reads it.
public struct JournalLogHandler: LogHandler {
    /// What is less grave is left out.
    public var logLevel: Logger.Level = .info
    /// What every entry says.
    public var metadata: Logger.Metadata = [:]
    /// What the task at work says.
    public var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let socket: JournalSocket
    /// What takes entries that journald does not.
    private var fallback: StreamLogHandler

    /// A handler for that label.
    public init(label: String, socket: JournalSocket) {
        self.label = label
        self.socket = socket
        fallback = StreamLogHandler.standardError(label: label)
        // What is to be left out was left out before.
        fallback.logLevel = .trace
    }

    /// A value of what every entry says.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one entry.
    public func log(event: LogEvent) {
        var all = metadata
        all.merge(metadataProvider?.get() ?? [:]) { $1 }
        all.merge(event.metadata ?? [:]) { $1 }
        if let error = event.error { all["error"] = "\(error)" }
        let fields = all.sorted { $0.key < $1.key }
        var entry = JournalEntry()
        let said = fields.map { " \($0.key)=\($0.value)" }.joined()
        entry.add("MESSAGE", "\(event.message)\(said)")
        entry.add("PRIORITY", String(event.level.priority))
        entry.add("SYSLOG_IDENTIFIER", label)
        entry.add("CODE_FILE", event.file)
        entry.add("CODE_LINE", String(event.line))
        entry.add("CODE_FUNC", event.function)
        for (key, value) in fields { entry.add(JournalEntry.name(of: key), "\(value)") }
        if !socket.send(entry) { fallback.log(event: event) }
    }
}

extension Logger.Level {
    /// The priority of syslog(3).
    fileprivate var priority: Int {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
