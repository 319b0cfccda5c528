import CaseRecord
import Returns
import Testing

/// The same sequence for the same seed (SplitMix64).
struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Writes random sound censuses and counts what it writes.
struct CensusGenerator {
    var random: Seeded
    var written: [String: Int] = [:]

    init(seed: UInt64) { random = Seeded(state: seed) }

    mutating func count(_ type: String) { written[type, default: 0] += 1 }
    mutating func chance() -> Bool { Bool.random(using: &random) }

    mutating func day() -> String {
        CivilDate("2010-01-01")!.adding(days: Int.random(in: 0..<6000, using: &random)).description
    }

    mutating func dated(_ element: String, _ type: String) -> String {
        count(type)
        return "<\(element)>\(day())</\(element)>"
    }

    mutating func code<List: CodeList>(_ list: List.Type, _ element: String) -> String {
        "<\(element)>\(List.entries.randomElement(using: &random)!.code)</\(element)>"
    }

    mutating func some(_ write: (inout CensusGenerator) -> String) -> String {
        (0..<Int.random(in: 0...3, using: &random)).map { _ in write(&self) }.joined(separator: "\n")
    }

    mutating func child(_ index: Int) -> String {
        count("child.registered")
        let episodes = episode() + some { $0.episode() }
        return """
            <Child><ChildIdentifiers><LAchildID>C\(index)</LAchildID>\(code(UPNUnknownList.self, "UPNunknown"))
            </ChildIdentifiers><ChildCharacteristics>\(code(EthnicityList.self, "Ethnicity"))
            <Disabilities>\(some { $0.code(DisabilityList.self, "Disability") })</Disabilities>
            </ChildCharacteristics>\(episodes)</Child>

            """
    }

    mutating func episode() -> String {
        var text = "<CINdetails>" + dated("CINreferralDate", "referral.received")
        text += code(ReferralSourceList.self, "ReferralSource") + code(PrimaryNeedList.self, "PrimaryNeedCode")
        if chance() {
            text += dated("CINclosureDate", "case.closed") + code(ClosureReasonList.self, "ReasonForClosure")
        }
        if chance() { text += dated("DateOfInitialCPC", "conference.held") }
        text += some { generator in
            var text = "<Assessments>" + generator.dated("AssessmentActualStartDate", "assessment.started")
            text += "<AssessmentInternalReviewDate>\(generator.day())</AssessmentInternalReviewDate>"
            if generator.chance() {
                text += generator.dated("AssessmentAuthorisationDate", "assessment.authorised")
                text += "<FactorsIdentifiedAtAssessment>"
                text += generator.some { $0.code(AssessmentFactorList.self, "AssessmentFactors") }
                text += "</FactorsIdentifiedAtAssessment>"
            }
            return text + "</Assessments>"
        }
        text += some { generator in
            let start = generator.dated("CINPlanStartDate", "plan.made")
            let end = generator.chance() ? generator.dated("CINPlanEndDate", "plan.ended") : ""
            return "<CINPlanDates>\(start)\(end)</CINPlanDates>"
        }
        text += some { generator in
            let start = generator.dated("S47ActualStartDate", "section47.started")
            if generator.chance() {
                let conference = generator.dated("DateOfInitialCPC", "conference.held")
                return "<Section47>\(start)\(conference)<ICPCnotRequired>0</ICPCnotRequired></Section47>"
            }
            generator.count("section47.concluded")
            return "<Section47>\(start)<ICPCnotRequired>true</ICPCnotRequired></Section47>"
        }
        text += "<ReferralNFA>\(chance() ? "1" : "false")</ReferralNFA>"
        text += some { generator in
            var text = "<ChildProtectionPlans>" + generator.dated("CPPstartDate", "cp-plan.started")
            if generator.chance() { text += generator.dated("CPPendDate", "cp-plan.ended") }
            text += generator.code(AbuseCategoryList.self, "InitialCategoryOfAbuse")
            text += generator.code(AbuseCategoryList.self, "LatestCategoryOfAbuse")
            text += "<NumberOfPreviousCPP>\(Int.random(in: 0...4, using: &generator.random))</NumberOfPreviousCPP>"
            let reviews = generator.some { $0.dated("CPPreviewDate", "conference.held") }
            return text + "<Reviews>\(reviews)</Reviews></ChildProtectionPlans>"
        }
        return text + "</CINdetails>\n"
    }
}

@Suite("Generated censuses") struct GeneratedCensusTests {
    @Test(arguments: 1...40 as ClosedRange<UInt64>) func everyBlockWrittenIsAnEvent(_ seed: UInt64) throws {
        var generator = CensusGenerator(seed: seed)
        var children: [String] = []
        var perChild: [[String: Int]] = []
        for index in 0..<12 {
            generator.written = [:]
            children.append(generator.child(index))
            perChild.append(generator.written)
        }
        let outcome = try Outcome(census(children.joined()), piece: Int(seed) * 13)
        #expect(outcome.error == nil && outcome.refusals.isEmpty)
        #expect(outcome.children.count == 12)
        for (read, written) in zip(outcome.children, perChild) {
            let types = Dictionary(read.events.map { ($0.type.name, 1) }, uniquingKeysWith: +)
            // Two reviews of one plan on one random day are one event.
            #expect(types.values.reduce(0, +) + read.repeats == written.values.reduce(0, +))
            if read.repeats == 0 { #expect(types == written) }
            #expect(read.events.map(\.occurredAt.firstDay) == read.events.map(\.occurredAt.firstDay).sorted())
            #expect(read.episodesTaken == written["referral.received"])
            #expect(read.events.allSatisfy { $0.children == [read.child] && $0.authority.text == "926" })
            let registered = try #require(read.events.first { $0.data is ChildRegistered })
            let referrals = read.events.filter { $0.data is ReferralReceived }
            #expect(registered.occurredAt == referrals.first?.occurredAt)
            #expect(Set(referrals.compactMap { ($0.data as? ReferralReceived)?.referral }).count == referrals.count)
            for event in read.events { #expect(try readsBack(event)) }
        }
        let turned = try Outcome(census(children.reversed().joined()))
        #expect(Set(turned.events.map(\.id)) == Set(outcome.events.map(\.id)))
        #expect(Set(outcome.events.map(\.id)).count == outcome.events.count)
    }

    @Test func randomDamageNeverCrashesAndAlwaysEnds() throws {
        var generator = CensusGenerator(seed: 7)
        let sound = Array(census((0..<6).map { generator.child($0) }.joined()).utf8)
        var broken = 0
        for _ in 0..<400 {
            var bytes = sound
            for _ in 0..<Int.random(in: 1...6, using: &generator.random) {
                let place = Int.random(in: 0..<bytes.count, using: &generator.random)
                if generator.chance() {
                    bytes[place] = UInt8.random(in: 0...255, using: &generator.random)
                } else {
                    bytes.remove(at: place)
                }
            }
            let outcome = try Outcome(bytes)
            #expect((outcome.error == nil) != (outcome.summary == nil))
            if outcome.error != nil { broken += 1 }
            for event in outcome.events { #expect(try readsBack(event)) }
        }
        #expect(broken > 0 && broken < 400)
    }
}
