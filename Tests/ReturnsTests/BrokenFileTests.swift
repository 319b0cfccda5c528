import CaseRecord
import Foundation
import Returns
import Testing

@Suite("Files that are broken or something else") struct BrokenFileTests {
    @Test func cutOffAnywhere() throws {
        let text = census(
            child(episode()) + child("B", episode("2025-05-01", "<ReferralNFA>1</ReferralNFA>")) + "<!-- x -->")
        let bytes = Array(text.utf8)
        let ends = text.ranges(of: "</Child>").map { text[..<$0.upperBound].utf8.count }
        for length in stride(from: 10, to: bytes.count - 1, by: 1) {
            let outcome = try Outcome(bytes[..<length])
            guard case .cutOff(let place)? = outcome.error else {
                Issue.record("cut after \(length) bytes: \(String(describing: outcome.error))")
                continue
            }
            // The line that the last byte stands on.
            #expect(place.line == bytes[..<(length - 1)].count { $0 == 10 } + 1)
            #expect(outcome.children.count == ends.count { $0 <= length }, "cut after \(length) bytes")
            #expect(outcome.summary == nil)
        }
    }

    @Test func notWellFormed() throws {
        let outcome = try Outcome(census(child(episode()) + "\n<Child><LAchildID></Child>"))
        guard case .notWellFormed(let place, let reason)? = outcome.error else {
            Issue.record("\(String(describing: outcome.error))")
            return
        }
        #expect(place.line == 8)
        #expect(reason.contains("LAchildID"))
        #expect(outcome.children.count == 1, "what was sound before is delivered")
    }

    @Test(arguments: ["", "a", "Not a file of XML at all", "\u{0}\u{1}\u{2}\u{3}", "{}", "<a>&nbsp;</a>", "<a/><b/>"])
    func notXML(_ text: String) throws {
        let outcome = try Outcome(text)
        switch outcome.error {
        case .notWellFormed, .notCensus: break
        default: Issue.record("\(String(describing: outcome.error))")
        }
    }

    @Test(arguments: [
        "<html><body/></html>", "<Message/>", "<Message><Children><Child/></Children></Message>",
        "<Message><Header/></Message>",
        census("").replacing(">CIN<", with: ">SSDA903<"), census("").replacing("926", with: "92"),
    ])
    func notACensus(_ text: String) throws {
        let outcome = try Outcome(text)
        guard case .notCensus? = outcome.error else {
            Issue.record("\(String(describing: outcome.error))")
            return
        }
        #expect(outcome.header == nil && outcome.children.isEmpty)
    }

    @Test func documentTypesAreRefused() throws {
        var bomb = #"<!DOCTYPE Message [<!ENTITY a0 "lol">"#
        for index in 1...9 { bomb += "<!ENTITY a\(index) \"\(String(repeating: "&a\(index - 1);", count: 10))\">" }
        let bombed = bomb + "]>\n" + census(child("&a9;", episode()))
        let external =
            #"<?xml version="1.0"?><!DOCTYPE Message [<!ENTITY x SYSTEM "file:///etc/hostname">]>"#
            + census(child("&x;", episode()))
        let remote = #"<!DOCTYPE Message SYSTEM "http://127.0.0.1:9/x.dtd">"# + census(child(episode()))
        for text in [bombed, external, remote, "<!DOCTYPE Message>" + census("")] {
            for piece in [1, 4096] {
                let outcome = try Outcome(text, piece: piece)
                guard case .documentType? = outcome.error else {
                    Issue.record("\(String(describing: outcome.error))")
                    continue
                }
                #expect(outcome.header == nil && outcome.children.isEmpty)
            }
        }
    }

    @Test func anotherAuthority() throws {
        let norfolk = CensusContext(authority: AuthorityCode("926"), recordedBy: context.recordedBy, now: now)
        #expect(try Outcome(census(child(episode())), norfolk).events.first?.authority.text == "926")
        let outcome = try Outcome(census(child(episode()), lea: "925"), norfolk)
        guard case .otherAuthority(let place, let stated, let expected)? = outcome.error else {
            Issue.record("\(String(describing: outcome.error))")
            return
        }
        #expect(place.line == 2 && stated.text == "925" && expected.text == "926")
        #expect(outcome.children.isEmpty)
        // Where the header does not say, the caller's word is taken and the gap reported.
        let silent = try Outcome(census(child(episode()), lea: ""), norfolk)
        #expect(silent.header?.authority.text == "926")
        #expect(silent.header?.refusals.map(\.element) == ["LEA"])
    }

    @Test func encodingsAndPieces() throws {
        let text = census(
            child(identifiers: "\u{A0}é", episode("2025-05-01", "<ReferralSource><![CDATA[1A]]></ReferralSource>")))
        let plain = try Outcome(text).events.map(\.id)
        #expect(plain.count == 2)
        let latin = try #require(
            ("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + text).data(using: .isoLatin1))
        let utf16 = try #require(text.data(using: .utf16))
        for piece in [1, 7, 4096] {
            for bytes in [Data(text.utf8), Data([0xEF, 0xBB, 0xBF] + text.utf8), latin, utf16] {
                #expect(try Outcome(bytes, piece: piece).events.map(\.id) == plain, "pieces of \(piece)")
            }
        }
    }

    @Test func aFileIsReadFromDisk() throws {
        var count = 0
        let path = try sample("fake_CIN_data.xml").path
        let summary = try CensusReader.read(fileAt: path, context) { if case .child = $0 { count += 1 } }
        #expect(summary.childrenRead == 332 && count == 332)
        #expect(throws: CensusError.self) { try CensusReader.read(fileAt: path + "x", context) { _ in } }
    }

    @Test func theCallersErrorStopsTheReading() throws {
        struct Enough: Error {}
        let reader = CensusReader(context)
        let bytes = census(child(episode()) + child("B", episode())).utf8
        var seen = 0
        let each: (CensusItem) throws -> Void = { item in
            seen += 1
            if case .child = item { throw Enough() }
        }
        #expect(throws: Enough.self) { try reader.feed(bytes, each: each) }
        #expect(throws: Enough.self) { try reader.feed(bytes, each: each) }
        #expect(throws: Enough.self) { try reader.finish(each: each) }
        #expect(seen == 2)
    }
}
