import CaseRecord
import Foundation
import StrictJSON

/// The file of bank holidays that GOV.UK publishes.
enum GovUKBankHolidays {
    /// Why a file is none.
    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    private static let division = "england-and-wales"

    /// What `calendar.adopted` says of the file.
    static func adoption(of data: Data, reason: String?) throws(Unreadable) -> JSONObject {
        let file: JSONValue
        do { file = try JSONValue(parsing: data) } catch {
            throw Unreadable(description: "is not JSON: byte \(error.offset): \(error.reason)")
        }
        guard let events = file[division]?["events"]?.arrayValue else {
            throw Unreadable(description: "has no list of events for \(division)")
        }
        var days: [(date: CivilDate, name: String)] = []
        for (index, event) in events.enumerated() {
            guard let date = event["date"]?.stringValue.flatMap({ CivilDate($0) }),
                let title = event["title"]?.stringValue
            else { throw Unreadable(description: "\(division)/events/\(index) has no date or no title") }
            let notes = event["notes"]?.stringValue ?? ""
            days.append((date, notes.isEmpty ? title : "\(title) (\(notes.lowercased()))"))
        }
        let perYear = Dictionary(grouping: days, by: \.date.year)
        let full = perYear.filter { $0.value.count >= CalendarAdopted.fewestAYear }.keys.sorted()
        guard let first = full.first, let last = full.last, full.count == last - first + 1 else {
            throw Unreadable(
                description: "has no run of years with \(CalendarAdopted.fewestAYear) bank holidays or more")
        }
        var object: JSONObject = [
            "calendar": .string("\(division), GOV.UK bank holidays, \(first) to \(last)"),
            "firstYear": .integer(Int64(first)), "lastYear": .integer(Int64(last)),
            "bankHolidays": .array(
                days.filter { (first...last).contains($0.date.year) }.sorted { $0.date < $1.date }
                    .map { ["date": .string($0.date.description), "name": .string($0.name)] }),
        ]
        object["reason"] = reason.map { .string($0) }
        return object
    }
}
