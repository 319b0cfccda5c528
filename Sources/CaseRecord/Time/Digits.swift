/// The number that the ASCII digits at those places write; `nil` if there is anything but digits.
func digits(_ bytes: Span<UInt8>, _ places: Range<Int>) -> Int? {
    var value = 0
    for place in places {
        guard (0x30...0x39).contains(bytes[place]) else { return nil }
        value = value * 10 + Int(bytes[place] - 0x30)
    }
    return places.isEmpty ? nil : value
}

/// The number in decimal with leading zeros to at least that many digits.
func padded(_ value: Int, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.count)) + text
}

/// Writes the ASCII characters of a text whose length is known before.
struct ASCIIWriter {
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    fileprivate init(_ buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

    /// Writes one character.
    mutating func put(_ byte: UInt8) {
        precondition(count < buffer.count, "the text is longer than was said")
        buffer[count] = byte
        count += 1
    }

    /// Writes the number's last digits, as many as that.
    mutating func put(_ value: Int, digits: Int) {
        var unit = 1
        for _ in 1..<digits { unit *= 10 }
        while unit > 0 {
            put(UInt8(ascii: "0") + UInt8(value / unit % 10))
            unit /= 10
        }
    }

    /// Writes two lower-case hexadecimal digits.
    mutating func put(hexadecimal byte: UInt8) {
        for nibble in [byte >> 4, byte & 15] {
            put(nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10)
        }
    }
}

extension String {
    /// The text of that many ASCII characters which the closure writes.
    init(asciiCount: Int, _ write: (inout ASCIIWriter) -> Void) {
        self.init(unsafeUninitializedCapacity: asciiCount) { buffer in
            var writer = ASCIIWriter(buffer)
            write(&writer)
            return writer.count
        }
    }
}
