import PostgresClient

/// How a delivery and its receiver go on after a try. Decided without any I/O; the time and chance are parameters.
struct Settlement: Sendable, Equatable {
    enum State: String, Sendable {
        case waiting, delivered, dead
    }

    let state: State
    let nextAttemptAt: PostgresTimestamp
    let reason: String?
    /// Whether the receiver answered as one that is well does.
    let isReceiverWell: Bool
    /// Whether the receiver wants nothing any more.
    let disablesReceiver: Bool
    /// Before then the receiver is handed nothing else.
    let receiverRestsUntil: PostgresTimestamp?

    /// - Parameters:
    ///   - failures: How often the receiver failed in a row before.
    ///   - chance: From 0 up to 1; spreads the tries of many.
    init(
        after outcome: HandoverOutcome, of delivery: Delivery, failures: Int32, policy: DeliveryPolicy,
        at now: PostgresTimestamp, chance: Double
    ) {
        reason = outcome.reason
        let lastTryAt = delivery.firstTriedAt.adding(policy.giveUpAfter)
        switch outcome {
        case .delivered:
            (state, nextAttemptAt, isReceiverWell, disablesReceiver) = (.delivered, now, true, false)
            receiverRestsUntil = nil
        case .refused:
            (state, nextAttemptAt, isReceiverWell, disablesReceiver) = (.dead, now, true, false)
            receiverRestsUntil = nil
        case .disabled:
            // It waits for somebody to enable the receiver again.
            (state, nextAttemptAt, isReceiverWell, disablesReceiver) = (.waiting, now, false, true)
            receiverRestsUntil = nil
        case .failed(_, let asked):
            let schedule: RetrySchedule = delivery.receiver.hasPrefix(Webhook.prefix) ? .webhook : .hook
            let pause = max(schedule.pause(afterAttempt: delivery.attempt, chance: chance), asked ?? .zero)
            state = now < lastTryAt ? .waiting : .dead
            nextAttemptAt = max(min(now.adding(pause), lastTryAt), now.adding(asked ?? .zero))
            (isReceiverWell, disablesReceiver) = (false, false)
            receiverRestsUntil =
                asked.map { now.adding($0) }
                ?? (failures + 1 < DeliveryPolicy.doubtfulFrom
                    ? nil : now.adding(Self.rest(afterFailures: failures + 1)))
        }
    }

    private static func rest(afterFailures failures: Int32) -> Duration {
        min(.seconds(Int64(1) << Int64(min(failures - DeliveryPolicy.doubtfulFrom, 10))), DeliveryPolicy.longestRest)
    }
}

/// The pauses between the tries of one delivery.
enum RetrySchedule: Sendable {
    /// Twice as long each time, up to a quarter of an hour.
    case hook
    /// That of Standard Webhooks.
    case webhook

    private static let webhookPauses: [Int64] = [
        5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600,
    ]

    /// The longest of them, which is no shorter than any that a receiver can ask for.
    var longest: Duration { pause(afterAttempt: .max, chance: 1) }

    /// The pause after that attempt, from 1; by chance up to a tenth more.
    func pause(afterAttempt attempt: Int32, chance: Double) -> Duration {
        let index = Int(max(attempt, 1)) - 1
        let seconds =
            switch self {
            case .hook: min(Int64(1) << Int64(min(index, 10)), 900)
            case .webhook: Self.webhookPauses[min(index, Self.webhookPauses.count - 1)]
            }
        return .milliseconds(Int64(Double(seconds) * 1000 * (1 + chance / 10)))
    }
}
