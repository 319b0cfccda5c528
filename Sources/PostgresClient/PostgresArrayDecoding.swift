extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    /// What the wrapped type accepts.
    @inlinable
    public static func accepts(_ type: PostgresType) -> Bool { Wrapped.accepts(type) }
    /// A value that is not NULL.
    @inlinable
    public init?(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) {
        guard let value = Wrapped(postgresBytes: bytes, type: type) else { return nil }
        self = .some(value)
    }
    /// NULL is nil.
    @inlinable
    public static var postgresNull: Self? { .some(.none) }
}

extension Optional: PostgresArrayElement where Wrapped: PostgresArrayElement {}

extension Array: PostgresDecodable where Element: PostgresArrayElement {
    /// Array columns whose elements are accepted; `bytea` for `[UInt8]`.
    public static func accepts(_ type: PostgresType) -> Bool { Element.acceptsArray(type) }
    /// From binary format.
    public init?(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) {
        guard let elements = Element.array(postgresBytes: bytes, type: type) else { return nil }
        self = elements
    }
}

extension UInt8: PostgresArrayElement {
    /// None: PostgreSQL has no such type.
    public static func accepts(_ type: PostgresType) -> Bool { false }
    /// Always nil.
    public init?(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) { return nil }
    /// `[UInt8]` is `bytea`.
    public static func acceptsArray(_ type: PostgresType) -> Bool { type == .bytea }
    /// The bytes of a `bytea`.
    public static func array(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) -> [UInt8]? {
        [UInt8](bytes)
    }
}

/// So that `[[UInt8]]` is `bytea[]`.
extension Array: PostgresArrayElement where Element == UInt8 {}

extension PostgresArrayElement {
    /// Array columns whose elements are accepted.
    public static func acceptsArray(_ type: PostgresType) -> Bool {
        guard let element = type.arrayElement else { return false }
        return accepts(element)
    }

    /// Nil also for more than one dimension, and for a NULL element where there is no room for it.
    public static func array(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) -> [Self]? {
        var reader = WireReader(bytes)
        guard let dimensions = reader.integer(Int32.self), reader.integer(Int32.self) != nil,
            let oid = reader.integer(UInt32.self), PostgresType(oid: oid) == type.arrayElement
        else { return nil }
        if dimensions == 0 { return [] }
        guard dimensions == 1, let count = reader.integer(Int32.self), count >= 0, reader.integer(Int32.self) != nil
        else { return nil }
        var elements: [Self] = []
        elements.reserveCapacity(Int(count))
        for _ in 0..<count {
            guard let length = reader.integer(Int32.self),
                let element = element(&reader, length, PostgresType(oid: oid))
            else { return nil }
            elements.append(element)
        }
        return elements
    }

    private static func element(_ reader: inout WireReader, _ length: Int32, _ type: PostgresType) -> Self? {
        if length < 0 { return postgresNull }
        guard let field = reader.bytes(Int(length)) else { return nil }
        return Self(postgresBytes: field, type: type)
    }
}

private struct WireReader {
    private var rest: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) {
        rest = bytes
    }

    mutating func bytes(_ count: Int) -> UnsafeRawBufferPointer? {
        guard count <= rest.count else { return nil }
        let taken = UnsafeRawBufferPointer(rebasing: rest.prefix(count))
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        return taken
    }

    mutating func integer<T: FixedWidthInteger>(_ type: T.Type) -> T? {
        guard let field = bytes(MemoryLayout<T>.size) else { return nil }
        return loadBigEndian(field, as: type)
    }
}

extension PostgresType {
    /// The element type of the array types that this module knows.
    var arrayElement: PostgresType? {
        switch self {
        case .boolArray: .bool
        case .byteaArray: .bytea
        case .int2Array: .int2
        case .int4Array: .int4
        case .int8Array: .int8
        case .float8Array: .float8
        case .textArray: .text
        case .uuidArray: .uuid
        case .timestamptzArray: .timestamptz
        case .dateArray: .date
        default: nil
        }
    }
}
