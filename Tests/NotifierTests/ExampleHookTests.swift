import Foundation
import StrictJSON
import Subprocess
import SystemPackage
import Testing

@testable import Notifier

/// The hooks of Deploy/hooks, as scripts and through the notifier.
@Suite struct ExampleHookTests {
    let folder = TestFolder()
    static let hooks = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Deploy/hooks").path(percentEncoded: false)

    static let delivery = SettlementTests.delivery(payload: ["alerts": [DocumentTests.alert]])

    /// Runs it with the programs of `folder` before all others.
    func run(_ name: String, _ more: [String: String]) async throws -> (succeeded: Bool, output: String) {
        var environment = ["PATH": folder.path + ":/usr/bin:/bin", "LANG": "C.UTF-8"]
        environment.merge(Self.delivery.environment) { _, new in new }
        environment.merge(more) { _, new in new }
        let variables = environment.reduce(into: [Environment.Key: String]()) { variables, pair in
            Environment.Key(rawValue: pair.key).map { variables[$0] = pair.value }
        }
        let result = try await Subprocess.run(
            .path(FilePath(Self.hooks + "/" + name)), environment: .custom(variables),
            input: .string(Self.delivery.document.text()), output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16))
        return (result.terminationStatus.isSuccess, result.standardOutput + result.standardError)
    }

    @Test func theLogLineSaysWhatItIs() async throws {
        try folder.script("10-log", String(contentsOfFile: Self.hooks + "/10-log", encoding: .utf8))
        let run = HookRun(file: try HookDirectory(path: folder.path).hook("10-log"), path: folder.path + "/10-log")
        let (outcome, output) = await run.hand(
            Self.delivery.document.bytes(), environment: Self.delivery.environment)
        #expect(outcome == .delivered)
        #expect(output == "alerts, severity 2: R03 overdue, due 2026-03-02, team west, for team-manager")
    }

    @Test func theMailGoesToThoseWhoWantItWithoutTheChild() async throws {
        try folder.script("sendmail", "echo \"$@\" > \(folder.path)/arguments; cat > \(folder.path)/mail")
        try folder.write(
            "mail.conf",
            """
            # comment
            from caselog@example.org
            team-manager west west@example.org
            team-manager east east@example.org
            director * director@example.org
            * * duty@example.org

            """)
        let conf = ["CASELOG_MAIL_CONF": folder.path + "/mail.conf"]
        #expect(try await run("20-mail", conf) == (true, ""))
        let mail = folder.text("mail")
        #expect(folder.text("arguments") == "-t -oi\n")
        #expect(mail.hasPrefix("From: caselog@example.org\nTo: duty@example.org,west@example.org\n"))
        #expect(mail.contains("Subject: caselog: R03 overdue (west)\n"))
        #expect(mail.contains("Message-ID: <\(Self.delivery.id.text)@caselog.invalid>\n"))
        #expect(!mail.contains("N1001") && !mail.contains("Anna"))
        // A mail program that fails fails the hook; nobody to write to does not; a missing file does.
        try folder.script("sendmail", "cat > /dev/null; exit 75")
        #expect(try await !run("20-mail", conf).succeeded)
        try folder.write("mail.conf", "director * director@example.org\n")
        #expect(try await run("20-mail", conf).succeeded)
        #expect(try await !run("20-mail", ["CASELOG_MAIL_CONF": "/nonexistent"]).succeeded)
    }

    @Test func theChatRoomGetsALineAndARefusalIsAFailure() async throws {
        try await WebhookServer.with(secrets: []) { [self] server in
            try folder.write("chat.url", server.url + "\n")
            let file = ["CASELOG_CHAT_URL_FILE": folder.path + "/chat.url", "CASELOG_TEAM": #"we"st\"#]
            let sent = try await run("30-chat", file)
            #expect(sent == (true, ""))
            let request = try #require(try server.requests().first)
            let body = try JSONValue(parsing: (request["body"]?.stringValue ?? "").utf8)
            #expect(body["text"] == #"caselog: R03 overdue, due 2026-03-02, team we"st\, for team-manager"#)
            #expect(request["id"]?.stringValue == Self.delivery.id.text)
            try server.answers("500")
            #expect(try await !run("30-chat", file).succeeded)
        }
    }
}
