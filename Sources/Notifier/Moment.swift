import Foundation
public import PostgresClient

extension PostgresTimestamp {
    /// The moment so much later.
    func adding(_ duration: Duration) -> PostgresTimestamp {
        PostgresTimestamp(microseconds: microseconds + duration.microseconds)
    }

    /// How long after that other moment this one is.
    func since(_ other: PostgresTimestamp) -> Duration { .microseconds(microseconds - other.microseconds) }

    /// The moment as RFC 3339 says it.
    var text: String {
        let date = Date(timeIntervalSince1970: Double(microseconds / 1000) / 1000)
        return date.formatted(
            .iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(separator: .omitted))
    }
}

extension Duration {
    /// The duration in whole microseconds.
    var microseconds: Int64 { components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000 }

    /// The duration in seconds.
    var seconds: Double { Double(microseconds) / 1e6 }
}

/// A moment of the notifier's clock, which is a parameter everywhere.
public typealias Moment = PostgresTimestamp
