public import CaseRecord
public import StrictJSON
public import TextTable
import Timescales

/// Which records would fall due by a day, for those who decide what becomes of them. Nothing is ever destroyed by caselog.
public struct RetentionReport: Sendable {
    /// One record.
    public struct Row: Sendable, Hashable {
        /// How long it is kept.
        public let retention: Retention
        /// The team that has the case, or had it last.
        public let team: TeamID?

        /// A row.
        public init(_ retention: Retention, team: TeamID?) {
            self.retention = retention
            self.team = team
        }
    }

    /// The day.
    public let day: CivilDate
    /// The position of the log that it reflects.
    public let position: Int64
    /// Only what had been recorded by then counts; `nil`: all of it.
    public let knownAt: Instant?
    /// The rules.
    public let schedule: RetentionSchedule
    /// The legal holds on every record.
    public let onEveryRecord: [LegalHold]
    /// The records by where they stand at the end of the day, each list by last day and then child.
    public let rows: [Retention.Standing: [Row]]

    /// A report of those records.
    public init(
        _ rows: [Row], by day: CivilDate, position: Int64, knownAt: Instant? = nil,
        schedule: RetentionSchedule = .standard, onEveryRecord: [LegalHold] = []
    ) {
        self.day = day
        self.position = position
        self.knownAt = knownAt
        self.schedule = schedule
        self.onEveryRecord = onEveryRecord
        self.rows = Dictionary(grouping: rows) { $0.retention.standing(by: day) }.mapValues { rows in
            rows.sorted { one, other in
                let (first, second) = (one.retention, other.retention)
                return first.until == second.until
                    ? first.child < second.child : (first.until ?? day) < (second.until ?? day)
            }
        }
    }

    /// How many records stand so.
    public func count(_ standing: Retention.Standing) -> Int { rows[standing]?.count ?? 0 }

    /// Which lists are shown: of records that are kept longer only the number.
    static let listed: [Retention.Standing] = [.due, .held, .open, .undetermined]

    /// The report as clients read it.
    public var json: JSONObject {
        var object: JSONObject = ["by": .string(day.description), "position": .integer(position)]
        object["knownAt"] = knownAt.map { .string($0.description) }
        var counts = JSONObject()
        for standing in Retention.Standing.allCases { counts[standing.rawValue] = .integer(Int64(count(standing))) }
        object["counts"] = .object(counts)
        for standing in Self.listed {
            object[standing.rawValue] = .array((rows[standing] ?? []).map { .object($0.json) })
        }
        object["onEveryRecord"] = .array(onEveryRecord.map(\.json))
        object["rules"] = .array(schedule.rules.map { .object($0.json) })
        return object
    }

    /// The rows as comma-separated values (RFC 4180): one line a record that is listed.
    public var csv: String {
        var sheet = CSVSheet()
        sheet.add(["child", "standing", "until", "class", "all classes", "holds", "team", "last entry", "why"])
        for standing in Self.listed {
            for row in rows[standing] ?? [] {
                let retention = row.retention
                sheet.add([
                    retention.child.text, standing.rawValue, retention.until?.description ?? "",
                    retention.longest?.rule.name.rawValue ?? "",
                    retention.bases.map(\.rule.name.rawValue).joined(separator: " "),
                    retention.holds.map(\.hold).joined(separator: " "), row.team?.text ?? "",
                    retention.facts.lastEntryOn.description, retention.sentence,
                ])
            }
        }
        return sheet.text
    }

    /// For a terminal.
    public func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout, most: 1000)
        page.heading("Records whose time is over by \(day), as at log position \(position)")
        page.line(
            "\(count(.due)) due, \(count(.held)) on legal hold, \(count(.open)) with an open case, "
                + "\(count(.undetermined)) of which it cannot be told, \(count(.kept)) to be kept longer.")
        page.line("Nothing is destroyed by caselog: people decide, record by record.", style: .dim)
        for hold in onEveryRecord { page.line("Legal hold on every record: \(hold.words)", style: .red) }
        for standing in Self.listed {
            page.table(standing.title, ["UNTIL", "CHILD", "CLASS", "TEAM", "WHY"], rows[standing] ?? []) { row in
                TextPage.Row(cells: [
                    row.retention.until?.description ?? "-", row.retention.child.text,
                    row.retention.longest?.rule.name.words ?? "-", row.team?.text ?? "-", row.retention.sentence,
                ])
            }
        }
        return page.document.text
    }
}

extension RetentionReport.Row {
    fileprivate var json: JSONObject {
        var object = retention.json
        object["team"] = team?.field
        return object
    }
}

extension Retention.Standing {
    fileprivate var title: String {
        switch self {
        case .kept: "To be kept longer"
        case .due: "Due"
        case .held: "On legal hold"
        case .open: "Over, but the case is open"
        case .undetermined: "Cannot be told"
        }
    }
}
