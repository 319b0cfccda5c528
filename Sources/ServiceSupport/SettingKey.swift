/// The settings that a program knows, by their names, as `socket.mode`.
public protocol SettingKey: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// Whether its value is not to be shown.
    var isSecret: Bool { get }
}

extension SettingKey {
    /// Most are no secrets.
    public var isSecret: Bool { false }

    /// The environment variable that gives it.
    public var variable: String { SettingName.variable(rawValue) }
}

/// How settings are named.
enum SettingName {
    /// What the environment variables of settings begin with.
    static let prefix = "CASELOG_"

    static func variable(_ name: String) -> String {
        prefix + name.uppercased().replacing(".", with: "_").replacing("-", with: "_")
    }

    /// The known name that differs the least from that one, if it is near enough to be what was meant.
    static func nearest(to name: String, among known: [String], within limit: Int? = nil) -> String? {
        let distances = known.map { (name: $0, distance: distance(name, $0)) }
        guard let nearest = distances.min(by: { ($0.distance, $0.name) < ($1.distance, $1.name) }) else { return nil }
        return nearest.distance <= limit ?? max(2, name.count / 3) ? nearest.name : nil
    }

    /// How many letters have to be added, taken away or replaced (Levenshtein).
    static func distance(_ one: String, _ other: String) -> Int {
        let (one, other) = (Array(one), Array(other))
        var row = Array(0...other.count)
        for (index, letter) in one.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in other.indices {
                let above = row[column + 1]
                row[column + 1] = min(above + 1, row[column] + 1, diagonal + (letter == other[column] ? 0 : 1))
                diagonal = above
            }
        }
        return row[other.count]
    }
}
