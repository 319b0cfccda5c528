/// How deliveries are handed over, and when somebody hears that one is not taken.
public struct DeliveryPolicy: Sendable {
    /// How many are handed over at once.
    public var concurrency = 4
    /// How long a hook may take before its process group is told to end.
    public var hookTimeLimit = Duration.seconds(30)
    /// How long a hook that was told to end may take to do so.
    public var hookGrace = Duration.seconds(5)
    /// How long a webhook may take to answer.
    public var webhookTimeLimit = Duration.seconds(20)
    /// A delivery that nobody took for so long, from the first try, is dead.
    public var giveUpAfter = Duration.seconds(3 * 86_400)
    /// Others hear of a receiver that has taken nothing for so long.
    public var tellFailureAfter = Duration.seconds(15 * 60)
    /// How often a notice proves that notices arrive; `nil`: never.
    public var heartbeatEvery: Duration? = .seconds(86_400)
    /// For how long nobody else tries a delivery that is being handed over; `nil`: as long as that may take, and more.
    public var fixedLease: Duration?

    /// What suits most.
    public init() {}

    /// For how long a delivery that is handed over is nobody else's.
    var lease: Duration {
        fixedLease ?? max(hookTimeLimit + hookGrace, webhookTimeLimit) + .seconds(15)
    }

    /// After so many failures in a row a receiver is handed one delivery at a time, with pauses.
    static let doubtfulFrom: Int32 = 3
    /// A hook that has gone for no longer than that may be being replaced: notices are for it, too.
    static let hookMayBeMissing = Duration.seconds(600)
    /// The longest of those pauses.
    static let longestRest = Duration.seconds(60)
}
