import CLibPQ

/// A connection string taken apart into libpq's keywords, with the session's settings worked in.
struct ConnectionKeywords: Sendable, Equatable {
    var values: [String: String]

    /// Throws `.configuration` for a string libpq cannot read, or one with settings that cannot be passed on.
    init(_ configuration: PostgresConfiguration) throws(PostgresError) {
        values = try Self.parse(configuration.connectionString)
        if let password = configuration.password, values["password"] == nil { values["password"] = password }
        if let name = configuration.applicationName { values["application_name"] = name }
        values["client_encoding"] = "UTF8"

        var settings = configuration.settings
        settings["TimeZone"] = "UTC"
        settings["role"] = configuration.role ?? settings["role"]
        if let timeout = configuration.statementTimeout {
            settings["statement_timeout"] = "\(timeout.wholeMilliseconds)ms"
        }
        let added = settings.sorted { $0.key < $1.key }.map { "-c \($0.key)=\(Self.escapeOption($0.value))" }
        // Ours come last: of a setting given twice the server takes the last.
        values["options"] = ([values["options"] ?? Self.libpqDefault("options")].compactMap { $0 } + added)
            .joined(separator: " ")
        for value in values.values where value.utf8.contains(0) {
            throw PostgresError(.configuration, "the connection string or a setting contains NUL")
        }
    }

    /// What libpq would use for this keyword if the string does not give it (from its environment).
    static func libpqDefault(_ keyword: String) -> String? {
        guard let options = PQconndefaults() else { return nil }
        defer { PQconninfoFree(options) }
        return read(options)[keyword]
    }

    private static func parse(_ text: String) throws(PostgresError) -> [String: String] {
        guard !text.utf8.contains(0) else {
            throw PostgresError(.configuration, "the connection string contains NUL")
        }
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(text, &message) else {
            // libpq's message can quote parts of the string, a password among them: it goes where details go.
            var error = PostgresError(.configuration, "the connection string cannot be read")
            error.detail = message.map { trimmed(String(cString: $0)) }
            PQfreemem(message)
            throw error
        }
        defer { PQconninfoFree(options) }
        return read(options)
    }

    private static func read(_ options: UnsafeMutablePointer<PQconninfoOption>) -> [String: String] {
        var values: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { values[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return values
    }

    /// Spaces part options and a backslash keeps them together.
    private static func escapeOption(_ value: String) -> String {
        var escaped = ""
        for character in value {
            if character == "\\" || character.isWhitespace { escaped.append("\\") }
            escaped.append(character)
        }
        return escaped
    }
}

/// The hosts of a connection string, which libpq tries in turn.
///
/// libpq keeps `connect_timeout` per host only in its blocking call. When one host does not answer in time, the
/// attempt is begun again without it.
struct HostList: Sendable, Equatable {
    private struct Host: Equatable {
        var name: String?
        var address: String?
        var port: String?
    }

    private var hosts: [Host]

    init(_ keywords: ConnectionKeywords) {
        func list(_ keyword: String) -> [String]? {
            let text = keywords.values[keyword] ?? ConnectionKeywords.libpqDefault(keyword)
            return text?.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let names = list("host")
        let addresses = list("hostaddr")
        let ports = list("port") ?? []
        hosts = (0..<max(names?.count ?? 0, addresses?.count ?? 0)).map { index in
            Host(
                name: names.flatMap { index < $0.count ? $0[index] : nil },
                address: addresses.flatMap { index < $0.count ? $0[index] : nil },
                port: ports.count == 1 ? ports[0] : index < ports.count ? ports[index] : nil)
        }
    }

    /// Takes out the host that libpq was at. False if there is no other left to try.
    mutating func remove(host: String?, port: String?) -> Bool {
        func isThere(_ candidate: Host) -> Bool {
            (candidate.name == host || candidate.address == host) && (candidate.port ?? port) == port
        }
        guard hosts.count > 1, let place = hosts.firstIndex(where: isThere) else { return false }
        hosts.remove(at: place)
        return true
    }

    func write(to keywords: inout ConnectionKeywords) {
        func join(_ field: (Host) -> String?) -> String? {
            guard hosts.contains(where: { field($0) != nil }) else { return nil }
            return hosts.map { field($0) ?? "" }.joined(separator: ",")
        }
        keywords.values["host"] = join(\.name)
        keywords.values["hostaddr"] = join(\.address)
        keywords.values["port"] = join(\.port)
    }
}

extension Duration {
    /// Rounded up, so that a wait is never cut short.
    var wholeMilliseconds: Int64 { whole(partsOfASecond: 1000) }
    /// Rounded up, so that a wait is never cut short.
    var wholeMicroseconds: Int64 { whole(partsOfASecond: 1_000_000) }

    private func whole(partsOfASecond parts: Int64) -> Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: parts)
        guard !overflow else { return seconds < 0 ? .min : .max }
        let part = 1_000_000_000_000_000_000 / parts
        return whole &+ (attoseconds + part - 1) / part
    }
}
