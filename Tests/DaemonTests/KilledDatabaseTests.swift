import CaseRecord
import Foundation
import SocketClient
import Subprocess
import TestSupport
import Testing

/// PostgreSQL itself killed while a hook runs: daemon and notifier go on, and no alert is lost.
@Suite struct KilledDatabaseTests {
    private let daemon: DaemonProcess

    init() throws { daemon = try DaemonProcess() }

    private func lines(_ name: String) -> [String] {
        let text = try? String(contentsOfFile: daemon.output + "/" + name, encoding: .utf8)
        return (text ?? "").split(separator: "\n").map(String.init)
    }

    /// The delivery, and the number of its alerts, of each run of the hook that came to its end.
    private func taken() -> [(delivery: String, alerts: Int)] {
        lines("taken").compactMap { line in
            let parts = line.split(separator: " ")
            guard parts.count == 2, let alerts = Int(parts[1]) else { return nil }
            return (String(parts[0]), alerts)
        }
    }

    @Test func whatAHookTookWhilePostgreSQLWasKilledIsTakenAgainWithTheSameIdAndNothingIsLost() async throws {
        let out = daemon.output
        // It waits while there is a file `wait`, and takes down how many alerts it was told of.
        try daemon.install(
            hook: "10-tell",
            """
            echo $CASELOG_DELIVERY_ID >> \(out)/begun
            count=$(grep -o '"raisedAt"' | wc -l)
            while [ -e \(out)/wait ]; do sleep 0.05; done
            echo "$CASELOG_DELIVERY_ID $count" >> \(out)/taken
            """)
        let today = LondonTime.date(of: Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)))
        var quick = daemon.notifier
        quick.environment["CASELOG_DELIVERY_LEASE"] = "2s"
        let notifier = quick
        try await daemon.running { process in
            for round in 0..<4 {
                let isKilled = round % 2 == 1
                try await notifier.running(endedBy: isKilled ? .kill : .terminate) { _ in
                    #expect(try await notifier.knowsReceivers())
                    try "".write(toFile: out + "/wait", atomically: true, encoding: .utf8)
                    let before = lines("begun").count
                    let reply = try await daemon.post(
                        event(
                            "referral.received", ["K\(round)"], on: today.adding(days: -30).description,
                            #"{"referral":"R-1","team":"west"}"#))
                    #expect(reply.status == 201)
                    #expect(try await NotifierProcess.waits { lines("begun").count > before })
                    // Nobody starts PostgreSQL again before the hook has taken what it was handed.
                    kill(process.value, SIGSTOP)
                    #expect(daemon.postmaster > 1 && kill(daemon.postmaster, SIGKILL) == 0)
                    let running = lines("taken").count
                    unlink(out + "/wait")
                    #expect(try await NotifierProcess.waits { lines("taken").count > running })
                    // The notifier that lives writes it down when it can; the one that is killed never does.
                    guard !isKilled else { return }
                    kill(process.value, SIGCONT)
                    try await daemon.waitUntilPosted()
                }
                kill(process.value, SIGCONT)
                try await daemon.waitUntilPosted()
            }
            let database = daemon.database
            try await notifier.running { _ in
                // The last hook to begin may have been handed something of an earlier round again: then the database was killed
                // before the last alert was raised, and it is raised by now or soon.
                let rules = "SELECT count(*) FROM caselog.alert WHERE rule = 'R01' AND severity = 1"
                let isDone = try await NotifierProcess.waits(seconds: 60) {
                    let left = """
                        SELECT (SELECT count(*) FROM caselog.alert_telling WHERE severity = 1)
                             + (SELECT count(*) FROM caselog.notice WHERE spread_at IS NULL)
                             + (SELECT count(*) FROM caselog.delivery WHERE state <> 'delivered')
                        """
                    guard (try? await Psql.run(database, rules)) == "4" else { return false }
                    return (try? await Psql.run(database, left)) == "0"
                }
                #expect(isDone)
                // Every alert of the gravest was told to everybody who is to hear of it at once, by a notice that was taken.
                let untold = """
                    SELECT count(*) FROM caselog.alert
                    WHERE severity = 1 AND NOT EXISTS (
                        SELECT FROM caselog.notice JOIN caselog.delivery USING (authority, notice_id)
                        WHERE alert_id = ANY (notice.alerts) AND delivery.state = 'delivered')
                    """
                #expect(try await Psql.run(database, untold) == "0")
                #expect(try await Psql.run(database, rules) == "4")
                let deliveries = try await Psql.run(
                    database,
                    "SELECT delivery_id, cardinality(alerts) FROM caselog.delivery JOIN caselog.notice USING (authority, notice_id)"
                )
                let expected = Dictionary(
                    uniqueKeysWithValues: deliveries.split(separator: "\n").map { line in
                        let parts = line.split(separator: "|")
                        return (String(parts[0]), Int(parts[1]) ?? -1)
                    })
                let taken = taken()
                #expect(Set(taken.map { $0.delivery }) == Set(expected.keys))
                #expect(taken.allSatisfy { expected[$0.delivery] == $0.alerts })
                // What was never written down was handed over again, with the id that it had.
                #expect(taken.count >= expected.count + 2)
            }
        }
    }
}
