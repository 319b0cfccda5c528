import Configuration

/// Where a program looks for a setting: the command line, the environment, the file; what comes first wins.
public struct SettingSources: Sendable {
    /// Where a setting was found.
    public enum Origin: String, Sendable {
        /// The command line.
        case commandLine = "command line"
        /// The environment.
        case environment
        /// The file.
        case file
    }

    /// The configuration file.
    public let file: SettingsFile
    /// The variables of the environment that may be settings.
    let variables: [String: String]
    private let layers: [(origin: Origin, reader: ConfigReader)]

    /// - Parameters:
    ///   - given: What stands on the command line, by the settings' names.
    ///   - environment: The whole environment.
    public init(given: [String: String?], environment: [String: String], file: SettingsFile) {
        self.file = file
        variables = environment.filter { $0.key.hasPrefix(SettingName.prefix) }
        func reader(_ name: String, _ values: [(String, String)]) -> ConfigReader {
            let values = values.map { name, text in
                (AbsoluteConfigKey(name.split(separator: ".").map(String.init)), Self.value(text))
            }
            return ConfigReader(providers: [
                InMemoryProvider(name: name, values: Dictionary(values, uniquingKeysWith: { first, _ in first }))
            ])
        }
        let own = Dictionary(
            variables.map { (String($0.key.dropFirst(SettingName.prefix.count)), $0.value) },
            uniquingKeysWith: { first, _ in first })
        layers = [
            (.commandLine, reader("command line", given.compactMap { name, text in text.map { (name, $0) } })),
            (.environment, ConfigReader(providers: [EnvironmentVariablesProvider(environmentVariables: own)])),
            (.file, reader(file.path, file.values.map { ($0.key, $0.value.text) })),
        ]
    }

    private static func value(_ text: String) -> ConfigValue { ConfigValue(.string(text), isSecret: false) }

    /// What is said of a setting, and where; `nil` where nothing is.
    func value(of name: String) -> (text: String, origin: Origin)? {
        for (origin, reader) in layers {
            if let text = reader.string(forKey: ConfigKey(name)) { return (text, origin) }
        }
        return nil
    }

    /// Where exactly that is.
    func place(of name: String, _ origin: Origin) -> String {
        switch origin {
        case .commandLine: "the command line"
        case .environment: SettingName.variable(name)
        case .file: file.place(of: name) ?? file.path
        }
    }
}
