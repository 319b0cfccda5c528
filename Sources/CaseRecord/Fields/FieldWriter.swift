public import StrictJSON

/// Writes the members of one JSON object; what is absent or empty is left out.
public struct FieldWriter {
    /// What was written.
    public private(set) var object = JSONObject()

    /// Starts with no member and room for that many.
    public init(capacity: Int = 8) { object.reserveCapacity(capacity) }

    /// Writes a field. A field is written once.
    public mutating func put(_ name: String, _ value: some FieldValue) { object.append(new: name, value.field) }

    /// Writes a field unless there is no value.
    public mutating func put(_ name: String, _ value: (some FieldValue)?) {
        if let value { object.append(new: name, value.field) }
    }

    /// Writes a list unless it is empty.
    public mutating func put(_ name: String, _ values: [some FieldValue]) {
        if !values.isEmpty { object.append(new: name, values.field) }
    }
}
