public import Foundation

/// A Swift type that a result column can be read as. Decode `T?` for a column that may be NULL.
public protocol PostgresDecodable: Sendable {
    /// The column types that may be read as this one.
    static func accepts(_ type: PostgresType) -> Bool
    /// The value in PostgreSQL's binary format, or nil if the bytes are not one.
    init?(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType)
    /// What NULL is read as; nil if this type has no room for it, as is the default.
    static var postgresNull: Self? { get }
}

extension PostgresDecodable {
    /// No room for NULL.
    public static var postgresNull: Self? { nil }
}

/// A type whose values can also be elements of a one-dimensional array column.
public protocol PostgresArrayElement: PostgresDecodable {
    /// The column types that may be read as an array of this one.
    static func acceptsArray(_ type: PostgresType) -> Bool
    /// The elements of an array in PostgreSQL's binary format, or nil if the bytes are not one.
    static func array(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) -> [Self]?
}

func loadBigEndian<T: FixedWidthInteger>(_ bytes: UnsafeRawBufferPointer, as: T.Type) -> T? {
    guard bytes.count == MemoryLayout<T>.size else { return nil }
    return T(bigEndian: bytes.loadUnaligned(as: T.self))
}

/// Any integer column, as a wide one.
private func loadInteger(_ bytes: UnsafeRawBufferPointer, _ type: PostgresType) -> Int64? {
    switch type {
    case .int8: loadBigEndian(bytes, as: Int64.self)
    case .int4: loadBigEndian(bytes, as: Int32.self).map(Int64.init)
    case .int2: loadBigEndian(bytes, as: Int16.self).map(Int64.init)
    default: nil
    }
}

extension Int64: PostgresArrayElement {
    /// `bigint`, `integer` and `smallint`.
    public static func accepts(_ type: PostgresType) -> Bool { type == .int8 || type == .int4 || type == .int2 }
    /// From binary format.
    public init?(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) {
        guard let value = loadInteger(bytes, type) else { return nil }
        self = value
    }
}

extension Int: PostgresArrayElement {
    /// `bigint`, `integer` and `smallint`.
    public static func accepts(_ type: PostgresType) -> Bool { Int64.accepts(type) }
    /// From binary format.
    public init?(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) {
        guard let value = loadInteger(bytes, type) else { return nil }
        self.init(exactly: value)
    }
}

extension Int32: PostgresArrayElement {
    /// `integer` and `smallint`.
    public static func accepts(_ type: PostgresType) -> Bool { type == .int4 || type == .int2 }
    /// From binary format.
    public init?(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) {
        guard let value = loadInteger(bytes, type) else { return nil }
        self.init(exactly: value)
    }
}

extension Int16: PostgresArrayElement {
    /// `smallint`.
    public static func accepts(_ type: PostgresType) -> Bool { type == .int2 }
    /// From binary format.
    public init?(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) {
        guard let value = loadBigEndian(bytes, as: Int16.self) else { return nil }
        self = value
    }
}

extension Bool: PostgresArrayElement {
    /// `boolean`.
    public static func accepts(_ type: PostgresType) -> Bool { type == .bool }
    /// From binary format.
    public init?(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) {
        guard let value = loadBigEndian(bytes, as: UInt8.self) else { return nil }
        self = value != 0
    }
}

extension Double: PostgresArrayElement {
    /// `double precision` and `real`.
    public static func accepts(_ type: PostgresType) -> Bool { type == .float8 || type == .float4 }
    /// From binary format.
    public init?(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) {
        if type == .float4 {
            guard let bits = loadBigEndian(bytes, as: UInt32.self) else { return nil }
            self = Double(Float(bitPattern: bits))
        } else {
            guard let bits = loadBigEndian(bytes, as: UInt64.self) else { return nil }
            self = Double(bitPattern: bits)
        }
    }
}

extension String: PostgresArrayElement {
    /// `text`, `varchar`, `char(n)`, `name`, `json` and `jsonb`. Cast enumerations to `text`.
    public static func accepts(_ type: PostgresType) -> Bool {
        switch type {
        case .text, .varchar, .bpchar, .name, .json, .jsonb, .unknown: true
        default: false
        }
    }
    /// From binary format.
    public init?(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) {
        var bytes = bytes[...]
        if type == .jsonb {
            guard bytes.first == 1 else { return nil }
            bytes = bytes.dropFirst()
        }
        self.init(validating: bytes, as: UTF8.self)
    }
}

extension UUID: PostgresArrayElement {
    /// `uuid`.
    public static func accepts(_ type: PostgresType) -> Bool { type == .uuid }
    /// From binary format.
    public init?(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) {
        guard bytes.count == MemoryLayout<uuid_t>.size else { return nil }
        self.init(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }
}

extension PostgresTimestamp: PostgresArrayElement {
    /// `timestamptz`.
    public static func accepts(_ type: PostgresType) -> Bool { type == .timestamptz }
    /// From binary format.
    public init?(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) {
        guard let wire = loadBigEndian(bytes, as: Int64.self) else { return nil }
        self.init(wire: wire)
    }
}

extension PostgresDate: PostgresArrayElement {
    /// `date`.
    public static func accepts(_ type: PostgresType) -> Bool { type == .date }
    /// From binary format.
    public init?(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) {
        guard let wire = loadBigEndian(bytes, as: Int32.self) else { return nil }
        self.init(wire: wire)
    }
}
