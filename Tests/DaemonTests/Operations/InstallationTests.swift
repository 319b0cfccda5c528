import Foundation
import StrictJSON
import Subprocess
import SystemPackage
import TestSupport
import Testing

/// The first start on a server that is there: a database, roles with the least rights, and peer authentication.
@Suite struct InstallationTests {
    @Test func theDaemonAndTheNotifierWorkWithTheirRightsAndNoOthers() async throws {
        // Accounts of the service are made by its package; here this test's own account stands for both.
        let account = NSUserName()
        let server = try await ServerCluster.make(
            authentication: """
                local all postgres peer map=admin
                local all all peer map=service

                """,
            names: "admin postgres postgres\nadmin \(account) postgres\n"
                + "service \(account) caselog\nservice \(account) caselog-notifier\n")
        try await server.start()
        defer { TestDirectory.remove(server.directory) }
        let scripts = try OperationsRig.copiedScripts(to: server)
        let programs = server.directory + "/caselogd"
        try FileManager.default.copyItem(atPath: DaemonProcess.programs + "/caselogd", toPath: programs)
        let environment: [Environment.Key: String?] = [
            "PGHOST": server.directory, "PGPORT": "5432", "PGUSER": "postgres", "CASELOGD": programs,
            "CASELOG_CONFIG": "/nonexistent",
        ]
        for _ in 1...2 {
            try await server.run(scripts + "/prepare-database", [], environment: environment)
        }
        let database = "host=\(server.directory) port=5432 dbname=caselog"
        let daemon = try DaemonProcess()
        try await daemon.running(on: database + " user=caselog") { _ in
            try await daemon.note("N", 3)
            let url = database + " user=caselog-notifier"
            let notifier = NotifierProcess(
                logFile: daemon.directory + "/notifier.log", arguments: ["--database", url, "--hooks", daemon.hooks])
            try daemon.install(hook: "10-take", "cat > \(daemon.output)/taken")
            try await notifier.running { _ in
                #expect(try await notifier.knowsReceivers())
                let tested = try await daemon.caselog(["alerts", "test"])
                #expect(tested.status == 0, "\(tested) \(notifier.log)")
                #expect(try await daemon.appears(daemon.output + "/taken"))
            }
            // Two connections as the login role: what it owns, and what it may do.
            let login = database + " user=caselog"
            for refused in [
                "SET ROLE caselogd; DELETE FROM caselog.event",
                "SET ROLE caselogd; UPDATE caselog.event SET type = 'x'",
                "CREATE TABLE public.x (i int)", "SET ROLE caselog_owner", "SELECT * FROM caselog.notice_nowhere",
                "SELECT count(*) FROM pg_authid",
            ] {
                await #expect(throws: Psql.Failure.self, "\(refused)") { try await Psql.run(login, refused) }
            }
            await #expect(throws: Psql.Failure.self) {
                try await Psql.run(url, "SET ROLE caselog_notifier; SELECT count(*) FROM caselog.event")
            }
            let owners = try await server.sql(
                """
                SELECT count(*) FROM pg_class WHERE relnamespace = 'caselog'::regnamespace
                AND relowner IN (SELECT oid FROM pg_roles WHERE rolname IN ('caselog', 'caselogd', 'caselog-notifier'))
                """, in: "caselog")
            #expect(owners == "0")
            let stray = try await server.sql("SELECT has_database_privilege('public', 'caselog', 'CONNECT')")
            #expect(stray == "f")
        }
        await server.remove()
    }
}
