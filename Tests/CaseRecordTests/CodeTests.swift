import CaseRecord
import StrictJSON
import Testing

/// The codes of each return, as the published schemas of 2017 to 2026 list them.
@Suite struct CodeTests {
    /// The codes of a list that a return takes.
    static func codes<List: CodeList>(_ list: List.Type, in year: Int) -> Set<String> {
        Set(List.entries.filter { Code<List>($0.code)?.isValid(inReturnYear: year) == true }.map(\.code))
    }

    static let factorsOf2017: Set<String> = [
        "1A", "1B", "1C", "2A", "2B", "2C", "3A", "3B", "3C", "4A", "4B", "4C", "5A", "5B", "5C", "6A", "6B", "6C",
        "7A",
        "8B", "8C", "8D", "8E", "8F", "9A", "10A", "11A", "12A", "13A", "14A", "15A", "16A", "17A", "18A", "19A", "20",
        "21", "22A", "23A",
    ]

    @Test(arguments: 2017...2026)
    func assessmentFactors(year: Int) {
        var expected = Self.factorsOf2017
        if year >= 2021 {
            expected.subtract(["18A", "19A"])
            expected.formUnion(["18B", "18C", "19B", "19C"])
        }
        if year >= 2022 { expected.insert("24A") }
        #expect(Self.codes(AssessmentFactorList.self, in: year) == expected)
    }

    @Test(arguments: 2017...2026)
    func sourcesAndReasonsForClosure(year: Int) {
        var sources: Set<String> = [
            "1A", "1B", "1C", "1D", "2A", "2B", "3A", "3B", "3C", "3D", "3E", "3F", "4", "5A", "5B", "5C", "6", "7",
            "8",
            "9", "10",
        ]
        var reasons: Set<String> = ["RC1", "RC2", "RC3", "RC4", "RC5", "RC6", "RC7", "RC8"]
        if year >= 2023 {
            sources.insert("5D")
            reasons.insert("RC9")
        }
        #expect(Self.codes(ReferralSourceList.self, in: year) == sources)
        #expect(Self.codes(ClosureReasonList.self, in: year) == reasons)
    }

    @Test(arguments: 2017...2026)
    func sexAndGender(year: Int) {
        #expect(Self.codes(SexList.self, in: year) == (year >= 2025 ? ["M", "F", "U"] : ["I"]))
        #expect(Self.codes(GenderList.self, in: year) == (year >= 2025 ? [] : ["1", "2", "0", "9"]))
    }

    @Test(arguments: 2017...2026)
    func whatEveryReturnTakes(year: Int) {
        #expect(Self.codes(AbuseCategoryList.self, in: year) == ["NEG", "PHY", "SAB", "EMO", "MUL"])
        #expect(Self.codes(PrimaryNeedList.self, in: year) == Set((0...9).map { "N\($0)" }))
        #expect(Self.codes(UPNUnknownList.self, in: year) == Set((1...7).map { "UN\($0)" }))
        #expect(
            Self.codes(DisabilityList.self, in: year) == [
                "NONE", "MOB", "HAND", "PC", "INC", "COMM", "LD", "HEAR", "VIS", "BEH", "CON", "AUT", "DDA",
            ])
        #expect(
            Self.codes(EthnicityList.self, in: year) == [
                "WBRI", "WIRI", "WIRT", "WOTH", "WROM", "MWBC", "MWBA", "MWAS", "MOTH", "AIND", "APKN", "ABAN", "AOTH",
                "BCRB", "BAFR", "BOTH", "CHNE", "OOTH", "REFU", "NOBT",
            ])
    }

    @Test func legalStatuses() {
        #expect(
            LegalStatusList.entries.map(\.code) == [
                "C1", "C2", "D1", "E1", "V2", "V3", "V4", "L1", "L2", "L3", "J1", "J2", "J3",
            ])
    }

    @Test func everySexHasTheGenderThatOlderReturnsSaid() {
        let genders = SexList.entries.compactMap { Code<SexList>($0.code)?.gender?.code }
        #expect(genders == ["1", "2", "0", "9"])
    }

    /// Recording is never blocked: a code of another time is taken, and only what is no code at all is refused.
    @Test func aCodeOfAnotherTimeIsTaken() throws {
        let data: JSONValue = ["assessment": "IA-1", "factors": ["18A", "24A"]]
        let authorised = try AssessmentAuthorised(json: data)
        #expect(authorised.factors.map { $0.isValid(inReturnYear: 2011) } == [true, false])
        #expect(authorised.factors.map { $0.isValid(inReturnYear: 2022) } == [false, true])
        #expect(throws: MalformedInput.self) {
            try AssessmentAuthorised(json: ["assessment": "IA-1", "factors": ["18D"]])
        }
    }

    @Test func theSchemaSaysTheYears() throws {
        let codes = try #require(Code<ReferralSourceList>.schema["oneOf"]?.arrayValue)
        #expect(codes.first { $0["const"] == "5D" }?["description"] == "returns from 2023")
        #expect(codes.first { $0["const"] == "6" }?["description"] == nil)
    }
}
