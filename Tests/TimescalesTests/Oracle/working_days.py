"""The oracle of the differential test: working days in England by numpy and the `holidays` package.

Without arguments: reads lines "YYYY-MM-DD n" and prints, for each, the day on which n working days after it end.
With "holidays FIRST LAST": prints every bank holiday on a weekday of those years, earliest first.

Day 0 is not counted. numpy.busday_offset first rolls a day 0 that is not a working day to one that is, and counts from
there. Rolled forward, the next working day would become day 0 and would be lost to the count (due one day late). Rolled
to the preceding working day, the count starts at the same next working day as from day 0 itself, because there is no
working day between the two. A day 0 that is a working day is not rolled, and offset n is the n-th working day after it.
"""

import datetime
import sys

import holidays
import numpy


def bank_holidays(first, last):
    days = holidays.country_holidays("GB", subdiv="ENG", years=range(first, last + 1))
    return sorted(day for day in days if first <= day.year <= last and day.weekday() < 5)


def main():
    if sys.argv[1:2] == ["holidays"]:
        for day in bank_holidays(int(sys.argv[2]), int(sys.argv[3])):
            print(day.isoformat())
        return
    questions = [line.split() for line in sys.stdin if line.strip()]
    starts = [datetime.date.fromisoformat(date) for date, _ in questions]
    closed = bank_holidays(min(starts).year, max(starts).year + 3)
    dues = numpy.busday_offset(
        numpy.array(starts, dtype="datetime64[D]"),
        numpy.array([int(n) for _, n in questions]),
        roll="preceding",
        holidays=numpy.array(closed, dtype="datetime64[D]"),
    )
    for due in dues:
        print(due)


main()
