import StrictJSON

/// The hooks and webhooks that there are, and how each is handed a delivery.
struct Receivers: Sendable {
    let hooks: HookDirectory?
    let account: HookAccount?
    let webhooks: [Webhook]
    let client: WebhookClient
    let policy: DeliveryPolicy

    /// A receiver as it stands now.
    struct Found: Sendable, Equatable {
        let name: String
        let kind: String
        let obstacle: String?
    }

    /// All of them now; `nil` where the hooks cannot be told.
    func found() -> [Found]? {
        let senders = webhooks.map { Found(name: Webhook.prefix + $0.name, kind: "webhook", obstacle: nil) }
        guard let hooks else { return senders }
        guard let listed = hooks.hooks() else { return nil }
        return listed.map { Found(name: $0.name, kind: "hook", obstacle: $0.obstacle) } + senders
    }

    func webhook(_ receiver: String) -> Webhook? { webhooks.first { Webhook.prefix + $0.name == receiver } }

    /// Hands it over, and says what the receiver printed.
    func hand(_ delivery: Delivery, at now: @Sendable () -> Moment) async -> (outcome: HandoverOutcome, output: String)
    {
        if let webhook = webhook(delivery.receiver) {
            return await client.send(delivery, to: webhook, at: now())
        }
        guard let hooks, !delivery.receiver.hasPrefix(Webhook.prefix) else {
            return (.failed("the receiver is configured no more"), "")
        }
        do throws(HookDirectory.Obstacle) {
            let run = HookRun(
                file: try hooks.hook(delivery.receiver), path: hooks.path + "/" + delivery.receiver,
                timeLimit: policy.hookTimeLimit, grace: policy.hookGrace, account: account)
            return await run.hand(delivery.document.bytes(), environment: delivery.environment)
        } catch {
            return (.failed(error.description), "")
        }
    }
}
