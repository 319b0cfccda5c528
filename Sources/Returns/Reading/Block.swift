import CaseRecord

/// One block of a return, whose elements are read by name.
///
/// White space around values is ignored, an empty element is as good as none, codes are taken in either case. What
/// is wrong is noted and left out; what is absent and optional is not worth a note.
struct Block {
    /// As much of an unknown element's name as is repeated in a refusal.
    static let longestName = 64

    let element: Element

    /// The elements of that name, in order.
    func elements(_ name: String) -> [Element] { element.children.filter { $0.name == name } }

    /// The blocks of that name, in order.
    func blocks(_ name: String) -> [Block] { elements(name).map { Block(element: $0) } }

    /// Notes what the block has beside the elements of those names.
    func noteStrangers(beside known: [String], _ notes: inout RefusalNotes) {
        for child in element.children where !known.contains(child.name) {
            notes.add(child.name, line: child.line, "is not an element of \(element.name)")
        }
        if let line = element.textLine {
            notes.add(element.name, line: line, "must not have text between its elements", .text)
        }
    }

    /// The only element of that name that is not empty; of several the first.
    func filled(_ name: String, _ notes: inout RefusalNotes) -> Element? {
        let all = elements(name).filter { $0.value != nil || !$0.children.isEmpty }
        for more in all.dropFirst() {
            notes.add(name, line: more.line, "must not stand twice in \(element.name): the first was taken")
        }
        guard let first = all.first else { return nil }
        return first.leaf(&notes) == nil ? nil : first
    }

    /// Text that may be left out.
    func text(_ name: String, _ notes: inout RefusalNotes) -> String? { filled(name, &notes)?.value }

    /// A value that may be left out; what goes with it when it is wrong is said by `losing`.
    func value<Value>(
        _ name: String, _ notes: inout RefusalNotes, scope: Refusal.Scope = .element, losing: String = "",
        _ read: (String) -> Reading<Value>
    ) -> Value? {
        guard let found = filled(name, &notes), let text = found.value else { return nil }
        switch read(text) {
        case .value(let value): return value
        case .problem(let problem):
            notes.add(name, line: found.line, problem + losing, scope)
            return nil
        }
    }

    /// A value without which the block is left out.
    func required<Value>(
        _ name: String, _ notes: inout RefusalNotes, _ read: (String) -> Reading<Value>
    ) -> Value? {
        let losing = "; \(element.name) cannot be taken without it"
        guard elements(name).contains(where: { $0.value != nil }) else {
            notes.add(name, line: element.line, "is missing" + losing, .block)
            return nil
        }
        return value(name, &notes, scope: .block, losing: losing, read)
    }

    /// The values of a list of equal elements, those that are wrong left out.
    func values<Value>(
        _ name: String, _ notes: inout RefusalNotes, _ read: (String) -> Reading<Value>
    ) -> [Value] {
        var values: [Value] = []
        for element in elements(name) {
            guard let text = element.leaf(&notes) else { continue }
            switch read(text) {
            case .value(let value): values.append(value)
            case .problem(let problem): notes.add(name, line: element.line, problem)
            }
        }
        return values
    }
}

extension Element {
    /// The text of an element that holds nothing else; elements in it are noted.
    fileprivate func leaf(_ notes: inout RefusalNotes) -> String? {
        for child in children { notes.add(child.name, line: child.line, "is not an element of \(name)") }
        return value
    }
}
