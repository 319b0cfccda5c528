import Foundation
import Testing
import WebPages

/// The style sheet, whose colours everybody has to be able to tell from their ground.
@Suite struct StyleTests {
    /// What stands on what, by the names of the sheet's own colours.
    private static let pairs = [
        ("text", "ground"), ("text", "panel"), ("text", "warn-ground"), ("quiet", "ground"),
        ("quiet", "panel"), ("quiet", "warn-ground"), ("link", "ground"), ("link", "panel"),
        ("link", "warn-ground"), ("bad", "ground"), ("bad", "panel"),
        ("bad", "warn-ground"), ("warn", "ground"), ("warn", "panel"), ("warn", "warn-ground"),
        ("good", "ground"), ("good", "panel"), ("ground", "link"),
    ]

    /// At least 4.5 to 1 (WCAG 2.2, 1.4.3), in the light and the dark scheme and on paper.
    @Test func everyColourCanBeReadOnItsGround() throws {
        let sheet = String(decoding: Site.styleSheet, as: UTF8.self)
        let schemes = sheet.split(separator: ":root {", omittingEmptySubsequences: false).dropFirst().map {
            part -> [String: String] in
            let matches = part.prefix { $0 != "}" }.matches(of: /--([a-z-]+): (#[0-9a-f]+);/)
            return Dictionary(matches.map { (String($0.1), String($0.2)) }) { $1 }
        }
        #expect(schemes.count == 3)
        for scheme in schemes {
            for (front, back) in Self.pairs {
                let one = try Self.luminance(#require(scheme[front]))
                let other = try Self.luminance(#require(scheme[back]))
                let contrast = (max(one, other) + 0.05) / (min(one, other) + 0.05)
                #expect(contrast >= 4.5, "\(front) on \(back): \(contrast)")
            }
        }
    }

    @Test func nothingIsFetchedFromElsewhere() {
        let sheet = String(decoding: Site.styleSheet, as: UTF8.self)
        #expect(!sheet.contains("url(") && !sheet.contains("@import"))
    }

    /// The relative luminance of a colour as `#rgb` or `#rrggbb` (WCAG 2.2).
    private static func luminance(_ colour: String) throws -> Double {
        let digits = colour.dropFirst()
        let whole = digits.count == 3 ? digits.map { "\($0)\($0)" }.joined() : String(digits)
        let number = try #require(Int(whole, radix: 16))
        let parts = [number >> 16, number >> 8 & 255, number & 255].map { part -> Double in
            let share = Double(part) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
}
