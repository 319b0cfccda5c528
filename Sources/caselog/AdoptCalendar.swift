import ArgumentParser
import CaseRecord
import Foundation
import StrictJSON

/// `caselog calendar`: the bank holidays that working days are counted by.
struct Calendar: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The bank holidays that working days are counted by.", subcommands: [AdoptCalendar.self])
}

/// `caselog calendar adopt`: takes a newer file of GOV.UK.
struct AdoptCalendar: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt",
        abstract: "Adopts the bank holidays of a file as GOV.UK publishes it.",
        discussion: """
            The file is bank-holidays.json of www.gov.uk. Its days for England and Wales take the place of those known
            before, for the years that it has in full; clocks are counted again, and each whose last day moves says so.

              caselog calendar adopt bank-holidays.json --reason "published 12 June 2027"
            """)

    @OptionGroup var connection: ConnectionOptions

    @Option(help: "Why it is adopted.")
    var reason: String?

    @Argument(help: "The file.")
    var file: String

    func run() async throws {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw ValidationError("\(file) cannot be read")
        }
        let adoption: JSONObject
        do {
            adoption = try GovUKBankHolidays.adoption(of: data, reason: reason)
        } catch {
            Terminal.complain("\(file): \(error.description)")
            throw ExitCode(65)
        }
        let position = try await Adoption.post("calendar.adopted", adoption, connection)
        print("adopted \(adoption["calendar"]?.stringValue ?? "") at position \(position)")
    }
}

/// The file of bank holidays that GOV.UK publishes.
enum GovUKBankHolidays {
    /// Why a file is none.
    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    private static let division = "england-and-wales"
    /// England has had eight bank holidays or more in every year since 1978: a year with fewer is not there in full.
    private static let fewestAYear = 8

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
        let full = perYear.filter { $0.value.count >= fewestAYear }.keys.sorted()
        guard let first = full.first, let last = full.last, full.count == last - first + 1 else {
            throw Unreadable(description: "has no run of years with \(fewestAYear) bank holidays or more")
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
