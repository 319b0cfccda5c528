/// The bytes of a JSON string that stand for themselves: all up to a quote, a backslash or a control character.
///
/// Nearly all text is made of them, so they are looked for eight at a time.
struct PlainRun {
    /// Where the first byte stands that is not one of them, or the end.
    let end: Int
    /// Whether all of them are ASCII.
    let isASCII: Bool

    /// The run that begins at `start`, which is not beyond the end.
    init(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) {
        let memory = UnsafeRawBufferPointer(bytes)
        var index = start
        var highBits: UInt64 = 0
        while index < memory.count {
            // The eight bytes that are loaded lie within the buffer.
            let word =
                memory.count &- index >= 8
                ? UInt64(littleEndian: memory.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                : Self.lastWord(in: memory, from: index)
            let marks = Self.marks(of: word)
            if marks != 0 {
                let plainBits = UInt64(marks.trailingZeroBitCount & ~7)
                index &+= Int(plainBits / 8)
                highBits |= word & (1 << plainBits &- 1)
                break
            }
            highBits |= word
            index &+= 8
        }
        end = index
        isASCII = highBits & Self.eachByte(0x80) == 0
    }

    /// The fewer than eight bytes from there to the end, the first the lowest, and quotes beyond them.
    private static func lastWord(in memory: UnsafeRawBufferPointer, from index: Int) -> UInt64 {
        let count = memory.count &- index
        var word = eachByte(UInt8(ascii: "\"")) << UInt64(count * 8)
        if memory.count >= 8 {
            // The last eight bytes lie within the buffer.
            let last = memory.loadUnaligned(fromByteOffset: memory.count &- 8, as: UInt64.self)
            word |= UInt64(littleEndian: last) >> UInt64(64 &- count * 8)
        } else {
            for offset in 0..<count { word |= UInt64(memory[index &+ offset]) << UInt64(offset * 8) }
        }
        return word
    }

    /// Sets the high bit of every byte that is not plain. A borrow can set it for a plain byte too, but only above one
    /// that is not: the lowest mark is always right.
    private static func marks(of word: UInt64) -> UInt64 {
        let quotes = word ^ eachByte(UInt8(ascii: "\""))
        let backslashes = word ^ eachByte(UInt8(ascii: "\\"))
        let found =
            ((quotes &- eachByte(0x01)) & ~quotes) | ((backslashes &- eachByte(0x01)) & ~backslashes)
            | ((word &- eachByte(0x20)) & ~word)
        return found & eachByte(0x80)
    }

    private static func eachByte(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }
}
