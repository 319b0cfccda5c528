import NIOConcurrencyHelpers

/// So many at once for each of many, so that one account cannot take the places of all others.
final class SharedPlaces: Sendable {
    /// One that is taken, until it is let go of.
    final class Place: Sendable {
        private let places: SharedPlaces
        private let owner: String

        fileprivate init(_ places: SharedPlaces, _ owner: String) {
            self.places = places
            self.owner = owner
        }

        deinit { places.giveBack(owner) }
    }

    /// How many each may have.
    private let count: NIOLockedValueBox<Int>
    private let taken = NIOLockedValueBox<[String: Int]>([:])

    init(_ count: Int) { self.count = NIOLockedValueBox(count) }

    /// So many for each from now on. What is taken beyond that is kept until it is let go of.
    func change(to count: Int) { self.count.withLockedValue { $0 = count } }

    /// A place for that owner; `nil` where it has as many as it may have.
    func take(_ owner: String) -> Place? {
        let count = count.withLockedValue { $0 }
        let isFree = taken.withLockedValue { taken in
            guard taken[owner, default: 0] < count else { return false }
            taken[owner, default: 0] += 1
            return true
        }
        return isFree ? Place(self, owner) : nil
    }

    private func giveBack(_ owner: String) {
        taken.withLockedValue { taken in
            // Whoever has none is not kept: owners come and go for years.
            taken[owner] = taken[owner].flatMap { $0 > 1 ? $0 - 1 : nil }
        }
    }
}
