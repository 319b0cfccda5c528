/// A page before it is written as HTML.
struct Page: Sendable {
    /// The title, which is also the one main heading.
    var title: String
    /// What stands below the title.
    var lead: Line = []
    /// The pages above this one.
    var trail: [(words: String, link: Link)] = []
    var blocks: [Block] = []
    /// For which moment and position of the log it was made.
    var basis: Line = []
    var status = 200
}
