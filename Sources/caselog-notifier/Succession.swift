import Liveness

/// By which settings notices are handed over, one after the other: new ones follow as soon as what is being handed over by the
/// old ones has been.
actor Succession {
    private var following: Settings?
    private var end: (@Sendable () async -> Void)?
    /// The loops that hand over now.
    private(set) var pulses: [Pulse] = []

    init(_ settings: Settings) { following = settings }

    /// The settings to go on with; `nil` where those before were not superseded.
    func next() -> Settings? {
        (end, pulses) = (nil, [])
        return following.take()
    }

    /// From now on `end` ends what is done by the settings that hold.
    func began(pulses: [Pulse] = [], end: @escaping @Sendable () async -> Void) async {
        (self.pulses, self.end) = (pulses, end)
        // They came while this was being made ready.
        if following != nil { await end() }
    }

    /// Has those settings follow.
    func follow(_ settings: Settings) async {
        following = settings
        await end?()
    }
}
