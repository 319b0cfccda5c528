import CaseRecord

/// Matters of one kind by their references, in the order in which they were met first.
struct Named<Value> {
    private(set) var values: [Value] = []
    private var places: [Reference: Int] = [:]

    subscript(reference: Reference) -> Value? { places[reference].map { values[$0] } }

    /// Changes the matter of that reference; one that was not met yet begins as `new`.
    mutating func change(_ reference: Reference, _ new: @autoclosure () -> Value, _ change: (inout Value) -> Void) {
        if let place = places[reference] { return change(&values[place]) }
        places[reference] = values.count
        var value = new()
        change(&value)
        values.append(value)
    }
}
