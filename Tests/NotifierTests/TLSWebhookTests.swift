import Foundation
import StrictJSON
import Subprocess
import TestSupport
import Testing

@testable import Notifier

/// Webhooks over TLS and over a Unix socket, against real servers.
@Suite struct TLSWebhookTests {
    let folder = TestFolder()
    var certificates: TestCertificates { TestCertificates(folder: folder) }

    init() { mkdir(folder.path + "/hooks.d", 0o755) }

    /// What came of handing a notice to such a webhook.
    private func delivered(
        to url: String, trusting authority: String?, _ server: WebhookServer
    ) async throws -> (state: String, error: String) {
        let webhook = try Webhook(
            name: "chat", url: url, secrets: WebhookTests.secrets.compactMap { WebhookSecret($0) },
            authorities: authority.map { Array(try Data(contentsOf: URL(filePath: $0))) })
        var outcome = ("", "")
        try await NotifierRig.with(webhooks: [webhook]) { rig in
            try await rig.add()
            _ = try await rig.notifier.round()
            outcome = (
                try await rig.deliveries().first ?? "",
                try await rig.sql("SELECT coalesce(last_error, '') FROM caselog.delivery")
            )
        }
        return outcome
    }

    @Test func aServerIsTrustedByTheAuthorityThatTheConfigurationNames() async throws {
        let authority = try await certificates.authority("own")
        let certificate = try await certificates.server("server", host: "localhost", by: "own")
        try await WebhookServer.with(secrets: WebhookTests.secrets, at: .tls(certificate)) { server in
            let taken = try await delivered(to: server.url, trusting: authority, server)
            #expect(taken.state == "1 webhook/chat delivered 1", "\(taken.error)")
            #expect(try server.requests().map { $0["signed"] } == [true])
        }
    }

    enum Wrong: CaseIterable { case otherAuthority, systemsOwn, otherHost, expired }

    @Test(arguments: Wrong.allCases) func aWrongCertificateIsRefusedAndTheServerIsSentNothing(wrong: Wrong) async throws
    {
        let authority = try await certificates.authority("own")
        let other = try await certificates.authority("other")
        let host = wrong == .otherHost ? "elsewhere.example" : "localhost"
        let certificate = try await certificates.server(
            "server", host: host, by: "own", days: wrong == .expired ? -1 : 2)
        let trusted: String? =
            switch wrong {
            case .otherAuthority: other
            case .systemsOwn: nil
            case .otherHost, .expired: authority
            }
        try await WebhookServer.with(secrets: WebhookTests.secrets, at: .tls(certificate)) { server in
            let refused = try await delivered(to: server.url, trusting: trusted, server)
            #expect(refused.state == "1 webhook/chat waiting 1")
            #expect(refused.error.hasPrefix("could not be sent"), "\(refused.error)")
            #expect(try server.requests().isEmpty)
        }
    }

    @Test func aWebhookCanBeASocketOfThisMachine() async throws {
        let socket = folder.path + "/hook.sock"
        try await WebhookServer.with(secrets: WebhookTests.secrets, at: .socket(socket)) { server in
            let taken = try await delivered(to: server.url, trusting: nil, server)
            #expect(taken.state == "1 webhook/chat delivered 1", "\(taken.error)")
            #expect(try server.requests().map { $0["path"] } == ["/hook"])
            #expect(try server.requests().map { $0["signed"] } == [true])
        }
    }

    @Test func theConfigurationFileNamesTheAuthority() async throws {
        let database = try await TestDatabase.migrated()
        let authority = try await certificates.authority("own")
        let certificate = try await certificates.server("server", host: "localhost", by: "own")
        try await WebhookServer.with(secrets: WebhookTests.secrets, at: .tls(certificate)) { [folder] server in
            func configuration(_ file: String) -> String {
                """
                authority: "\(NotifierRig.authority)"
                hooks: {directory: \(folder.path)/hooks.d}
                webhooks:
                  - name: chat
                    url: \(server.url)
                    secret: [\(WebhookTests.secrets.joined(separator: ", "))]
                    ca-file: \(file)
                """
            }
            try folder.write("notifier.yaml", configuration(authority))
            var settings = NotifierProcess(logFile: folder.path + "/log", arguments: ["--database", database])
            settings.environment["CASELOG_CONFIG"] = folder.path + "/notifier.yaml"
            let notifier = settings
            try await notifier.running { _ in
                #expect(try await NotifierProcess.waits { notifier.log.contains("webhook/chat") })
                let sent = try await notifier.command(["test", "webhook/chat"])
                #expect(sent.output == "webhook/chat  delivered\n")
            }
            for (name, text) in [("none.pem", nil), ("bad.pem", "-----BEGIN nothing")] as [(String, String?)] {
                if let text { try folder.write(name, text) }
                try folder.write("notifier.yaml", configuration(folder.path + "/" + name))
                let refused = try await notifier.command(["receivers"])
                #expect(!refused.succeeded && refused.output.contains(name))
            }
        }
    }
}
