import CaseRecord
import StrictJSON

/// How many of some cases met a measure.
public struct MeasuredShare: Sendable, Equatable {
    /// How many met it.
    public private(set) var met: Int
    /// How many there are.
    public private(set) var cases: Int

    /// So many of so many.
    public init(met: Int = 0, cases: Int = 0) { (self.met, self.cases) = (met, cases) }

    mutating func add(isMet: Bool) {
        cases += 1
        if isMet { met += 1 }
    }

    /// Those of both.
    static func + (one: MeasuredShare, other: MeasuredShare) -> MeasuredShare {
        MeasuredShare(met: one.met + other.met, cases: one.cases + other.cases)
    }

    /// The share in tenths of a percent; `nil` without cases.
    public var permille: Int? { cases == 0 ? nil : (met * 1000 + cases / 2) / cases }

    var words: String { cases == 0 ? "none" : "\(permille.percentText) (\(met) of \(cases))" }

    var json: JSONValue {
        ["met": .integer(Int64(met)), "cases": .integer(Int64(cases)), "percent": permille.percentJSON]
    }
}

extension [MeasuredShare] {
    /// Those of all.
    var total: MeasuredShare { reduce(MeasuredShare(), +) }

    /// The shares as a row of blocks, the whole the full one; a dot where there are no cases.
    var sparkline: String { map { share in share.permille.map { Block.of($0, among: 1000) } ?? "·" }.joined() }
}

extension [Int] {
    /// The figures as a row of blocks, the greatest the full one.
    var sparkline: String {
        let most = Swift.max(1, self.max() ?? 1)
        return map { Block.of($0, among: most) }.joined()
    }
}

/// Blocks of eight heights.
private enum Block {
    private static let heights = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// The block of a part of a whole.
    static func of(_ part: Int, among whole: Int) -> String {
        heights[min(heights.count - 1, (max(0, part) * (heights.count - 1) + whole / 2) / whole)]
    }
}

extension Int? {
    /// Tenths of a percent as percent.
    var percentJSON: JSONValue {
        guard let self else { return .null }
        return self.isMultiple(of: 10) ? .integer(Int64(self / 10)) : .number(Double(self) / 10)
    }

    var percentText: String { map { "\($0 / 10).\(abs($0) % 10)%" } ?? "" }
}
