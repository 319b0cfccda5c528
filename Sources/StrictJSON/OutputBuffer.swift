/// Bytes that are being written, with room kept ahead so that most cost no more than a store.
///
/// The memory is its own: nothing is written beyond it because room is made first, and a pointer to it is lent only for the
/// time of a call.
struct OutputBuffer: ~Copyable {
    private var bytes: UnsafeMutableBufferPointer<UInt8>
    private var count = 0

    /// A buffer with room for an ordinary event.
    init() { bytes = .allocate(capacity: 1024) }

    deinit { bytes.deallocate() }

    /// Lends what was written.
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        body(UnsafeBufferPointer(rebasing: bytes[..<count]))
    }

    /// Adds one byte.
    @inline(__always)
    mutating func append(_ byte: UInt8) {
        if count == bytes.count { grow(by: 1) }
        bytes.initializeElement(at: count, to: byte)
        count &+= 1
    }

    /// Adds bytes.
    mutating func append(_ more: UnsafeBufferPointer<UInt8>) {
        if more.count > bytes.count &- count { grow(by: more.count) }
        count = bytes[count...].initialize(fromContentsOf: more)
    }

    /// Adds a text's bytes.
    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append($0) }
    }

    /// Adds a few characters that are written in the program.
    mutating func append(_ text: StaticString) {
        append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func grow(by more: Int) {
        let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(count + more, 2 * bytes.count))
        _ = larger.initialize(fromContentsOf: bytes[..<count])
        bytes.deallocate()
        bytes = larger
    }
}
