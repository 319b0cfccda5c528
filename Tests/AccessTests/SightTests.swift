import Access
import CaseRecord
import Foundation
import StrictJSON
import TestHistory
import Testing
import Views

/// Whose records somebody sees.
@Suite struct SightTests {
    private let now = LondonTime.startOfDay(CivilDate("2026-11-26") ?? CivilDate(daysSinceEpoch: 0))

    private func sight(_ worker: String, teams: [String] = []) throws -> Sight {
        var sight = Sight(worker: try #require(WorkerID(worker)))
        sight.scope.teams = Set(teams.compactMap { TeamID($0) })
        return sight
    }

    private func guarding(_ add: (inout Log) throws -> Void) throws -> RecordGuard {
        var log = Log()
        try log.add(
            "case.allocated", ["A"], ["worker": "w.own", "team": "north", "role": "key-worker"])
        try add(&log)
        return RecordGuard.of(log.record("A"))
    }

    @Test func theTeamAndTheWorkerWhoHaveTheCaseSeeIt() throws {
        let guarding = try guarding { _ in }
        #expect(guarding.stored.isEmpty)
        #expect(try sight("x", teams: ["north"]).includes(guarding, at: now))
        #expect(try sight("w.own").includes(guarding, at: now))
        #expect(try !sight("x", teams: ["south"]).includes(guarding, at: now))
    }

    @Test func aRestrictedRecordIsForThoseItNames() throws {
        let guarding = try guarding { log in
            try log.add(
                "record.restricted", ["A"],
                [
                    "restriction": "RES-1", "reason": "r", "scope": "whole-record", "workers": ["w.named"],
                    "teams": ["duty"],
                ])
        }
        #expect(try !sight("x", teams: ["north"]).includes(guarding, at: now))
        #expect(try !sight("w.own").includes(guarding, at: now))
        #expect(try sight("w.named").includes(guarding, at: now))
        #expect(try sight("x", teams: ["duty"]).includes(guarding, at: now))
        var everything = try sight("x")
        everything.scope = .everything
        #expect(!everything.includes(guarding, at: now))
        everything.openScope = .everything
        #expect(everything.includes(guarding, at: now))
    }

    @Test func aRestrictionEndsWhenItIsLiftedOrOverAndOfSeveralAllCount() throws {
        let lifted = try guarding { log in
            try log.add(
                "record.restricted", ["A"], ["restriction": "RES-1", "reason": "r", "scope": "whole-record"])
            try log.add("record.unrestricted", ["A"], ["restriction": "RES-1", "reason": "r"])
        }
        #expect(try sight("x", teams: ["north"]).includes(lifted, at: now))
        let over = try guarding { log in
            try log.add(
                "record.restricted", ["A"],
                ["restriction": "RES-1", "reason": "r", "scope": "whole-record", "until": "2026-11-25"])
        }
        #expect(try sight("x", teams: ["north"]).includes(over, at: now))
        #expect(try !sight("x", teams: ["north"]).includes(over, at: now.adding(seconds: -1)))
        let two = try guarding { log in
            for (name, worker) in [("RES-1", "w.one"), ("RES-2", "w.two")] {
                try log.add(
                    "record.restricted", ["A"],
                    [
                        "restriction": .string(name), "reason": "r", "scope": "whole-record",
                        "workers": [.string(worker)],
                    ])
            }
        }
        #expect(try !sight("w.one").includes(two, at: now) && !sight("w.two").includes(two, at: now))
    }

    @Test func anAccessOpensARecordUntilItsLastDayIsOverOrItIsRevoked() throws {
        for type in ["access.granted", "emergency-access.opened"] {
            let opened = try guarding { log in
                try log.add(
                    "record.restricted", ["A"], ["restriction": "RES-1", "reason": "r", "scope": "whole-record"])
                try log.add(
                    type, ["A"], ["access": "AC-1", "worker": "w.far", "reason": "r", "until": "2026-11-26"])
            }
            #expect(try sight("w.far").includes(opened, at: now))
            #expect(try sight("w.far").includes(opened, at: now.adding(seconds: 86_399)))
            #expect(try !sight("w.far").includes(opened, at: now.adding(seconds: 86_400)))
            #expect(try !sight("w.near").includes(opened, at: now))
        }
        let revoked = try guarding { log in
            try log.add(
                "access.granted", ["A"], ["access": "AC-1", "worker": "w.far", "reason": "r", "until": "2026-11-26"])
            try log.add("access.revoked", ["A"], ["access": "AC-1", "reason": "r"])
        }
        #expect(try !sight("w.far").includes(revoked, at: now))
    }

    @Test func restrictedEntriesAreHiddenAndTheRestIsSeen() throws {
        let entry = UUID()
        let guarding = try guarding { log in
            try log.add(
                "record.restricted", ["A"],
                [
                    "restriction": "RES-1", "reason": "r", "scope": "entries", "workers": ["w.named"],
                    "entries": [.string(entry.uuidString.lowercased())],
                ])
        }
        let north = try sight("x", teams: ["north"])
        #expect(north.includes(guarding, at: now) && north.hiddenEntries(of: guarding, at: now) == [entry])
        #expect(try sight("w.named").hiddenEntries(of: guarding, at: now).isEmpty)
    }

    @Test func whatARowHoldsReadsBackAsItWas() throws {
        let guarding = try guarding { log in
            try log.add(
                "record.restricted", ["A"],
                [
                    "restriction": "RES-1", "reason": "r", "scope": "entries", "workers": ["w.named", "w.two"],
                    "teams": ["duty"], "entries": [.string(UUID().uuidString.lowercased())], "until": "2027-01-01",
                ])
            try log.add(
                "access.granted", ["A"], ["access": "AC-1", "worker": "w.far", "reason": "r", "until": "2026-11-26"])
        }
        #expect(
            RecordGuard(stored: guarding.stored, team: guarding.team, worker: guarding.worker) == guarding)
        #expect(RecordGuard(stored: "{", team: nil, worker: nil) == nil)
    }
}
