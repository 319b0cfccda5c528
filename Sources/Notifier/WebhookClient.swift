import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import PostgresClient
import StrictJSON

/// Sends deliveries to webhooks as Standard Webhooks 1.0.0 has it.
final class WebhookClient: Sendable {
    private let client: HTTPClient
    /// How much of an answer is read, in bytes.
    private static let keptAnswer = 500
    /// How long the rest of an answer is waited for.
    private static let answerLimit = Duration.seconds(2)
    private let timeLimit: Duration

    init(timeLimit: Duration) {
        self.timeLimit = timeLimit
        var configuration = HTTPClient.Configuration()
        // A redirect would send the notice, and the signature, to a host that nobody configured.
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(10)
        // The limit of a request ends with the head of its answer: this holds for what comes after it.
        configuration.timeout.read = .nanoseconds(timeLimit.microseconds * 1000)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.idleTimeout = .seconds(15)
        configuration.httpVersion = .http1Only
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    func shutdown() async { try? await client.shutdown() }

    /// Sends it; `now` is what the receiver judges the age of the signature by.
    func send(_ delivery: Delivery, to webhook: Webhook, at now: PostgresTimestamp) async -> (
        outcome: HandoverOutcome, output: String
    ) {
        let body = delivery.thinPayload.bytes()
        let timestamp = now.microseconds / 1_000_000
        var request = HTTPClientRequest(url: webhook.url)
        request.method = .POST
        request.tlsConfiguration = webhook.tls
        request.headers = [
            "content-type": "application/json", "user-agent": "caselog-notifier", "webhook-id": delivery.id.text,
            "webhook-timestamp": "\(timestamp)",
            "webhook-signature": webhook.secrets.map {
                $0.signature(id: delivery.id.text, timestamp: timestamp, body: body)
            }.joined(separator: " "),
        ]
        request.body = .bytes(body)
        do {
            let response = try await client.execute(request, timeout: .microseconds(timeLimit.microseconds))
            let said = await Self.beginning(of: response.body)
            let outcome = Self.outcome(
                response.status.code, retryAfter: response.headers.first(name: "retry-after"), at: now)
            return (outcome, String(decoding: said, as: UTF8.self))
        } catch {
            return (.failed("could not be sent: \(error)"), "")
        }
    }

    /// The first bytes of an answer, for the log. The limit of time of the request ends with the head of the answer: one that
    /// never goes on must not keep others waiting.
    private static func beginning(of body: HTTPClientResponse.Body) async -> [UInt8] {
        await withTaskGroup(of: [UInt8].self) { group in
            group.addTask {
                var said: [UInt8] = []
                do {
                    for try await chunk in body {
                        said += chunk.readableBytesView.prefix(keptAnswer - said.count)
                        if said.count >= keptAnswer { break }
                    }
                } catch {
                    // The status has been said; this was for the log only.
                }
                return said
            }
            group.addTask {
                try? await Task.sleep(for: answerLimit)
                return []
            }
            defer { group.cancelAll() }
            return await group.next() ?? []
        }
    }

    /// What a status means. Any 2xx is taken; 410 means that nothing is wanted any more. All else is tried again, also what
    /// would blame the notice (400, 422) or the configuration (401, 404): it is more often a mistake at the other end, or a
    /// secret that was replaced, than a notice that must be lost. A redirect is not followed.
    static func outcome(_ status: UInt, retryAfter: String?, at now: PostgresTimestamp) -> HandoverOutcome {
        let reason = "status \(status)"
        return switch status {
        case 200...299: .delivered
        case 410: .disabled(reason)
        case 429, 503: .failed(reason, after: retryAfter.flatMap { pause($0, at: now) })
        default: .failed(reason)
        }
    }

    /// The pause that `Retry-After` asks for, in seconds or until a date; a day at most.
    static func pause(_ text: String, at now: PostgresTimestamp) -> Duration? {
        let trimmed = text.trimmingCharacters(in: .whitespaces)
        if let seconds = Int64(trimmed), seconds >= 0 { return .seconds(min(seconds, 86_400)) }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        guard let date = format.date(from: trimmed) else { return nil }
        let seconds = date.timeIntervalSince1970 - Double(now.microseconds) / 1e6
        return .seconds(Int64(min(max(seconds, 0), 86_400)))
    }
}
