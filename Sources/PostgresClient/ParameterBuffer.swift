import Foundation

/// The parameters of one execution, encoded end to end in one buffer.
///
/// All are sent in binary format, text too (its bytes are the same): in text format libpq would take a value to end
/// at its first NUL and silently store less than it was given; in binary the server refuses it.
struct ParameterBuffer: Sendable {
    private(set) var types: [PostgresType] = []
    /// Offset of each value in `bytes`; -1 is NULL.
    private(set) var offsets: [Int] = []
    private(set) var lengths: [Int32] = []
    private var encoder = WireEncoder()

    var bytes: [UInt8] { encoder.bytes }
    var count: Int { types.count }

    /// Throws `.decoding` for a value that its PostgreSQL type cannot hold, `.misuse` for more than 65535 parameters.
    init(_ values: [PostgresValue]) throws(PostgresError) {
        guard values.count <= Int(UInt16.max) else {
            throw PostgresError(.misuse, "a statement takes at most 65535 parameters, not \(values.count)")
        }
        types.reserveCapacity(values.count)
        offsets.reserveCapacity(values.count)
        lengths.reserveCapacity(values.count)
        for value in values {
            types.append(value.type)
            let start = encoder.count
            let isPresent = try value.encode(into: &encoder)
            offsets.append(isPresent ? start : -1)
            lengths.append(try WireEncoder.length(encoder.count - start))
        }
        // An empty value needs an address too: a null pointer would be NULL.
        encoder.raw([0])
    }
}

extension PostgresValue {
    /// Returns false, and writes nothing, for NULL.
    fileprivate func encode(into out: inout WireEncoder) throws(PostgresError) -> Bool {
        switch self {
        case .bool(let value?): out.integer(UInt8(value ? 1 : 0))
        case .int2(let value?): out.integer(value)
        case .int4(let value?): out.integer(value)
        case .int8(let value?): out.integer(value)
        case .float8(let value?): out.integer(value.bitPattern)
        case .text(let value?): out.raw(value.utf8)
        case .jsonb(let value?):
            out.integer(UInt8(1))  // version of jsonb's binary format
            out.raw(value.utf8)
        case .uuid(let value?): out.uuid(value)
        case .bytea(let value?): out.raw(value)
        case .timestamptz(let value?): try out.timestamp(value)
        case .date(let value?): try out.date(value)
        default: return try encodeArray(into: &out)
        }
        return true
    }

    private func encodeArray(into out: inout WireEncoder) throws(PostgresError) -> Bool {
        switch self {
        case .boolArray(let values?): try out.array(values, of: .bool) { $0.integer(UInt8($1 ? 1 : 0)) }
        case .int2Array(let values?): try out.array(values, of: .int2) { $0.integer($1) }
        case .int4Array(let values?): try out.array(values, of: .int4) { $0.integer($1) }
        case .int8Array(let values?): try out.array(values, of: .int8) { $0.integer($1) }
        case .float8Array(let values?): try out.array(values, of: .float8) { $0.integer($1.bitPattern) }
        case .textArray(let values?): try out.array(values, of: .text) { $0.raw($1.utf8) }
        case .uuidArray(let values?): try out.array(values, of: .uuid) { $0.uuid($1) }
        case .byteaArray(let values?): try out.array(values, of: .bytea) { $0.raw($1) }
        case .timestamptzArray(let values?):
            try out.array(values, of: .timestamptz) { (out, value) throws(PostgresError) in try out.timestamp(value) }
        case .dateArray(let values?):
            try out.array(values, of: .date) { (out, value) throws(PostgresError) in try out.date(value) }
        default: return false
        }
        return true
    }
}
