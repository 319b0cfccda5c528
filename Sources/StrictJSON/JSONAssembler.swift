/// Writes JSON text of which the parts are at hand one after the other, without a value of the whole.
///
/// Whoever uses it closes what they open, and gives every member of an object a name, each once.
package struct JSONAssembler: ~Copyable {
    private var writer = JSONWriter(form: .compact)
    private var needsComma = false

    /// Nothing written yet.
    package init() {}

    /// What was written, as UTF-8.
    package var bytes: [UInt8] { writer.bytes }

    /// Begins an object.
    package mutating func beginObject() { begin(UInt8(ascii: "{")) }
    /// Ends it.
    package mutating func endObject() { end(UInt8(ascii: "}")) }
    /// Begins an array.
    package mutating func beginArray() { begin(UInt8(ascii: "[")) }
    /// Ends it.
    package mutating func endArray() { end(UInt8(ascii: "]")) }

    /// Names the member that is written next; the name needs no escaping.
    package mutating func name(_ name: StaticString) {
        separate()
        writer.writePlain(name)
        needsComma = false
    }

    /// Writes a value.
    package mutating func value(_ value: JSONValue) {
        separate()
        writer.write(value)
        needsComma = true
    }

    /// Writes the members of an object that is begun.
    package mutating func members(of object: JSONObject) {
        for member in object.members {
            separate()
            writer.write(.string(member.name))
            writer.writeColon()
            needsComma = false
            value(member.value)
        }
    }

    /// Ends the line, for one value a line.
    package mutating func endLine() {
        writer.writeLineFeed()
        needsComma = false
    }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        writer.writeByte(bracket)
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        writer.writeByte(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { writer.writeByte(UInt8(ascii: ",")) }
    }
}

extension JSONWriter {
    /// Writes a name that needs no escaping, and the colon after it.
    mutating func writePlain(_ name: StaticString) {
        output.append(UInt8(ascii: "\""))
        output.append(name)
        output.append(#"":"# as StaticString)
    }

    mutating func writeColon() { output.append(UInt8(ascii: ":")) }
    mutating func writeLineFeed() { output.append(UInt8(ascii: "\n")) }
    mutating func writeByte(_ byte: UInt8) { output.append(byte) }
}
