/// A part of a page.
enum Block: Sendable {
    case paragraph(Line)
    /// Something that has to be known before the rest is read.
    case notice(Line)
    case list([Line])
    /// Names with what belongs to them.
    case facts([Fact])
    /// Figures that lead to what they were counted from.
    case figures([Figure])
    case table(Table)
    case section(Section)
    case form(Form)
    /// What is shown when it is asked for.
    case details(summary: Line, [Block])
}

/// A name with what belongs to it.
struct Fact: Sendable {
    var name: String
    var value: Line

    init(_ name: String, _ value: Line) {
        self.name = name
        self.value = value
    }
}

/// A number, what it counts, and where it leads.
struct Figure: Sendable {
    var number: String
    var words: String
    var remarks: [String] = []
    var link: Link?
    /// `bad` and `warn` only where the number is not nothing.
    var style = Inline.Style.plain
}

/// A part of a page under a heading of its own.
struct Section: Sendable {
    /// Names the place in the page; in small letters.
    var id: String
    var heading: Line
    var blocks: [Block]
}

/// A table: every one has a caption, and every column and row a heading.
struct Table: Sendable {
    struct Column: Sendable {
        var title: String
        var isNumber = false

        init(_ title: String, isNumber: Bool = false) {
            self.title = title
            self.isNumber = isNumber
        }
    }

    struct Row: Sendable {
        /// As many as there are columns; the first is the row's heading. A single one goes across all columns.
        var cells: [Line]
        var style = Inline.Style.plain
        /// Names the place in the page.
        var id: String?
    }

    var caption: String
    var columns: [Column]
    var rows: [Row]
}

/// A form that asks for another page; nothing is sent that could change anything.
struct Form: Sendable {
    enum Field: Sendable {
        typealias Choice = (value: String, words: String)

        case text(name: String, label: String, value: String)
        case date(name: String, label: String, value: String)
        case choice(name: String, label: String, value: String, choices: [Choice])
        case tick(name: String, label: String, isTicked: Bool)
    }

    var action: Link
    var fields: [Field]
    var button: String
}
