/// Where a link leads: to another page of the site, and nowhere else, whatever a record says.
public struct Link: Sendable, Hashable {
    /// The path below the site's own with its query, percent-encoded.
    let path: String
    /// The place in the page.
    var fragment: String?

    private init(_ segments: [String], _ query: [(String, String?)] = []) { path = PathText.path(segments, query) }
    private init(fragment: String) {
        path = ""
        self.fragment = fragment
    }

    static let front = Link([])
    static let service = Link(["service"])
    static let indicators = Link(["indicators"])
    static let alerts = Link(["alerts"])
    static let rules = Link(["rules"])
    static let find = Link(["find"])

    static func place(_ id: String) -> Link { Link(fragment: id) }
    static func team(_ id: String) -> Link { Link(["teams", id]) }
    static func team(_ id: String, at place: String) -> Link {
        var link = team(id)
        link.fragment = place
        return link
    }
    static func worker(_ id: String) -> Link { Link(["workers", id]) }
    static func child(_ id: String) -> Link { Link(["cases", id]) }
    static func chronology(_ child: String) -> Link { Link(["cases", child, "chronology"]) }
    static func print(_ child: String, _ query: [(String, String?)]) -> Link {
        Link(["cases", child, "chronology", "print"], query)
    }
    static func clocks(_ child: String) -> Link { Link(["cases", child, "clocks"]) }
    static func protection(_ child: String) -> Link { Link(["cases", child, "protection"]) }
    static func alert(_ id: String) -> Link { Link(["alerts", id]) }
    static func alerts(_ query: [(String, String?)]) -> Link { Link(["alerts"], query) }
    static func rule(_ id: String) -> Link { Link(["rules", id]) }
    static func indicator(_ id: String, _ query: [(String, String?)] = []) -> Link { Link(["indicators", id], query) }
    static func indicators(_ query: [(String, String?)]) -> Link { Link(["indicators"], query) }

    /// The entry of a child's chronology at that position of the log.
    static func entry(_ position: Int64, of child: String) -> Link {
        var link = chronology(child)
        link.fragment = "p\(position)"
        return link
    }

    /// As it stands in a page of a site whose pages stand below that path.
    func written(below prefix: String) -> String {
        (path.isEmpty ? "" : prefix + path) + (fragment.map { "#" + PathText.encoded($0) } ?? "")
    }
}
