import ArgumentParser
import CaseRecord
import DemonstrationCounty
import Foundation
import StrictJSON

/// `caselog demo`: writes the demonstration county.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes an invented county's history as NDJSON events, for caselog import.",
        discussion: """
            The same seed, day and number of children give the same events.

              caselog demo --seed 2011 | caselog import -
            """)

    @Option(help: "What the county is drawn from.")
    var seed: UInt64 = 2011

    @Option(help: "How many children.")
    var children = 300

    @Option(help: ArgumentHelp("The last day of the history; today unless given.", valueName: "YYYY-MM-DD"))
    var through: String?

    @Option(help: ArgumentHelp("The authority's code.", valueName: "code"))
    var authority = "000"

    @Flag(help: "Print only the names worth asking for: a child with a long history and a team.")
    var showcase = false

    func validate() throws {
        guard children > 0, children <= 100_000 else { throw ValidationError("--children must be 1 to 100000") }
        guard AuthorityCode(authority) != nil else { throw ValidationError("--authority must be three digits") }
        guard through.map({ CivilDate($0) != nil }) ?? true else { throw ValidationError("--through must be a date") }
    }

    func run() async throws {
        let now = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
        guard let authority = AuthorityCode(authority) else { return }
        let county = DemonstrationCounty(
            seed: seed, children: children, through: through.flatMap { CivilDate($0) } ?? LondonTime.date(of: now),
            authority: authority)
        if showcase {
            print(county.showcaseChild, county.showcaseTeam)
            return
        }
        for event in county.events() {
            Terminal.write(JSONValue.object(event.json).bytes() + [UInt8(ascii: "\n")])
        }
    }
}
