import HTMLText

extension HTMLText {
    /// Writes a table. A table wider than the screen is moved by itself, by the keyboard too, and not the whole page.
    mutating func put(_ table: Table, _ prefix: String) {
        element("div", ["class": "table", "role": "region", "aria-label": table.caption, "tabindex": "0"]) { html in
            html.element("table") { html in
                html.element("caption", table.caption)
                html.element("thead") { html in
                    html.element("tr") { html in
                        for column in table.columns {
                            html.element("th", column.title, ["scope": "col", "class": column.isNumber ? "n" : "t"])
                        }
                    }
                }
                html.element("tbody") { html in
                    for row in table.rows { html.put(row, table.columns, prefix) }
                }
            }
        }
    }

    private mutating func put(_ row: Table.Row, _ columns: [Table.Column], _ prefix: String) {
        func write(_ html: inout HTMLText) {
            if row.cells.count == 1, columns.count > 1 {
                html.element("td", ["colspan": String(columns.count)]) { $0.put(row.cells[0], prefix) }
                return
            }
            for (place, (cell, column)) in zip(row.cells, columns).enumerated() {
                let kind = column.isNumber ? "n" : "t"
                if place == 0 {
                    html.element("th", ["scope": "row", "class": kind]) { $0.put(cell, prefix) }
                } else {
                    html.element("td", ["class": kind]) { $0.put(cell, prefix) }
                }
            }
        }
        if let id = row.id {
            element("tr", ["class": row.style.rawValue, "id": id], write)
        } else {
            element("tr", ["class": row.style.rawValue], write)
        }
    }
}
