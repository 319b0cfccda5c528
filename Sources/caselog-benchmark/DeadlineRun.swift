import CaseRecord
import Timescales

/// Due days and the moments from which they are past, computed on one core without any record around them.
struct DeadlineRun {
    static let name = "deadlines on one core, millions (raw: 1)"
    /// How many are computed.
    static let count = 10_000_000
    /// In how many seconds at most.
    static let mostSeconds = 10.0

    private let days: [CivilDate]
    private let limits: [TimeLimit]

    /// Random days from 2000 to 2028 and limits of every unit; day 0 of every eighth is known to the minute.
    init(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let first = CivilDate(year: 2000, month: 1, day: 1)?.daysSinceEpoch ?? 0
        let last = CivilDate(year: 2028, month: 12, day: 31)?.daysSinceEpoch ?? 0
        func number(_ most: Int) -> Int { 1 + Int(random.next() % UInt64(most)) }
        days = (0..<65_536).map { _ in CivilDate(daysSinceEpoch: first - 1 + number(last - first + 1)) }
        let nine = TimeLimit("next working day at 09:00") ?? .atOnce
        let byNine = TimeLimit("1 working day by 09:00") ?? .atOnce
        limits = (0..<4093).map { index in
            switch index % 10 {
            case 0, 1: .workingDays(number(60))
            case 2: byNine
            case 3: .days(number(60))
            case 4: .days(number(60), beginningWith: true)
            case 5: .weeks(number(52))
            case 6: .months(number(24))
            case 7: .hours(number(100))
            case 8: nine
            default: .atOnce
            }
        }
    }

    /// Millions of deadlines a second.
    func run() throws -> Double {
        let calendar = WorkingDayCalendar.england
        // The calendar's tables are made when it is first used.
        _ = calendar.isWorkingDay(days[0])
        let begin = ContinuousClock.now
        var sum: Int64 = 0
        for index in 0..<Self.count {
            let day = days[index & 0xFFFF]
            let moment = index & 7 == 0 ? LondonTime.startOfDay(day).adding(seconds: Int64(index % 86_400)) : nil
            guard let deadline = Deadline.after(day, at: moment, limits[index % limits.count], calendar) else {
                throw BenchmarkError(description: "a limit has no deadline")
            }
            sum &+= deadline.overdueFrom.microseconds &+ Int64(deadline.due.daysSinceEpoch)
        }
        let seconds = begin.elapsedSeconds
        // The results are used, so none of them can be left out.
        guard sum != 0 else { throw BenchmarkError(description: "the deadlines add up to nothing") }
        return Double(Self.count) / seconds / 1_000_000
    }
}
