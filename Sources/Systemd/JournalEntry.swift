/// One entry as journald takes it over its socket: fields of a name and any bytes (systemd's "Native Journal Protocol").
struct JournalEntry {
    private(set) var bytes: [UInt8] = []

    /// Adds a field. A name has capital letters, digits and underscores.
    mutating func add(_ name: String, _ value: String) {
        bytes += name.utf8
        if value.utf8.contains(UInt8(ascii: "\n")) {
            // A value with line ends goes with its length before it.
            bytes.append(UInt8(ascii: "\n"))
            withUnsafeBytes(of: UInt64(value.utf8.count).littleEndian) { bytes += $0 }
        } else {
            bytes.append(UInt8(ascii: "="))
        }
        bytes += value.utf8
        bytes.append(UInt8(ascii: "\n"))
    }

    /// A name that journald takes for that of a field, whatever the metadata is called.
    static func name(of key: String) -> String {
        let letters = key.uppercased().utf8.map { byte -> Character in
            let isPlain =
                (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            return isPlain ? Character(UnicodeScalar(byte)) : "_"
        }
        return "CASELOG_" + String(letters.prefix(56))
    }
}
