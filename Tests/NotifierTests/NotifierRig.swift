import Foundation
import NIOConcurrencyHelpers
import PostgresClient
import TestSupport

@testable import Notifier

/// A notifier on a database of its own, with hooks of its own and a clock that the test sets.
final class NotifierRig: Sendable {
    static let authority = "926"
    let database: String
    let folder: TestFolder
    let notifier: Notifier
    private let time: NIOLockedValueBox<PostgresTimestamp>
    static let begin = PostgresTimestamp(microseconds: 1_770_000_000_000_000)

    init(
        webhooks: [Webhook] = [], folder: TestFolder = TestFolder(), database: String? = nil,
        _ adjust: (inout DeliveryPolicy) -> Void = { _ in }
    ) async throws {
        self.folder = folder
        self.database = if let database { database } else { try await TestDatabase.migrated() }
        let hooks = folder.path + "/hooks.d"
        mkdir(hooks, 0o755)
        var policy = DeliveryPolicy()
        policy.heartbeatEvery = nil
        policy.webhookTimeLimit = .seconds(2)
        adjust(&policy)
        let time = NIOLockedValueBox(Self.begin)
        self.time = time
        notifier = Notifier(
            authority: Self.authority,
            configuration: PostgresConfiguration(connectionString: self.database, role: "caselog_notifier"),
            hooks: HookDirectory(path: hooks), account: nil, webhooks: webhooks, policy: policy,
            now: { time.withLockedValue { $0 } }, chance: { 0 }, logger: TestDatabase.quietLogger)
    }

    /// Runs `body` with such a notifier and closes it.
    static func with(
        webhooks: [Webhook] = [], folder: TestFolder = TestFolder(),
        _ adjust: (inout DeliveryPolicy) -> Void = { _ in }, _ body: (NotifierRig) async throws -> Void
    ) async throws {
        let rig = try await NotifierRig(webhooks: webhooks, folder: folder, adjust)
        do {
            try await body(rig)
        } catch {
            await rig.notifier.close()
            throw error
        }
        await rig.notifier.close()
    }

    var now: PostgresTimestamp { time.withLockedValue { $0 } }

    func advance(_ duration: Duration) { time.withLockedValue { $0 = $0.adding(duration) } }

    /// A hook that appends `words` of its environment to a file of its own name.
    func hook(_ name: String, _ more: String = "", words: String = "$CASELOG_DELIVERY_ID") throws {
        try folder.script("hooks.d/" + name, "echo \"\(words)\" >> \(folder.path)/\(name).out\n\(more)")
    }

    func heard(_ hook: String) -> [String] { folder.lines(hook + ".out") }

    /// Adds a notice, as caselogd does.
    func add(
        _ thread: String = "t", kind: String = "alerts", recipient: String? = nil, severity: Int = 2,
        payload: String = "{}"
    ) async throws {
        try await Self.add(
            to: database, thread, kind: kind, recipient: recipient, severity: severity, payload: payload)
    }

    static func add(
        to database: String, _ thread: String = "t", kind: String = "alerts", recipient: String? = nil,
        severity: Int = 2, payload: String = "{}", count: Int = 1
    ) async throws {
        try await Psql.run(
            database,
            """
            SET ROLE caselogd;
            SELECT caselog.add_notices(
                '\(authority)', array_agg(gen_random_uuid()), array_agg('\(kind)'::text),
                array_agg(\(recipient.map { "'\($0)'" } ?? "NULL")::text), array_agg('west'::text),
                array_agg(NULL::text), array_agg(\(severity)::smallint),
                array_agg('\(thread)'::text), array_agg(''::text),
                array_agg(convert_to('\(payload)', 'UTF8')), to_timestamp(1770000000))
            FROM generate_series(1, \(count))
            """)
    }

    func sql(_ text: String) async throws -> String { try await Psql.run(database, text) }

    /// Receiver, state and attempts of each delivery.
    func deliveries() async throws -> [String] {
        try await sql(
            """
            SELECT number || ' ' || receiver || ' ' || state || ' ' || attempts FROM caselog.delivery
            ORDER BY number, receiver
            """
        ).split(separator: "\n").map(String.init)
    }
}
