import CaseRecord
import StrictJSON

/// An open case whose record lacks something by which a manager could tell that the child was seen, heard and protected.
public struct GappedCase: Sendable {
    /// The case.
    public let inBrief: CaseInBrief
    /// What it lacks, each once.
    public let gaps: [CaseGap]

    /// `nil` where the record lacks nothing.
    init?(_ row: CaseRow, _ inBrief: CaseInBrief) {
        gaps = row.gaps.compactMap { CaseGap(rawValue: $0) }
        guard !gaps.isEmpty else { return nil }
        self.inBrief = inBrief
    }

    /// Why it is shown, in words.
    public var why: [String] {
        var reasons = inBrief.concerns.map(\.words)
        if inBrief.isUnseen { reasons.append("not seen since the case was opened") }
        return reasons + gaps.map(\.title)
    }

    var json: JSONValue {
        [
            "case": inBrief.json, "why": .array(why.map { .string($0) }),
            "gaps": .array(gaps.map { Self.gapJSON[$0] ?? .null }),
        ]
    }

    /// Each kind of gap as JSON, made once for all cases.
    private static let gapJSON: [CaseGap: JSONValue] = {
        var json: [CaseGap: JSONValue] = [:]
        for gap in CaseGap.allCases {
            let object: JSONObject = ["gap": .string(gap.rawValue), "title": .string(gap.title)]
            json[gap] = .object(object.writtenAhead)
        }
        return json
    }()

    /// How many cases lack each thing, what most lack first.
    static func counts(_ cases: [GappedCase]) -> [(gap: CaseGap, count: Int)] {
        let counts = Dictionary(grouping: cases.flatMap(\.gaps)) { $0 }.mapValues(\.count)
        return CaseGap.allCases.compactMap { gap in counts[gap].map { (gap, $0) } }
            .sorted { ($1.count, $0.gap.rawValue) < ($0.count, $1.gap.rawValue) }
    }

    /// Children at more risk and children not seen first, of equals those whose record lacks most.
    static func worstFirst(_ cases: [GappedCase]) -> [GappedCase] {
        cases.sorted {
            ($0.inBrief.concernRank, $0.inBrief.unseenRank, -$0.gaps.count, 0)
        } then: {
            $0.inBrief.child.text
        }
    }
}
