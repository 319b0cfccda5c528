/// Values as people write them.
public enum SettingText {
    /// A duration as `30s`, `15m`, `12h` or `3d`; a bare number is of seconds.
    public static func duration(_ text: String) -> Duration? {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let last = text.last else { return nil }
        let unit = units[last]
        guard let number = Double(unit == nil ? text : String(text.dropLast())), number > 0, number < 1e7 else {
            return nil
        }
        return .milliseconds(Int64(number * 1000 * Double(unit ?? 1)))
    }
}
