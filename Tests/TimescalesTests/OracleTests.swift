import CaseRecord
import Foundation
import TestOracle
import Testing
import Timescales

/// Compares the calendar with numpy and the `holidays` package, which know nothing of it.
@Suite struct OracleTests {
    /// The lines that a program of the folder `Oracle` prints.
    static func ask(
        _ program: String = "working_days.py", _ arguments: [String] = [], _ input: String = ""
    ) throws -> [String] {
        let oracle = try PythonOracle(program, in: .module, packages: "numpy, holidays and PyYAML")
        let answer = try oracle.ask(arguments, input.utf8)
        return String(decoding: answer, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test(arguments: [2000...2028, 1978...1999, 2029...2090])
    func bankHolidaysAgreeOneByOne(years: ClosedRange<Int>) throws {
        let theirs = try Self.ask("working_days.py", ["holidays", String(years.lowerBound), String(years.upperBound)])
        let ours = years.flatMap { WorkingDayCalendar.england.bankHolidays(in: $0) }.map(\.date.description)
        #expect(theirs.count >= 8 * years.count)
        #expect(Set(theirs).subtracting(ours) == [], "only the oracle has these")
        #expect(Set(ours).subtracting(theirs) == [], "only the calendar has these")
        #expect(ours == theirs)
    }

    @Test func tenThousandDueDatesAgree() throws {
        var random = SeededGenerator(seed: 20_110_506)
        let (first, last) = (day("2001-01-01"), day("2028-12-31"))
        let questions = (0..<10_000).map { index in
            let days = Int.random(in: 0...last.days(since: first), using: &random)
            // Half of them with the limits that the rules have.
            let limit =
                index % 2 == 0
                ? [1, 7, 10, 15, 35, 45].randomElement(using: &random) ?? 1
                : Int.random(in: 1...400, using: &random)
            return (first.adding(days: days), limit)
        }
        let theirs = try Self.ask("working_days.py", [], questions.map { "\($0.0) \($0.1)\n" }.joined())
        try #require(theirs.count == questions.count)
        for ((start, limit), theirs) in zip(questions, theirs) {
            let ours = try #require(WorkingDayCalendar.england.deadline(workingDays: limit, from: start))
            #expect(ours.due.description == theirs, "\(limit) working days from \(start)")
        }
    }
}
