import Foundation

/// Writes values in PostgreSQL's binary format, which is big-endian.
struct WireEncoder: Sendable {
    private(set) var bytes: [UInt8] = []

    var count: Int { bytes.count }

    mutating func integer<T: FixedWidthInteger>(_ value: T) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func raw(_ more: some Sequence<UInt8>) {
        bytes.append(contentsOf: more)
    }

    mutating func uuid(_ value: UUID) {
        withUnsafeBytes(of: value.uuid) { bytes.append(contentsOf: $0) }
    }

    mutating func timestamp(_ value: PostgresTimestamp) throws(PostgresError) {
        guard let wire = value.wire else {
            throw PostgresError(.decoding, "the timestamp lies beyond what PostgreSQL can hold")
        }
        integer(wire)
    }

    mutating func date(_ value: PostgresDate) throws(PostgresError) {
        guard let wire = value.wire else {
            throw PostgresError(.decoding, "the date lies beyond what PostgreSQL can hold")
        }
        integer(wire)
    }

    /// A one-dimensional array with lower bound 1.
    mutating func array<Element>(
        _ elements: [Element?], of type: PostgresType,
        _ encode: (inout Self, Element) throws(PostgresError) -> Void
    ) throws(PostgresError) {
        integer(Int32(elements.isEmpty ? 0 : 1))
        integer(Int32(elements.contains { $0 == nil } ? 1 : 0))
        integer(type.oid)
        if elements.isEmpty { return }
        integer(try Self.length(elements.count))
        integer(Int32(1))
        for element in elements {
            guard let element else {
                integer(Int32(-1))
                continue
            }
            let place = bytes.count
            integer(Int32(0))
            try encode(&self, element)
            let length = try Self.length(bytes.count - place - 4)
            withUnsafeBytes(of: length.bigEndian) { patch in
                for (offset, byte) in patch.enumerated() { bytes[place + offset] = byte }
            }
        }
    }

    static func length(_ count: Int) throws(PostgresError) -> Int32 {
        // The server's own limit is 1 GB less a little; it says so itself below that.
        guard let length = Int32(exactly: count) else {
            throw PostgresError(.decoding, "a parameter is larger than 2 GB")
        }
        return length
    }
}
