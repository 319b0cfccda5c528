import Foundation

/// A group that names each of its fields once: the same lines read it, write it and describe it.
///
/// Before it is read a group says nothing yet. Of one that is sound every required field was read, since
/// `init?(reading:)` gives no other.
public protocol FieldListing: FieldGroup {
    /// A group that is to be read; it says nothing yet.
    init()
    /// Goes through all fields, in the order in which they are written.
    mutating func visit(_ fields: inout some FieldVisitor)
}

extension FieldListing {
    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let known = fields.problems.found.count
        self.init()
        visit(&fields)
        guard fields.problems.found.count == known else { return nil }
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        var group = self
        group.visit(&fields)
    }
}

/// Goes through the fields of a group and fills them (``FieldReader``) or takes them (``FieldWriter``).
public protocol FieldVisitor {
    /// A field that has to be there.
    mutating func required<Value: FieldValue>(_ name: String, _ value: inout Value)
    /// A field that may be left out or `null`.
    mutating func optional<Value: FieldValue>(_ name: String, _ value: inout Value?)
    /// A list that may be left out, which means empty.
    mutating func list<Value: FieldValue>(_ name: String, _ values: inout [Value])
}

extension FieldReader: FieldVisitor {
    /// Reads a field that has to be there.
    public mutating func required<Value: FieldValue>(_ name: String, _ value: inout Value) {
        if let read = required(name, as: Value.self) { value = read }
    }

    /// Reads a field that may be left out or `null`.
    public mutating func optional<Value: FieldValue>(_ name: String, _ value: inout Value?) {
        value = optional(name, as: Value.self)
    }

    /// Reads a list that may be left out.
    public mutating func list<Value: FieldValue>(_ name: String, _ values: inout [Value]) {
        values = list(name, of: Value.self)
    }
}

extension FieldWriter: FieldVisitor {
    /// Writes a field.
    public mutating func required<Value: FieldValue>(_ name: String, _ value: inout Value) { put(name, value) }
    /// Writes a field unless there is no value.
    public mutating func optional<Value: FieldValue>(_ name: String, _ value: inout Value?) { put(name, value) }
    /// Writes a list unless it is empty.
    public mutating func list<Value: FieldValue>(_ name: String, _ values: inout [Value]) { put(name, values) }
}

// What a required field holds before it is read.

extension FieldChoice {
    static var unread: Self { allCases[allCases.startIndex] }
}

extension Identifier {
    static var unread: Self { Self(unchecked: "") }
}

extension String {
    static var unread: String { "" }
}

extension Bool {
    static var unread: Bool { false }
}

extension Int {
    static var unread: Int { 0 }
}

extension CivilDate {
    static var unread: CivilDate { CivilDate(daysSinceEpoch: 0) }
}

extension Occurrence {
    static var unread: Occurrence { .day(.unread) }
}

extension Code {
    static var unread: Code { Code(unchecked: "") }
}

extension UUID {
    static var unread: UUID { UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)) }
}
