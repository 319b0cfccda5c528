import CaseRecord
import Testing

@Suite struct IdentifierTests {
    @Test(arguments: ["A950000178301", "H243278544154", "M926001234567"])
    func takesSoundUPNs(text: String) { #expect(UniquePupilNumber(text)?.text == text) }

    @Test(arguments: ["R247962919251", "X428558133462", "A95000017830", "I950000178301", "A9500001783O1"])
    func refusesUnsoundUPNs(text: String) { #expect(UniquePupilNumber(text) == nil) }

    @Test(arguments: ["", " ", "a b", "../etc", "a/b", "é1", ".hidden", String(repeating: "9", count: 37)])
    func refusesChildIdentifiersThatAreUnsafe(text: String) { #expect(ChildID(text) == nil) }

    @Test(arguments: ["12", "1234", "92a", ""])
    func anAuthorityHasThreeDigits(text: String) { #expect(AuthorityCode(text) == nil) }
}
