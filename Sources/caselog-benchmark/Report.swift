import Foundation

/// One comparison: what was measured of both sides in each repetition.
struct Comparison {
    let name: String
    let must: Double
    let stretch: Double
    let raw: [Double]
    let own: [Double]

    /// Own by raw, of the same repetition.
    var ratios: [Double] { zip(own, raw).map { $0 / $1 } }
}

extension [Double] {
    var median: Double {
        let sorted = sorted()
        guard !sorted.isEmpty else { return 0 }
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}

/// Prints the table as it grows.
enum Report {
    static func head() {
        line(pad("", 44) + ["raw/s", "caselog/s", "ratio", "lowest", "must", "stretch"].map { left($0, 11) }.joined())
    }

    static func row(_ comparison: Comparison) {
        let ratio = comparison.ratios.median
        let verdict = ratio >= comparison.stretch ? "  stretch" : ratio >= comparison.must ? "  reached" : "  MISSED"
        line(
            pad(comparison.name, 44) + left(number(comparison.raw.median), 11) + left(number(comparison.own.median), 11)
                + left(String(format: "%.2f", ratio), 11)
                + left(String(format: "%.2f", comparison.ratios.min() ?? 0), 11)
                + left(String(format: "%.2f", comparison.must), 11)
                + left(String(format: "%.2f", comparison.stretch), 11) + verdict)
    }

    /// In how many seconds that many were done in each repetition.
    static func seconds(of count: Int, _ rates: [Double]) {
        let seconds = rates.map { String(format: "%.2f", Double(count) / $0) }
        line("  \(count) took \(seconds.joined(separator: ", ")) seconds")
    }

    /// A line below the row to come.
    static func note(_ text: String) { line("  " + text) }

    /// Printed at once, even into a file: the runs take minutes.
    private static func line(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }
    private static func number(_ value: Double) -> String { String(Int(value.rounded())) }
    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
    private static func left(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
