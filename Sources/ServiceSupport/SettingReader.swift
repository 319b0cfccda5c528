/// Reads a program's settings, each once, and gathers every mistake on the way.
public struct SettingReader<Key: SettingKey> {
    /// What came of one setting.
    public struct Effective: Sendable {
        /// Its name.
        public let name: String
        /// What it is; empty where there is none, `(secret)` where it is not shown.
        public let text: String
        /// Where that was said; `nil`: nowhere.
        public let origin: SettingSources.Origin?
    }

    /// Where it looks.
    public let sources: SettingSources
    /// The mistakes so far.
    public private(set) var problems: [SettingProblem]
    /// What came of each setting that was read, in the order of the keys.
    public var effective: [Effective] { Key.allCases.compactMap { found[$0] } }
    private var found: [Key: Effective] = [:]

    /// A reader of those sources.
    public init(_ sources: SettingSources) {
        self.sources = sources
        problems = sources.file.problems
    }

    /// A setting's text; `nil` where nothing is said.
    ///
    /// - Parameter otherwise: What then holds, for people.
    public mutating func text(_ key: Key, otherwise: String = "") -> String? {
        guard let (text, origin) = sources.value(of: key.rawValue) else {
            found[key] = Effective(name: key.rawValue, text: otherwise, origin: nil)
            return nil
        }
        found[key] = Effective(name: key.rawValue, text: key.isSecret ? "(secret)" : text, origin: origin)
        return text
    }

    /// A setting's value; `otherwise` where nothing is said, or nothing that can be taken.
    ///
    /// - Parameter expectation: What it must be, for people.
    public mutating func value<Value>(
        _ key: Key, otherwise: Value, shown: String, _ expectation: String, _ parse: (String) -> Value?
    ) -> Value {
        guard let text = text(key, otherwise: shown) else { return otherwise }
        guard let value = parse(text) else {
            refuse(key, "must be \(expectation), not '\(key.isSecret ? "…" : text)'")
            return otherwise
        }
        return value
    }

    /// A duration, as `30s`, `15m`, `12h` or `3d`; a bare number is of seconds.
    public mutating func duration(_ key: Key, otherwise: Duration, shown: String) -> Duration {
        value(key, otherwise: otherwise, shown: shown, "a duration, as 30s, 15m, 12h or 3d") {
            SettingText.duration($0)
        }
    }

    /// Notes a mistake in a setting.
    public mutating func refuse(_ key: Key, _ reason: String) {
        let said = sources.value(of: key.rawValue).map { sources.place(of: key.rawValue, $0.origin) }
        problems.append(SettingProblem(key.rawValue, reason, place: said))
    }

    /// Notes a mistake that is not in a setting.
    public mutating func note(_ problem: SettingProblem) { problems.append(problem) }

    /// What is said and means nothing to the program, each with the known name that is nearest.
    public var unknown: [SettingProblem] {
        let known = Key.allCases.map(\.rawValue)
        let inFile = sources.file.values.filter { !known.contains($0.key) }.sorted { $0.value.line < $1.value.line }
        let variables = known.map(SettingName.variable) + ["CASELOG_CONFIG"]
        // Variables of other programs begin in the same way: only what is nearly the same is meant for this one.
        let misspelt = sources.variables.keys.sorted().compactMap { name -> SettingProblem? in
            guard !variables.contains(name), let meant = SettingName.nearest(to: name, among: variables, within: 2)
            else { return nil }
            return SettingProblem(name, "is no variable of this program; is \(meant) meant?")
        }
        return inFile.map { name, _ in
            let meant = SettingName.nearest(to: name, among: known).map { "; is \($0) meant?" } ?? ""
            return SettingProblem(name, "is no setting of this program\(meant)", place: sources.file.place(of: name))
        } + misspelt
    }

    /// Ends the reading.
    ///
    /// - Throws: ``SettingsError`` with every mistake, if there is any.
    public func finish() throws(SettingsError) {
        guard problems.isEmpty else { throw SettingsError(problems) }
    }
}
