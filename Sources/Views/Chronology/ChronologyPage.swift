public import CaseRecord
import HTMLText

/// Who prints a page, and when.
public struct Printing: Sendable {
    /// The worker.
    public let worker: WorkerID
    /// The moment.
    public let at: Instant

    /// A printing.
    public init(by worker: WorkerID, at: Instant) {
        self.worker = worker
        self.at = at
    }
}

extension Chronology {
    /// The chronology as a page to be read or printed: it needs nothing beside itself, and nothing in it runs.
    ///
    /// On paper every sheet has the child's reference, the log position, who printed it and when, and its number; the
    /// table's head is repeated, and no row is broken (CSS Paged Media Level 3).
    public func page(_ printing: Printing) -> String {
        var html = HTMLText()
        let heading = "\(title) of \(child)"
        let position = "log position \(position)" + (knownAt.map { ", as known at \($0)" } ?? "")
        html.open("!DOCTYPE html")
        html.open("html", ["lang": "en-GB"])
        html.open("head")
        html.open("meta", ["charset": "utf-8"])
        html.open(
            "meta",
            ["http-equiv": "Content-Security-Policy", "content": "default-src 'none'; style-src 'unsafe-inline'"])
        html.open("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
        html.element("title", heading)
        html.style(
            PageStyle.sheet(
                size: form == .onePage ? "A4 portrait" : "A4 landscape", child: "\(heading)", position: position,
                printed: "printed by \(printing.worker), at \(printing.at.londonText)"))
        html.close("head")
        html.open("body", form == .onePage ? ["class": "one-page"] : [:])
        html.element("h1", heading)
        html.element("p", (birthDate.map { "Born \($0). " } ?? "") + account + ".")
        for remark in remarks { html.element("p", remark) }
        if !standing.isEmpty { write(standing, to: &html) }
        writeTable(to: &html)
        if !patterns.isEmpty {
            html.element("h2", "Patterns")
            html.open("ul")
            for pattern in patterns { html.element("li", pattern.sentence + " " + pattern.entries.words) }
            html.close("ul")
        }
        writeHealth(to: &html)
        html.element("p", "Printed by \(printing.worker), at \(printing.at.londonText).", ["class": "printed"])
        html.close("body")
        html.close("html")
        return html.text
    }

    private func write(_ standing: [StandingLine], to html: inout HTMLText) {
        html.element("h2", "Where the case stands")
        html.open("dl")
        for line in standing {
            html.element("dt", line.name)
            html.element("dd", line.text)
        }
        html.close("dl")
    }

    private func writeTable(to html: inout HTMLText) {
        let columns =
            ["Date", "Age", "Event"] + (family.isEmpty ? [] : ["Whose"]) + ["Source"]
            + (form == .onePage ? [] : ["Recorded by"]) + ["Position"]
        html.open("table")
        html.open("thead")
        html.open("tr")
        for column in columns { html.element("th", column, ["scope": "col"]) }
        html.close("tr")
        html.close("thead")
        html.open("tbody")
        for row in rows {
            switch row {
            case .silence(let silence):
                html.open("tr", ["class": "gap"])
                html.element("td", silence.words, ["colspan": "\(columns.count)"])
                html.close("tr")
            case .entry(let entry): write(entry, to: &html)
            }
        }
        html.close("tbody")
        html.close("table")
    }

    private func write(_ entry: Entry, to html: inout HTMLText) {
        let event = entry.recorded.event
        let (marks, line, remarks) = entry.words
        let isOut = !entry.entry.stands
        html.open("tr", ["class": isOut ? "out" : entry.significance.rawValue])
        // A single page has room for the day only.
        let isExact = entry.occurredAt.precision == .exact
        let day = form == .onePage && isExact ? "\(entry.occurredAt.firstDay)" : entry.occurredAt.tableText
        html.element("td", day, ["class": "date"])
        html.element("td", entry.age?.description ?? "", ["class": "age"])
        html.open("td")
        for mark in marks { html.element("strong", mark, ["class": "mark"]) }
        let title = type(of: event.data).title
        if !line.hasPrefix(title) { html.element("span", title, ["class": "type"]) }
        html.element(isOut ? "s" : "span", line)
        for remark in remarks { html.element("span", remark, ["class": "remark"]) }
        html.close("td")
        if !family.isEmpty { html.element("td", entry.whose.map(\.text).joined(separator: ", ")) }
        let role = form == .onePage ? nil : event.source?.role
        html.element("td", [event.source?.agency, role].compactMap { $0 }.joined(separator: ", "))
        if form != .onePage { writeRecording(of: entry.recorded, to: &html) }
        html.element("td", "\(entry.recorded.position)", ["class": "number"])
        html.close("tr")
    }

    /// Who recorded an entry and when: of migrated history, when the former system took it.
    private func writeRecording(of recorded: RecordedEvent, to html: inout HTMLText) {
        html.open("td")
        html.element("span", recorded.event.recordedBy.text)
        if let at = recorded.event.original?.recordedAt {
            html.element("span", "\(at.tableText) (migrated)", ["class": "when"])
        } else {
            html.element("span", recorded.recordedAt.londonText, ["class": "when"])
        }
        html.close("td")
    }

    private func writeHealth(to html: inout HTMLText) {
        html.element("h2", "The chronology itself")
        html.open("ul", ["class": "health"])
        for check in health.checks where form != .onePage || check.isFound == true {
            let state = check.isFound.map { $0 ? "fault" : "sound" } ?? "open"
            html.open("li", ["class": state])
            let answer = check.isFound.map { $0 ? "yes" : "no" } ?? "too little to tell"
            html.element("strong", "\(check.fault.words): \(answer).")
            html.element("span", check.sentence)
            html.close("li")
        }
        html.close("ul")
    }
}

/// How a page looks on a screen and on paper.
private enum PageStyle {
    static func sheet(size: String, child: String, position: String, printed: String) -> String {
        """
        @page { size: \(size); margin: 16mm 12mm 14mm;
          @top-left { content: \(string(child)); font: 8pt sans-serif; }
          @top-right { content: \(string(position)); font: 8pt sans-serif; }
          @bottom-left { content: \(string(printed)); font: 8pt sans-serif; }
          @bottom-right { content: "page " counter(page) " of " counter(pages); font: 8pt sans-serif; } }
        \(rules)
        """
    }

