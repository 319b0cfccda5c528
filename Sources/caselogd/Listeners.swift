import SocketAPI
import Systemd

/// The sockets that the daemon serves: those that systemd passed, by name, or else those of the settings' paths.
struct Listeners {
    /// Everybody's, and the one for gateways.
    private enum Name: String, CaseIterable {
        case everybody = "caselogd"
        case gateways = "proxy"
    }

    private let passed: PassedSockets
    private let settings: Settings

    /// - Throws: ``PassedSockets/Unusable`` where what systemd passed cannot be served.
    init(_ settings: Settings, environment: [String: String]) throws {
        passed = try PassedSockets(environment: environment)
        try passed.expect(only: Set(Name.allCases.map(\.rawValue)))
        self.settings = settings
    }

    /// The socket for everybody.
    ///
    /// - Throws: ``SocketError`` where it cannot be opened.
    func everybody() throws -> SocketListener {
        if let passed = listener(.everybody) { return passed }
        return try SocketListener(path: settings.socketPath, mode: settings.socketMode, group: settings.socketGroup)
    }

    /// The socket on which only gateways are answered, if there is to be one.
    ///
    /// - Throws: ``SocketError`` where it cannot be opened.
    func gateways() throws -> SocketListener? {
        if let passed = listener(.gateways) { return passed }
        guard let path = settings.proxySocketPath else { return nil }
        return try SocketListener(path: path, mode: 0o660, group: settings.proxySocketGroup)
    }

    private func listener(_ name: Name) -> SocketListener? {
        passed[name.rawValue].map { SocketListener(passed: $0.descriptor, path: $0.path) }
    }
}
