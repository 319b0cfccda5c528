import CLinux

/// Tells systemd how the service stands (sd_notify(3)); does nothing where nobody asked to be told.
public struct ServiceManager: Sendable {
    private let socket: String?

    /// The service manager that started this process, if one did.
    public init(environment: [String: String]) {
        socket = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The service answers its clients.
    public func ready(status: String) { notify("READY=1\nSTATUS=\(status)") }

    /// What the service is doing, for `systemctl status`.
    public func status(_ text: String) { notify("STATUS=\(text)") }

    /// The service is on its way out.
    public func stopping() { notify("STOPPING=1\nSTATUS=stopping") }

    private func notify(_ message: String) {
        guard let socket else { return }
        // A manager that cannot be told does not keep the service from its work.
        _ = caselog_notify(socket, message)
    }
}
