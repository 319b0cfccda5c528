import Access
import CaseRecord
import Testing

/// What an access file says of who may do what.
@Suite struct AccessFileTests {
    private static let text = """
        grants:
          - users: [anna]
            worker: W-104
            roles: [practitioner]
            teams: [north, none]
          - groups: [emergency-duty]
            roles: practitioner
            teams: all
            when: out-of-hours
          - worker: W-200
            roles: [manager]
            teams: [south]
        gateways:
          - users: [www-data]
            workers: [W-104, W-200]
        """

    private func account(_ name: String?, groups: Set<String> = []) -> Account {
        Account(uid: 1000, name: name, groups: groups)
    }

    @Test func whoIsNotNamedMayDoNothing() throws {
        let policy = try AccessFile.read(Self.text)
        for stranger in [account("bert"), account(nil), account("W-104"), account("emergency-duty")] {
            let caller = try policy.caller(stranger, speakingFor: nil, isWorkingTime: true)
            #expect(caller.roles.isEmpty && !caller.has(Set(Role.allCases)))
        }
    }

    @Test func anAccountIsTheWorkerOfItsGrant() throws {
        let policy = try AccessFile.read(Self.text)
        let anna = try policy.caller(account("anna"), speakingFor: nil, isWorkingTime: true)
        #expect(anna.worker == WorkerID("W-104") && anna.roles == [.practitioner] && !anna.isSpokenFor)
        let scope = anna.sight([.practitioner]).scope
        #expect(scope.includes(TeamID("north")) && scope.includes(nil) && !scope.includes(TeamID("south")))
        // The teams of a grant count for its own roles only.
        #expect(!anna.sight([.auditor]).scope.includes(TeamID("north")))
    }

    @Test func aGrantHoldsAtItsTime() throws {
        let policy = try AccessFile.read(Self.text)
        let duty = account("cara", groups: ["emergency-duty", "users"])
        #expect(policy.dependsOnTime)
        #expect(try policy.caller(duty, speakingFor: nil, isWorkingTime: true).roles.isEmpty)
        let atNight = try policy.caller(duty, speakingFor: nil, isWorkingTime: false)
        #expect(atNight.roles == [.practitioner] && atNight.sight([.practitioner]).scope.includes(TeamID("south")))
    }

    @Test func onlyAGatewaySpeaksForOthersAndOnlyForThoseItMay() throws {
        let policy = try AccessFile.read(Self.text)
        let spoken = try policy.caller(account("www-data"), speakingFor: WorkerID("W-200"), isWorkingTime: true)
        #expect(spoken.roles == [.manager] && spoken.submitter == "www-data(1000) for W-200")
        #expect(try policy.caller(account("www-data"), speakingFor: nil, isWorkingTime: true).roles.isEmpty)
        #expect(throws: AccessRefusal.notAGateway) {
            try policy.caller(account("anna"), speakingFor: WorkerID("W-200"), isWorkingTime: true)
        }
        let other = try #require(WorkerID("W-999"))
        #expect(throws: AccessRefusal.mayNotSpeakFor(other)) {
            try policy.caller(account("www-data"), speakingFor: other, isWorkingTime: true)
        }
    }

    @Test(arguments: [
        ("grants:\n  - users: [a]\n    roles: [boss]\n", "grants/0/roles"),
        ("grants:\n  - users: [a]\n", "at least one role"),
        ("grants:\n  - roles: [manager]\n", "for whom"),
        ("grants:\n  - users: [a, b]\n    worker: W-1\n    roles: [manager]\n", "one user only"),
        ("grants:\n  - users: [a]\n    roles: [manager]\n    team: [x]\n", "is not a key here"),
        ("gateways:\n  - workers: [W-1]\n", "users"), ("", "is empty"), ("grants: {", "is not YAML"),
        ("grants:\n  - users: [a]\n    roles: [manager]\n    when: sometimes\n", "when"),
    ])
    func everyMistakeIsNamedWithItsPlace(text: String, expected: String) {
        let error = #expect(throws: AccessFileError.self) { try AccessFile.read(text) }
        #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
    }
}
