import CaseRecord
import Foundation
import StrictJSON
import Testing
import TextTable
import Views

@Suite struct ChronologyTests {
    static let child = ChildID("N1")!

    static func recorded(_ position: Int64, _ day: String, _ data: any EventPayload, at: String = "2026-01-01")
        -> RecordedEvent
    {
        RecordedEvent(
            position: position, recordedAt: Instant(at + "T00:00:00Z")!, versions: [position], hash: [],
            typeVersion: type(of: data).version,
            event: CaseEvent(
                id: UUID(), authority: AuthorityCode("926")!, children: [child], occurredAt: Occurrence(day)!,
                recordedBy: WorkerID("jo")!, data: data))
    }

    static let history = [
        recorded(1, "2020-05-01", ChildRegistered(birthDate: CivilDate("2016-02-29"))),
        recorded(2, "2020-05-01", ReferralReceived(referral: Reference("R-1")!)),
        recorded(3, "2020-06-10", NoteRecorded(text: "Visit to the home."), at: "2026-02-01"),
        recorded(4, "2020-04", ContactReceived(contact: Reference("C-1")!), at: "2026-03-01"),
    ]

    static func chronology(
        filter: Chronology.Filter = Chronology.Filter(), knownAt: Instant? = nil
    ) -> Chronology {
        Chronology.of(EffectiveRecord(of: child, history: history, knownAt: knownAt), filter: filter)
    }

    @Test func entriesStandInTheOrderInWhichTheyHappened() {
        let chronology = Self.chronology()
        #expect(chronology.entries.map { $0.recorded.position } == [4, 1, 2, 3])
        #expect(chronology.entries.map { $0.version } == [4, 1, 2, 3])
        #expect(chronology.entries.map { $0.age?.description } == ["4 y 1 m", "4 y 2 m", "4 y 2 m", "4 y 3 m"])
        #expect(chronology.position == 4)
    }

    @Test func filtersNarrowByDateTypeAndSignificance() {
        func positions(_ change: (inout Chronology.Filter) -> Void) -> [Int64] {
            var filter = Chronology.Filter()
            change(&filter)
            return Self.chronology(filter: filter).entries.map { $0.recorded.position }
        }
        #expect(positions { $0.from = CivilDate("2020-05-01") } == [1, 2, 3])
        #expect(positions { $0.to = CivilDate("2020-04-15") } == [4])
        #expect(positions { $0.type = "referral.received" } == [2])
        #expect(positions { $0.significance = .significant } == [4, 1, 2])
    }

    @Test func asKnownEarlierItShowsOnlyWhatHadBeenRecorded() {
        let chronology = Self.chronology(knownAt: Instant("2026-01-31T00:00:00Z"))
        #expect(chronology.entries.map { $0.recorded.position } == [1, 2])
        #expect(chronology.position == 2)
    }

    @Test(arguments: [
        ("2016-02-29", "2017-02-28", "1 y 0 m"), ("2016-02-29", "2017-03-01", "1 y 0 m"),
        ("2020-01-31", "2020-02-29", "1 m"), ("2020-05-01", "2020-05-01", "0 y 0 m"),
    ])
    func agesAreWholeYearsAndMonths(birth: String, day: String, age: String) {
        #expect(Age(of: CivilDate(birth)!, on: CivilDate(day)!)?.description.hasSuffix(age) == true)
    }

    @Test func anUnbornChildHasNoAge() {
        #expect(Age(of: CivilDate("2026-01-02")!, on: CivilDate("2026-01-01")!) == nil)
    }

    @Test func theAllocatedWorkerIsTheLastThatTheRecordNames() {
        let north = TeamID("north")!
        let allocation = CaseAllocated(worker: WorkerID("sam")!, allocatedTeam: north)
        let history =
            Self.history + [
                Self.recorded(5, "2020-06-02", allocation),
                Self.recorded(
                    6, "2020-06-03", CaseAllocated(worker: WorkerID("kim")!, allocatedTeam: north, role: .secondWorker)),
            ]
        #expect(Responsibility.of(history).worker == WorkerID("sam"))
        let closed = history + [Self.recorded(7, "2020-08-01", CaseClosed(reason: Code("RC7")!))]
        #expect(Responsibility.of(closed).worker == nil && Responsibility.of(closed).team == north)
    }

    @Test func deallocationAndTransferTakeTheCaseFromItsWorker() throws {
        let (north, west) = (TeamID("north")!, TeamID("west")!)
        let history = [
            Self.recorded(5, "2020-06-02", CaseAllocated(worker: WorkerID("sam")!, allocatedTeam: north))
        ]
        func after(_ payload: some EventPayload) -> Responsibility {
            Responsibility.of(history + [Self.recorded(6, "2020-06-03", payload)])
        }
        for data: JSONValue in [[:], ["worker": "sam"]] {
            let left = after(try CaseDeallocated(json: data))
            #expect(left.team == north && left.worker == nil)
        }
        #expect(after(try CaseDeallocated(json: ["worker": "kim"])).worker == WorkerID("sam"))
        let moved = after(try CaseTransferred(json: ["toTeam": "west"]))
        #expect(moved.team == west && moved.worker == nil)
        let taken = after(try CaseTransferred(json: ["toTeam": "west", "worker": "kim"]))
        #expect(taken.team == west && taken.worker == WorkerID("kim"))
    }

    @Test func aTableKeepsItsWidthAndLosesNoWord() {
        var table = TextTable(columns: 60)
        table.head = ["A", "B"]
        table.wrapped = 1
        let words = (0..<40).map { "word\($0)" }
        table.rows = [["x", words.joined(separator: " ")]]
        let lines = table.text.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 60 })
        #expect(words.allSatisfy { table.text.contains($0) })
    }
}
