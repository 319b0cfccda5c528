extension JSONValue {
    /// How a value is written.
    public enum Form: Sendable {
        /// On one line, members in their order.
        case compact
        /// The one form of RFC 8785 (JCS): members sorted by UTF-16 code units, numbers as ECMAScript writes
        /// them, no white space. Two values that mean the same have the same bytes.
        case canonical
        /// Indented by two spaces, members in their order, for people.
        case pretty
    }

    /// The value as UTF-8 JSON text.
    public func bytes(_ form: Form = .compact) -> [UInt8] {
        var writer = JSONWriter(form: form)
        writer.write(self)
        return writer.bytes
    }

    /// The same value; an object with its compact text at hand.
    package var writtenAhead: JSONValue {
        guard case .object(let object) = self else { return self }
        return .object(object.writtenAhead)
    }

    /// Lends the value's compact JSON text, as UTF-8, for the time of the call: what keeps it elsewhere copies it once.
    package func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        var writer = JSONWriter(form: .compact)
        writer.write(self)
        return writer.output.withBytes(body)
    }

    /// The value as JSON text.
    public func text(_ form: Form = .compact) -> String {
        String(decoding: bytes(form), as: UTF8.self)
    }
}
