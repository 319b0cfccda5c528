import Foundation
import PostgresClient
import Testing

@Suite("Values", .timeLimit(.minutes(2)))
struct ValueTests {
    /// Sends the value, compares it at the server with the literal, and reads it back.
    func check<T: PostgresDecodable & Equatable>(
        _ connection: PostgresConnection, _ parameter: PostgresValue, _ type: String, _ literal: String, _ expected: T
    ) async throws {
        let statement = Statement(
            name: "\(type) \(literal.prefix(30).hashValue)",
            sql: "SELECT $1, $1 IS NOT DISTINCT FROM \(literal)::\(type)")
        let rows = try await connection.query(statement, [parameter]) { row in
            (try row.decode(0, as: T.self), try row.decode(1, as: Bool.self))
        }
        #expect(rows.map(\.0) == [expected], "\(type) \(literal.prefix(80))")
        #expect(rows.map(\.1) == [true], "\(type) \(literal.prefix(80)) at the server")
    }

    @Test func scalars() async throws {
        let (c, _) = try await freshConnection()
        let id = try #require(UUID(uuidString: "018f4d3a-5f0e-7abc-8def-0123456789ab"))
        try await check(c, .bool(true), "bool", "'t'", true)
        try await check(c, .bool(false), "bool", "'f'", false)
        try await check(c, .int2(-32768), "int2", "'-32768'", Int16.min)
        try await check(c, .int4(.min), "int4", "'-2147483648'", Int32.min)
        try await check(c, .int8(.max), "int8", "'9223372036854775807'", Int64.max)
        try await check(c, .int4(7), "int4", "7", Int64(7))
        try await check(c, .int8(-7), "int8", "'-7'", Int(-7))
        try await check(c, .float8(-1.5e300), "float8", "'-1.5e300'", -1.5e300)
        try await check(c, .text("Zoë’s 👶"), "text", "'Zoë’s 👶'", "Zoë’s 👶")
        try await check(c, .text(""), "text", "''", "")
        try await check(c, .jsonb(#"{"a": [1, null]}"#), "jsonb", #"'{"a":[1,null]}'"#, #"{"a": [1, null]}"#)
        try await check(c, .uuid(id), "uuid", "'\(id.uuidString)'", id)
        try await check(c, .bytea([0, 255, 10]), "bytea", #"'\x00ff0a'"#, [UInt8]([0, 255, 10]))
        try await check(c, .bytea([]), "bytea", "''", [UInt8]())
        await c.close()
    }

    @Test func timesAndDates() async throws {
        let (c, _) = try await freshConnection()
        typealias T = PostgresTimestamp
        typealias D = PostgresDate
        for (time, literal) in [
            (T(microseconds: 0), "'1970-01-01T00:00:00Z'"), (T(microseconds: -1), "'1969-12-31T23:59:59.999999Z'"),
            (T(microseconds: 1_700_000_000_123_456), "'2023-11-14T22:13:20.123456Z'"),
            (.infinity, "'infinity'"), (.negativeInfinity, "'-infinity'"),
        ] {
            try await check(c, .timestamptz(time), "timestamptz", literal, time)
        }
        for (date, literal) in [
            (D(days: 0), "'1970-01-01'"), (D(days: 10_957), "'2000-01-01'"), (D(days: -1), "'1969-12-31'"),
            (D(days: 19_723), "'2024-01-01'"), (.infinity, "'infinity'"), (.negativeInfinity, "'-infinity'"),
        ] {
            try await check(c, .date(date), "date", literal, date)
        }
        // As summer time in London would show, the session's zone is UTC.
        #expect(try await one(c, "SELECT '2024-07-01T00:00:00Z'::timestamptz::text") == "2024-07-01 00:00:00+00")
        let tooFar = try await failure {
            try await c.execute(
                Statement(name: "far", sql: "SELECT $1"), [.timestamptz(T(microseconds: .min + 1))])
        }
        #expect(tooFar.code == .decoding)
        #expect(tooFar.statement == "far")
        await c.close()
    }

    @Test func nulls() async throws {
        let (c, _) = try await freshConnection()
        try await check(c, .bool(nil), "bool", "NULL", Bool?.none)
        try await check(c, .int2(nil), "int2", "NULL", Int16?.none)
        try await check(c, .int4(nil), "int4", "NULL", Int32?.none)
        try await check(c, .int8(nil), "int8", "NULL", Int64?.none)
        try await check(c, .float8(nil), "float8", "NULL", Double?.none)
        try await check(c, .text(nil), "text", "NULL", String?.none)
        try await check(c, .jsonb(nil), "jsonb", "NULL", String?.none)
        try await check(c, .uuid(nil), "uuid", "NULL", UUID?.none)
        try await check(c, .bytea(nil), "bytea", "NULL", [UInt8]?.none)
        try await check(c, .timestamptz(nil), "timestamptz", "NULL", PostgresTimestamp?.none)
        try await check(c, .date(nil), "date", "NULL", PostgresDate?.none)
        try await check(c, .int8Array(nil), "int8[]", "NULL", [Int64]?.none)
        try await check(c, .byteaArray(nil), "bytea[]", "NULL", [[UInt8]]?.none)
        await c.close()
    }

    @Test func arrays() async throws {
        let (c, _) = try await freshConnection()
        let id = try #require(UUID(uuidString: "018f4d3a-5f0e-7abc-8def-0123456789ab"))
        try await check(c, .boolArray([true, nil, false]), "bool[]", "'{t,NULL,f}'", [true, nil, false])
        try await check(c, .int2Array([1, -2]), "int2[]", "'{1,-2}'", [Int16(1), -2])
        try await check(c, .int4Array([1, nil]), "int4[]", "'{1,NULL}'", [Int32(1), nil])
        try await check(c, .int8Array([1, .max]), "int8[]", "'{1,9223372036854775807}'", [Int64(1), .max])
        try await check(c, .float8Array([1.5]), "float8[]", "'{1.5}'", [1.5])
        try await check(
            c, .textArray(["a,b", "", nil, "\""]), "text[]", #"'{"a,b","",NULL,"\""}'"#, ["a,b", "", nil, "\""])
        try await check(c, .uuidArray([id, nil]), "uuid[]", "'{\(id.uuidString),NULL}'", [id, nil])
        try await check(
            c, .byteaArray([[1, 2], nil, []]), "bytea[]", "ARRAY['\\x0102', NULL, '']", [[UInt8]([1, 2]), nil, []])
        try await check(
            c, .timestamptzArray([PostgresTimestamp(microseconds: 1)]), "timestamptz[]",
            "'{1970-01-01T00:00:00.000001Z}'", [PostgresTimestamp(microseconds: 1)])
        try await check(c, .dateArray([PostgresDate(days: 1)]), "date[]", "'{1970-01-02}'", [PostgresDate(days: 1)])
        try await check(c, .int8Array([]), "int8[]", "'{}'", [Int64]())
        try await check(c, .textArray([]), "text[]", "'{}'", [String]())
        await c.close()
    }

    @Test func megabyte() async throws {
        let (c, _) = try await freshConnection()
        let bytes = (0..<1_048_576).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        #expect(try await one(c, "SELECT $1 || ''::bytea", [.bytea(bytes)]) == bytes)
        await c.close()
    }

    @Test func refusals() async throws {
        let (c, _) = try await freshConnection()
        let null = try await failure { _ = try await one(c, "SELECT NULL::int8 AS visits", as: Int64.self) }
        #expect(null.code == .decoding)
        #expect(null.column == "visits")
        #expect(null.statement == "SELECT NULL::int8 AS visits")
        #expect(try await failure { _ = try await one(c, "SELECT 1::int8", as: Int32.self) }.code == .decoding)
        #expect(try await failure { _ = try await one(c, "SELECT 'x'", as: Int64.self) }.code == .decoding)
        let element = try await failure { _ = try await one(c, "SELECT '{1,NULL}'::int8[]", as: [Int64].self) }
        #expect(element.code == .decoding)
        let deep = try await failure { _ = try await one(c, "SELECT '{{1},{2}}'::int8[]", as: [Int64].self) }
        #expect(deep.code == .decoding)
        let beyond = try await failure {
            _ = try await c.query(Statement(name: "beyond", sql: "SELECT 1")) { try $0.decode(1, as: Int32.self) }
        }
        #expect(beyond.code == .decoding)
        // A NUL must not silently cut a text short.
        let nul = try await failure { _ = try await one(c, "SELECT $1", [.text("a\0b")], as: String.self) }
        #expect(nul.sqlState == "22021")
        #expect(try await one(c, "SELECT 1", as: Int32.self) == 1)
        await c.close()
    }
}
