import Testing
import Views

/// Limits for shares of cases, against what can be counted by hand and the published tables of the binomial distribution.
@Suite struct ControlLimitsTests {
    @Test(arguments: [
        // 4 cases at a half: none or all has one chance of 16, more than one of 40.
        (4, 0.5, ControlLimits.Level.watch, 0, 4),
        // 10 at a half: at most 1 has 11 chances of 1024, at most 2 has 56.
        (10, 0.5, .watch, 2, 8), (10, 0.5, .outlier, 1, 9),
        // 20 at a half: at most 5 has .0207, at most 6 .0577; at most 2 .0002, at most 3 .0013.
        (20, 0.5, .watch, 6, 14), (20, 0.5, .outlier, 3, 17),
        // 5 at a tenth: at least 2 has .0815, at least 3 .0086, at least 4 .0005.
        (5, 0.1, .watch, 0, 2), (5, 0.1, .outlier, 0, 3),
        (0, 0.5, .watch, 0, 0), (7, 0.0, .watch, 0, 0), (7, 1.0, .watch, 7, 7),
    ])
    func limitsAreThoseOfTheBinomialDistribution(
        cases: Int, share: Double, level: ControlLimits.Level, lower: Int, upper: Int
    ) {
        let limits = ControlLimits(cases: cases, share: share, level: level)
        #expect(limits.lower == lower && limits.upper == upper)
    }

    @Test func manyCasesDoNotUnderflow() {
        // Near the normal curve there: 5000 plus or minus 3.09 times 50.
        let limits = ControlLimits(cases: 10_000, share: 0.5, level: .outlier)
        #expect(abs(limits.lower - 4845) <= 2 && abs(limits.upper - 5155) <= 2)
    }
}

@Suite struct RunChartTests {
    private func words(_ values: [Int]) -> String { RunChart(values).words { "month \($0)" } }

    @Test func sixMonthsAboveTheMedianBeforeAreAShift() {
        let chart = RunChart([4, 5, 3, 4, 6, 4, 5, 5, 6, 7, 8, 9])
        #expect(chart.shifts.map(\.start) == [6] && chart.shifts.map(\.months) == [6])
        #expect(chart.shifts.map(\.median) == [4] && chart.shifts.map(\.isUp) == [true])
        #expect(chart.isSustainedGrowth && chart.median == 6.5)
        #expect(
            chart.words { "month \($0)" } == "shift up from month 6: 6 months in a row above the median of 4 before")
    }

    @Test func fiveAreNoneAndAMonthBelowBreaksTheRow() {
        #expect(RunChart([4, 5, 3, 4, 6, 4, 3, 5, 6, 7, 8, 9]).shifts.isEmpty)
        #expect(words([4, 5, 3, 4, 6, 4, 3, 5, 6, 7, 8, 9]) == "no evidence of shift")
        #expect(RunChart([4, 5, 3, 4, 6, 4, 5, 5, 6, 3, 8, 9, 9]).shifts.isEmpty)
    }

    @Test func aMonthOnTheMedianIsPassedOver() {
        #expect(RunChart([4, 5, 3, 4, 6, 4, 5, 4, 6, 7, 4, 8, 9]).shifts.isEmpty)
        let chart = RunChart([4, 5, 3, 4, 6, 4, 5, 4, 6, 7, 4, 8, 9, 9])
        #expect(chart.shifts.map(\.months) == [6] && chart.shifts.map(\.end) == [13])
    }

    @Test func aShiftDownIsOneTooAndGrowthThatWasNotKeptIsSaid() {
        let down = RunChart([9, 9, 8, 9, 9, 9, 5, 5, 5, 5, 5, 5])
        #expect(down.shifts.map(\.isUp) == [false] && !down.isSustainedGrowth)
        let lost = [4, 4, 4, 4, 4, 4, 6, 6, 6, 6, 6, 6, 2]
        #expect(!RunChart(lost).isSustainedGrowth)
        #expect(
            words(lost) == "shift up from month 6: 6 months in a row above the median of 4 before, not kept since")
    }

    @Test func afterAShiftTheMedianIsCountedAnew() {
        let chart = RunChart([1, 1, 1, 1, 1, 1, 5, 5, 5, 5, 5, 5, 9, 9, 9, 9, 9, 9])
        // The second row belongs to the first shift: all of it lies above 1.
        #expect(chart.shifts.map(\.months) == [12])
        let back = RunChart([1, 1, 1, 1, 1, 1, 5, 5, 5, 5, 5, 5, 1, 1, 1, 1, 1, 1])
        #expect(back.shifts.map(\.start) == [6, 12] && back.shifts.map(\.median) == [1, 5])
    }

    @Test func halvesAreSaidAndTooFewMonthsToo() {
        #expect(
            words([1, 2, 1, 2, 1, 2, 2, 2, 2, 2, 2, 2])
                == "shift up from month 6: 6 months in a row above the median of 1.5 before")
        #expect(words([1, 2, 3]) == "no evidence of shift: 3 months are too few, it takes 12")
        #expect(RunChart([]).median == nil)
    }
}
