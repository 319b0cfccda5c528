import Foundation
import Returns
import StrictJSON

/// Shows how far an import is: on one line of a terminal, or once at the end.
struct ImportProgress {
    /// What was read of a return.
    var census: CensusSummary?
    private let totalBytes: Int?
    private var bytes = 0
    private var added = 0
    private var repeated = 0
    private var refused = 0
    private var shownAt = ContinuousClock.now

    init(totalBytes: Int?) { self.totalBytes = totalBytes }

    mutating func read(bytes count: Int) {
        bytes += count
        show()
    }

    mutating func sent(added: Int, repeated: Int, refused: Int) {
        self.added += added
        self.repeated += repeated
        self.refused = refused
        show()
    }

    private mutating func show() {
        guard Terminal.showsProgress, ContinuousClock.now - shownAt > .milliseconds(100) else { return }
        shownAt = .now
        let share = totalBytes.map { $0 > 0 ? "\(min(100, bytes * 100 / $0)) %  " : "" } ?? ""
        Terminal.progress(share + summary)
    }

    /// Says what became of it all.
    func end() { Terminal.progress("imported: " + summary, isLast: true) }

    /// What became of it all.
    var json: JSONValue {
        var object: JSONObject = [
            "added": .integer(Int64(added)), "thereAlready": .integer(Int64(repeated)),
            "refusals": .integer(Int64(refused)),
        ]
        object["childrenRead"] = census.map { .integer(Int64($0.childrenRead)) }
        object["episodesRead"] = census.map { .integer(Int64($0.episodesRead)) }
        return .object(object)
    }

    private var summary: String {
        var parts: [String] = []
        if let census {
            parts.append("\(census.childrenRead) children and \(census.episodesRead) episodes read")
        }
        parts.append("\(added) events added")
        parts.append("\(repeated) there already")
        parts.append("\(refused) refusals")
        return parts.joined(separator: ", ")
    }
}
