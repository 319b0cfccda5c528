import Testing
import WebPages

/// What a browser asks for, and where it is led.
@Suite struct AddressTests {
    @Test func anAddressIsReadAsABrowserWritesIt() throws {
        let address = try #require(PageAddress(target: "/secret/cases/F%2F1/chronology?text=a+b%2B&from=&form=court"))
        #expect(address.segments == ["secret", "cases", "F/1", "chronology"])
        #expect(address.value("text") == "a b+" && address.value("from") == nil && address.value("form") == "court")
        #expect(address.withoutFirst.segments == ["cases", "F/1", "chronology"])
        #expect(PageAddress(target: "/secret/")?.withoutFirst.segments == [])
        #expect(PageAddress(target: "/secret")?.withoutFirst.segments == [])
        for malformed in ["", "secret", "http://elsewhere/", "/%", "/%FF", "/?a=%C3", "*"] {
            #expect(PageAddress(target: malformed) == nil, "\(malformed)")
        }
    }

    @Test func theFormForACaseLeadsToIt() throws {
        let site = Site(prefix: "/secret")
        func location(_ target: String) throws -> PageReply {
            site.plan(for: try SamplePages.address(target), caller: try SamplePages.caller()).reply(to: [])
        }
        #expect(try location("/find?child=+F1%2F2+").location == "/secret/cases/F1%2F2")
        #expect(try location("/find?child=+F1%2F2+").status == 303)
        #expect(try location("/find?child=").location == "/secret/")
        #expect(try location("/find?child=%0D%0ASet-Cookie%3A+a").location == "/secret/cases/Set-Cookie%3A%20a")
    }

    @Test func thePageToPrintIsTheDaemonsOwn() throws {
        let plan = Site(prefix: "").plan(
            for: try SamplePages.address("/cases/F1/chronology/print?form=court&other=1"),
            caller: try SamplePages.caller())
        #expect(plan.questions.map(\.path) == ["/v1/cases/F1/chronology?form=court"])
        #expect(plan.questions.map(\.accept) == ["text/html"])
        let reply = plan.reply(to: [Answer(status: 200, body: Array("<p>".utf8))])
        #expect(reply.body == Array("<p>".utf8))
        #expect(reply.policy.hasPrefix("default-src 'none'; style-src 'unsafe-inline'"))
    }
}
