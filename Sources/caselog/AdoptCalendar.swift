import ArgumentParser
import Foundation
import StrictJSON

/// `caselog calendar`: the bank holidays that working days are counted by.
struct Calendar: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The bank holidays that working days are counted by.",
        discussion: """
              caselog calendar adopt bank-holidays.json
            """, subcommands: [AdoptCalendar.self])
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

    @Flag(help: "Print the receipt as JSON.")
    var json = false

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
            throw ExitStatus.malformedFile.code
        }
        let reply = try await Adoption.post("calendar.adopted", adoption, connection)
        guard !json else { return Terminal.write(reply.body) }
        print("adopted \(adoption["calendar"]?.stringValue ?? "") at position \(reply.position)")
    }
}
