import CaseRecord
import Foundation
import Ledger
import PostgresClient
import Timescales
import Views

/// A value that a column can hold.
protocol ColumnValue: Sendable {
    /// What PostgreSQL stores of it.
    associatedtype Stored: PostgresDecodable
    /// The type of an array of such values.
    static var arrayType: String { get }
    /// An array of them.
    static func array(_ values: [Stored?]) -> PostgresValue
    /// Adds one to a row.
    static func add(_ value: Stored, to rows: inout CopyRows) throws(PostgresError)
    /// What is stored.
    var stored: Stored { get }
    /// The value that was stored, if it is one.
    init?(stored: Stored)
}

extension ColumnValue {
    /// Adds that value, or NULL, to a row.
    static func addField(_ value: Self?, to rows: inout CopyRows) throws(PostgresError) {
        if let value { try add(value.stored, to: &rows) } else { rows.null() }
    }
}

extension ColumnValue where Stored == Self {
    var stored: Self { self }
    init?(stored: Self) { self = stored }
}

extension String: ColumnValue {
    static var arrayType: String { "text[]" }
    static func array(_ values: [String?]) -> PostgresValue { .textArray(values) }
    static func add(_ value: String, to rows: inout CopyRows) { rows.field(value.utf8) }
}

extension Int64: ColumnValue {
    static var arrayType: String { "bigint[]" }
    static func array(_ values: [Int64?]) -> PostgresValue { .int8Array(values) }
    static func add(_ value: Int64, to rows: inout CopyRows) { rows.field(value) }
}

extension Bool: ColumnValue {
    static var arrayType: String { "boolean[]" }
    static func array(_ values: [Bool?]) -> PostgresValue { .boolArray(values) }
    static func add(_ value: Bool, to rows: inout CopyRows) { rows.field(value ? 1 as Int8 : 0) }
}

extension UUID: ColumnValue {
    static var arrayType: String { "uuid[]" }
    static func array(_ values: [UUID?]) -> PostgresValue { .uuidArray(values) }
    static func add(_ value: UUID, to rows: inout CopyRows) { rows.field(value) }
}

extension Int: ColumnValue {
    static var arrayType: String { "int[]" }
    static func array(_ values: [Int32?]) -> PostgresValue { .int4Array(values) }
    static func add(_ value: Int32, to rows: inout CopyRows) { rows.field(value) }
    var stored: Int32 { Int32(clamping: self) }
    init?(stored: Int32) { self = Int(stored) }
}

extension CivilDate: ColumnValue {
    static var arrayType: String { "date[]" }
    static func array(_ values: [PostgresDate?]) -> PostgresValue { .dateArray(values) }
    static func add(_ value: PostgresDate, to rows: inout CopyRows) throws(PostgresError) { try rows.field(value) }
    var stored: PostgresDate { PostgresDate(self) }
    init?(stored: PostgresDate) { self = stored.civilDate }
}

extension Instant: ColumnValue {
    static var arrayType: String { "timestamptz[]" }
    static func array(_ values: [PostgresTimestamp?]) -> PostgresValue { .timestamptzArray(values) }
    static func add(_ value: PostgresTimestamp, to rows: inout CopyRows) throws(PostgresError) { try rows.field(value) }
    var stored: PostgresTimestamp { PostgresTimestamp(self) }
    init?(stored: PostgresTimestamp) { self = stored.instant }
}

/// Names, one a line.
extension [String]: ColumnValue {
    static var arrayType: String { "text[]" }
    static func array(_ values: [String?]) -> PostgresValue { .textArray(values) }
    static func add(_ value: String, to rows: inout CopyRows) { rows.field(value.utf8) }
    var stored: String { joined(separator: "\n") }
    init?(stored: String) { self = stored.split(separator: "\n").map(String.init) }
}

/// A value that is stored as its text.
protocol TextColumnValue: ColumnValue where Stored == String {}

extension TextColumnValue {
    static var arrayType: String { "text[]" }
    static func array(_ values: [String?]) -> PostgresValue { .textArray(values) }
    static func add(_ value: String, to rows: inout CopyRows) { rows.field(value.utf8) }
}

extension TextColumnValue where Self: Identifier {
    var stored: String { text }
    init?(stored: String) { self.init(unchecked: stored) }
}

extension TextColumnValue where Self: RawRepresentable, RawValue == String {
    var stored: String { rawValue }
    init?(stored: String) { self.init(rawValue: stored) }
}

extension ChildID: TextColumnValue {}
extension TeamID: TextColumnValue {}
extension WorkerID: TextColumnValue {}
extension RiskLevel: TextColumnValue {}
extension CaseItem.Kind: TextColumnValue {}
extension CaseItem.State: TextColumnValue {}
extension CountedFact.Kind: TextColumnValue {}