    /// A CSS string in which whatever is not a letter, a digit or a space is written by its number.
    private static func string(_ text: String) -> String {
        var escaped = "\""
        for scalar in text.unicodeScalars {
            if scalar == " " || (scalar.isASCII && scalar.properties.isAlphabetic)
                || (0x30...0x39).contains(scalar.value)
            {
                escaped.unicodeScalars.append(scalar)
            } else {
                escaped += "\\" + String(scalar.value, radix: 16) + " "
            }
        }
        return escaped + "\""
    }

    private static let rules = """
        * { box-sizing: border-box; }
        body { font: 10pt/1.35 sans-serif; margin: 1.5em auto; max-width: 75em; padding: 0 1em; color: #111; }
        h1 { font-size: 14pt; margin: 0 0 .3em; }
        h2 { font-size: 11pt; margin: 1.2em 0 .3em; break-after: avoid; }
        p { margin: .2em 0; }
        table { border-collapse: collapse; width: 100%; margin-top: .8em; }
        thead { display: table-header-group; }
        th { text-align: left; border-bottom: 1.5pt solid #111; background: #fff; }
        th, td { padding: .25em .5em .25em 0; vertical-align: top; unicode-bidi: isolate; }
        td { border-bottom: .5pt solid #bbb; overflow-wrap: anywhere; }
        tr, li, dt, dd { break-inside: avoid; }
        .date, .age { white-space: nowrap; }
        .number, .when { font-size: 8pt; color: #333; white-space: nowrap; }
        .number { text-align: right; font-variant-numeric: tabular-nums; }
        .type { display: block; font-size: 8pt; color: #555; }
        .mark, .when { display: block; }
        .remark { display: block; font-size: 8.5pt; font-style: italic; }
        .routine .date, .routine td { color: #444; }
        .out td { color: #666; }
        .gap td { font-weight: bold; text-align: center; background: #f3ead0; print-color-adjust: exact; }
        .fault strong { text-decoration: underline; }
        .health span { margin-left: .4em; }
        ul { margin: .2em 0; padding-left: 1.4em; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .1em .8em; margin: .2em 0; }
        dt { font-weight: bold; } dd { margin: 0; }
        .printed { margin-top: 1.5em; font-size: 8pt; color: #555; }
        @media print { body { margin: 0; max-width: none; padding: 0; font-size: 9pt; } .printed { display: none; } }
        @media print { .one-page { font-size: 8pt; line-height: 1.25; } }
        .one-page td, .one-page th { padding-top: .12em; padding-bottom: .12em; }
        .one-page .type { display: inline; } .one-page .type::after { content: ": "; }
        """
}
