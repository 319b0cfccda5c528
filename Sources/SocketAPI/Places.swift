import Synchronization

/// So many at once and no more: of connections, requests or streams.
final class Places: Sendable {
    /// One that is taken, until it is let go of.
    final class Place: Sendable {
        private let places: Places

        fileprivate init(_ places: Places) { self.places = places }

        deinit { places.taken.subtract(1, ordering: .relaxed) }
    }

    private let count: Atomic<Int>
    private let taken = Atomic(0)

    /// How many are taken now.
    var inUse: Int { taken.load(ordering: .relaxed) }

    init(_ count: Int) { self.count = Atomic(count) }

    /// So many from now on. What is taken beyond that is kept until it is let go of.
    func change(to count: Int) { self.count.store(count, ordering: .relaxed) }

    /// A place; `nil` where all are taken.
    func take() -> Place? {
        let place = Place(self)
        return taken.add(1, ordering: .relaxed).newValue <= count.load(ordering: .relaxed) ? place : nil
    }
}
