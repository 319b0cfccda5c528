public import Foundation

/// A parameter of a statement. Its case fixes the PostgreSQL type; nil is SQL NULL of that type.
public enum PostgresValue: Sendable, Hashable {
    /// `boolean`
    case bool(Bool?)
    /// `smallint`
    case int2(Int16?)
    /// `integer`
    case int4(Int32?)
    /// `bigint`
    case int8(Int64?)
    /// `double precision`
    case float8(Double?)
    /// `text`. The server refuses U+0000.
    case text(String?)
    /// `jsonb`, as JSON text.
    case jsonb(String?)
    /// `uuid`
    case uuid(UUID?)
    /// `bytea`
    case bytea([UInt8]?)
    /// `timestamptz`
    case timestamptz(PostgresTimestamp?)
    /// `date`
    case date(PostgresDate?)
    /// `boolean[]`, one dimension; nil elements are NULL.
    case boolArray([Bool?]?)
    /// `smallint[]`
    case int2Array([Int16?]?)
    /// `integer[]`
    case int4Array([Int32?]?)
    /// `bigint[]`
    case int8Array([Int64?]?)
    /// `double precision[]`
    case float8Array([Double?]?)
    /// `text[]`
    case textArray([String?]?)
    /// `uuid[]`
    case uuidArray([UUID?]?)
    /// `bytea[]`
    case byteaArray([[UInt8]?]?)
    /// `timestamptz[]`
    case timestamptzArray([PostgresTimestamp?]?)
    /// `date[]`
    case dateArray([PostgresDate?]?)

    /// The PostgreSQL type of the case.
    public var type: PostgresType {
        switch self {
        case .bool: .bool
        case .int2: .int2
        case .int4: .int4
        case .int8: .int8
        case .float8: .float8
        case .text: .text
        case .jsonb: .jsonb
        case .uuid: .uuid
        case .bytea: .bytea
        case .timestamptz: .timestamptz
        case .date: .date
        case .boolArray: .boolArray
        case .int2Array: .int2Array
        case .int4Array: .int4Array
        case .int8Array: .int8Array
        case .float8Array: .float8Array
        case .textArray: .textArray
        case .uuidArray: .uuidArray
        case .byteaArray: .byteaArray
        case .timestamptzArray: .timestamptzArray
        case .dateArray: .dateArray
        }
    }
}
