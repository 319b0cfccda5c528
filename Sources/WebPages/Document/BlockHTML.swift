import HTMLText

extension HTMLText {
    /// Writes a part of a page; a section in it has a heading of that level.
    mutating func put(_ block: Block, level: Int, _ prefix: String) {
        switch block {
        case .paragraph(let line): element("p") { $0.put(line, prefix) }
        case .notice(let line): element("p", ["class": "notice"]) { $0.put(line, prefix) }
        case .list(let lines):
            element("ul") { html in
                for line in lines { html.element("li") { $0.put(line, prefix) } }
            }
        case .facts(let facts):
            element("dl") { html in
                for fact in facts {
                    html.element("dt", fact.name)
                    html.element("dd") { $0.put(fact.value, prefix) }
                }
            }
        case .figures(let figures):
            element("ul", ["class": "figures"]) { html in
                for figure in figures { html.put(figure, prefix) }
            }
        case .table(let table): put(table, prefix)
        case .form(let form): put(form, prefix)
        case .section(let section):
            element("section", ["id": section.id, "aria-labelledby": section.id + "-heading"]) { html in
                html.putHeading(section.heading, ["id": section.id + "-heading"], level: level, prefix)
                for block in section.blocks { html.put(block, level: level + 1, prefix) }
            }
        case .details(let summary, let blocks):
            element("details") { html in
                html.element("summary") { $0.put(summary, prefix) }
                for block in blocks { html.put(block, level: level, prefix) }
            }
        }
    }

    private mutating func putHeading(
        _ line: Line, _ attributes: KeyValuePairs<StaticString, String>, level: Int, _ prefix: String
    ) {
        let name: StaticString =
            switch level {
            case ...2: "h2"
            case 3: "h3"
            default: "h4"
            }
        element(name, attributes) { $0.put(line, prefix) }
    }

    private mutating func put(_ figure: Figure, _ prefix: String) {
        func write(_ html: inout HTMLText) {
            html.element("span", ["class": "number"], inline: true) { $0.write(figure.number) }
            html.write(" ")
            html.element("span", ["class": "words"], inline: true) { $0.write(figure.words) }
        }
        element("li", ["class": figure.style.rawValue]) { html in
            if let link = figure.link {
                html.element("a", ["href": link.written(below: prefix)], write)
            } else {
                html.element("div", [:], write)
            }
            for remark in figure.remarks { html.element("span", remark, ["class": "remark"]) }
        }
    }

    /// Writes a line of words.
    mutating func put(_ line: Line, _ prefix: String) {
        for piece in line {
            guard let link = piece.link else {
                put(piece)
                continue
            }
            element("a", ["href": link.written(below: prefix)], inline: true) { $0.put(piece) }
        }
    }

    private mutating func put(_ piece: Inline) {
        func write(_ html: inout HTMLText) {
            guard let time = piece.time else { return html.write(piece.text) }
            html.element("time", ["datetime": time], inline: true) { $0.write(piece.text) }
        }
        switch piece.style {
        case .plain: write(&self)
        case .strong: element("strong", inline: true, write)
        case .small: element("small", inline: true, write)
        case .bad, .warn: element("strong", ["class": piece.style.rawValue], inline: true, write)
        case .good: element("span", ["class": piece.style.rawValue], inline: true, write)
        }
    }
}
