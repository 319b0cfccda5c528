/// Writes a value as text.
struct JSONWriter: ~Copyable {
    private let form: JSONValue.Form
    var output = OutputBuffer()

    /// A writer in that form.
    init(form: JSONValue.Form) { self.form = form }

    /// What was written, as UTF-8.
    var bytes: [UInt8] { output.withBytes { Array($0) } }

    /// Writes a value that stands so many objects and arrays deep.
    mutating func write(_ value: JSONValue, indent: Int = 0) {
        switch value {
        case .null: output.append("null" as StaticString)
        case .bool(let bool): output.append((bool ? "true" : "false") as StaticString)
        case .integer(let integer): output.append(String(integer))
        case .number(let number): output.append(JSONNumber.text(of: number))
        case .string(let string): write(string)
        case .array(let elements): write(elements, indent: indent)
        case .object(let object):
            if form == .compact, let text = object.text {
                text.withUnsafeBufferPointer { output.append($0) }
            } else {
                write(object.members, indent: indent)
            }
        }
    }

    private mutating func write(_ elements: [JSONValue], indent: Int) {
        output.append(UInt8(ascii: "["))
        for index in elements.indices {
            begin(index, indent + 1)
            write(elements[index], indent: indent + 1)
        }
        if !elements.isEmpty { breakLine(indent) }
        output.append(UInt8(ascii: "]"))
    }

    private mutating func write(_ members: [JSONObject.Member], indent: Int) {
        let order = form == .canonical ? CanonicalOrder(of: members) : nil
        output.append(UInt8(ascii: "{"))
        for index in members.indices {
            let place = order?[index] ?? index
            begin(index, indent + 1)
            write(members[place].name)
            output.append(UInt8(ascii: ":"))
            if form == .pretty { output.append(UInt8(ascii: " ")) }
            write(members[place].value, indent: indent + 1)
        }
        if !members.isEmpty { breakLine(indent) }
        output.append(UInt8(ascii: "}"))
    }

    /// Begins the member or element of that index.
    private mutating func begin(_ index: Int, _ indent: Int) {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        breakLine(indent)
    }

    private mutating func breakLine(_ indent: Int) {
        guard form == .pretty else { return }
        output.append(UInt8(ascii: "\n"))
        for _ in 0..<indent { output.append("  " as StaticString) }
    }

    private mutating func write(_ string: String) {
        var string = string
        string.withUTF8 { bytes in
            output.append(UInt8(ascii: "\""))
            var start = 0
            while true {
                let end = PlainRun(in: bytes, from: start).end
                output.append(UnsafeBufferPointer(rebasing: bytes[start..<end]))
                guard end < bytes.count else { break }
                escape(bytes[end])
                start = end + 1
            }
            output.append(UInt8(ascii: "\""))
        }
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): output.append(#"\""# as StaticString)
        case UInt8(ascii: "\\"): output.append(#"\\"# as StaticString)
        case 0x08: output.append(#"\b"# as StaticString)
        case 0x09: output.append(#"\t"# as StaticString)
        case 0x0A: output.append(#"\n"# as StaticString)
        case 0x0C: output.append(#"\f"# as StaticString)
        case 0x0D: output.append(#"\r"# as StaticString)
        default:
            output.append(#"\u00"# as StaticString)
            output.append(Self.hex(byte >> 4))
            output.append(Self.hex(byte & 15))
        }
    }

    private static func hex(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
    }
}
