import CaseRecord
import Foundation
import Testing

@Suite struct UUIDTextTests {
    @Test func readsAndWritesAsFoundationDoes() {
        for _ in 0..<2000 {
            let id = UUID()
            #expect(id.text == id.uuidString.lowercased())
            #expect(UUID(text: id.text) == id)
            #expect(UUID(text: id.uuidString) == id)
        }
        #expect(UUID(text: "ffffffff-ffff-ffff-ffff-ffffffffffff")?.text == "ffffffff-ffff-ffff-ffff-ffffffffffff")
        #expect(UUID(text: "00000000-0000-0000-0000-000000000000")?.text == "00000000-0000-0000-0000-000000000000")
    }

    /// Foundation takes some of these: it reads a sign, or skips a space, where a digit should be.
    @Test(arguments: [
        "", "0192d3c4", "0192d3c4-5e6f-7a8b-9c0d-1e2f3a4b5c6", "0192d3c4-5e6f-7a8b-9c0d-1e2f3a4b5c6d0",
        "0192d3c4x5e6f-7a8b-9c0d-1e2f3a4b5c6d", "0192d3c45-e6f-7a8b-9c0d-1e2f3a4b5c6d",
        "-192d3c4-5e6f-7a8b-9c0d-1e2f3a4b5c6d", "+192d3c4-5e6f-7a8b-9c0d-1e2f3a4b5c6d",
        " 192d3c4-5e6f-7a8b-9c0d-1e2f3a4b5c6d", "g192d3c4-5e6f-7a8b-9c0d-1e2f3a4b5c6d",
        "@192d3c4-5e6f-7a8b-9c0d-1e2f3a4b5c6d", "0192d3c4-5e6f-7a8b-9c0d-1e2f3a4b5cé",
        "0192d3c45e6f7a8b9c0d1e2f3a4b5c6d",
    ])
    func refusesWhatIsNoUUID(text: String) { #expect(UUID(text: text) == nil) }

    @Test func writesBytesAsHexadecimal() {
        #expect([UInt8]().hexadecimal == "")
        #expect((0...255).map { UInt8($0) }.hexadecimal == (0...255).map { String(format: "%02x", $0) }.joined())
    }
}
