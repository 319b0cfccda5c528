import Foundation

/// Between which counts a team's share of cases is no surprise, if the team did as all teams together do: the limits of a
/// funnel plot (Spiegelhalter, Statistics in Medicine 2005; 24: 1185-1202).
///
/// They come from the binomial distribution itself, not from the normal curve, so they hold for a team with few cases:
/// what lies outside is seen by chance alone in fewer than the stated share of teams, half of it on each side.
public struct ControlLimits: Sendable, Hashable {
    /// How sure one is.
    public enum Level: Sendable, Hashable, CaseIterable {
        /// One of twenty teams lies outside by chance.
        case watch
        /// Two of a thousand teams lie outside by chance.
        case outlier

        /// The share of teams that lie outside on each side by chance.
        var tail: Double { self == .watch ? 0.025 : 0.001 }
    }

    /// The least count that is no surprise.
    public let lower: Int
    /// The greatest count that is no surprise.
    public let upper: Int

    /// The limits for a team with so many cases.
    ///
    /// - Parameters:
    ///   - cases: The team's cases; 0 or more.
    ///   - share: The share that all teams have together, 0 to 1.
    ///   - level: How sure one is.
    public init(cases: Int, share: Double, level: Level) {
        guard cases > 0, share > 0, share < 1 else {
            (lower, upper) = share >= 1 ? (max(0, cases), max(0, cases)) : (0, 0)
            return
        }
        let chances = Self.chances(cases, share)
        var below = 0.0
        lower =
            chances.firstIndex { chance in
                below += chance
                return below > level.tail
            } ?? 0
        var above = 0.0
        upper =
            chances.lastIndex { chance in
                above += chance
                return above > level.tail
            } ?? cases
    }

    /// The chance of each count. Through logarithms, since with many cases the first is smaller than any number.
    private static func chances(_ cases: Int, _ share: Double) -> [Double] {
        let odds = log(share) - log1p(-share)
        var chances: [Double] = []
        chances.reserveCapacity(cases + 1)
        var logarithm = Double(cases) * log1p(-share)
        for count in 0...cases {
            chances.append(exp(logarithm))
            if count < cases { logarithm += odds + log(Double(cases - count)) - log(Double(count + 1)) }
        }
        return chances
    }

    /// Where a team's count stands to them.
    public func contains(_ count: Int) -> Bool { (lower...max(lower, upper)).contains(count) }
}
