"""The oracle of the indicators: figures recomputed from the events themselves, by numpy's working days.

    indicators.py < QUESTIONS

QUESTIONS is one JSON object: "children" has the events of each child in the order of the log, as they are recorded and as
they stand; "periods" is a list of [first day, last day]. Prints one line for each indicator and period: a JSON object with
"indicator", "from", "to", "numerator" and "denominator" (each a sorted list of "child reference"), and "teams": for each team
[numerator, denominator].

Written from the definitions that the indicators give of themselves and from Working Together, and from nothing else. It knows
only what the histories of the test have: days without times, no corrections, no name given twice.
"""

import calendar
import collections
import datetime
import json
import sys

import holidays
import numpy

DAY = datetime.timedelta(days=1)
WT2006 = datetime.date(2006, 4, 1)
WT2013 = datetime.date(2013, 4, 15)
CLOSED = numpy.array(
    sorted(holidays.country_holidays("GB", subdiv="ENG", years=range(2000, 2032))), dtype="datetime64[D]")


def working_days(begin, end):
    """Working days after the one day up to and including the other."""
    return int(numpy.busday_count(begin + DAY, end + DAY, holidays=CLOSED))


def after(begin, days):
    return numpy.busday_offset(begin, days, roll="preceding", holidays=CLOSED).astype(datetime.date)


def months(day, count):
    index = day.year * 12 + day.month - 1 + count
    year, month = index // 12, index % 12 + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


class Record:
    """What one child's events say."""

    def __init__(self, child, events):
        self.child = child
        self.events = []
        for event in events:
            event["day"] = datetime.date.fromisoformat(event["occurredAt"])
            self.events.append(event)
        self.by_day = sorted(self.events, key=lambda event: (event["day"], event["position"]))

    def all(self, kind):
        return [event for event in self.by_day if event["type"] == kind]

    def first(self, kind, field, name):
        return next((event for event in self.all(kind) if event["data"].get(field) == name), None)

    def team(self, event):
        team = None
        for other in self.by_day:
            if (other["day"], other["position"]) > (event["day"], event["position"]):
                break
            if other["type"] in ("contact.received", "referral.received", "case.allocated"):
                team = other["data"].get("team") or team
        return team

    def latest_referral(self, day):
        found = [event for event in self.all("referral.received") if event["day"] <= day]
        return found[-1]["data"]["referral"] if found else None

    def referral_of(self, event):
        return event["data"].get("referral") or self.latest_referral(event["day"])

    def closure(self, referral):
        received = self.first("referral.received", "referral", referral)
        for event in self.all("case.closed"):
            named = event["data"].get("referral")
            if named == referral or named is None and event["day"] >= received["day"]:
                return event["day"]
        return None


Counted = collections.namedtuple("Counted", "child reference team met")


def referrals(record, first, last):
    """The referrals received in the period, each with those before it."""
    received = record.all("referral.received")
    for place, event in enumerate(received):
        if first <= event["day"] <= last:
            yield event, received[:place]


def ni68(record, first, last):
    for event, _ in referrals(record, first, last):
        name = event["data"]["referral"]
        answers = [one for one in record.all("assessment.started") if record.referral_of(one) == name]
        met = bool(answers) and answers[0]["data"]["kind"] == "initial"
        yield Counted(record.child, name, event["data"].get("team") or record.team(event), met)


def re_referrals(record, first, last):
    for event, before in referrals(record, first, last):
        met = bool(before) and before[-1]["day"] >= months(event["day"], -12)
        yield Counted(record.child, event["data"]["referral"], event["data"].get("team") or record.team(event), met)


def referral_decisions(record, first, last):
    for event in record.all("referral.received"):
        name = event["data"]["referral"]
        due = after(event["day"], 1)
        decided = record.first("referral.decided", "referral", name)
        team = event["data"].get("team") or record.team(event)
        closed = record.closure(name)
        if decided and decided["day"] <= last:
            if decided["day"] >= first:
                yield Counted(record.child, name, team, decided["day"] <= due)
        elif not decided and closed and closed <= last:
            continue
        elif event["day"] <= last and due <= last:
            yield Counted(record.child, name, team, False)


def authorised(record, first, last, kinds):
    """The assessments of those kinds that were authorised in the period."""
    for event in record.all("assessment.started"):
        end = record.first("assessment.authorised", "assessment", event["data"]["assessment"])
        if event["data"]["kind"] in kinds and end and first <= end["day"] <= last:
            yield event, end


def ni59(record, first, last):
    for event, end in authorised(record, first, last, ["initial"]):
        referral = record.referral_of(event)
        received = record.first("referral.received", "referral", referral)
        others = [
            one for one in record.all("assessment.started")
            if one["data"]["kind"] == "initial" and record.referral_of(one) == referral]
        begin = received["day"] if received and others[0] is event else event["day"]
        days = working_days(begin, end["day"])
        if days < 0 or end["day"] < begin:
            continue
        limit = 7 if end["day"] <= datetime.date(2010, 3, 31) else 10
        yield Counted(record.child, event["data"]["assessment"], record.team(event), days <= limit)


def within(kinds, limit):
    def count(record, first, last):
        for event, end in authorised(record, first, last, kinds):
            if end["day"] < event["day"]:
                continue
            met = working_days(event["day"], end["day"]) <= limit
            yield Counted(record.child, event["data"]["assessment"], record.team(event), met)
    return count


def child_view(record, first, last):
    for event, _ in authorised(record, first, last, ["initial", "core", "single", "pre-birth"]):
        name = event["data"]["assessment"]
        met = any(one["data"]["assessment"] == name and one["data"].get("childViews") for one in
                  record.all("assessment.completed"))
        met = met or any(one["data"].get("assessment") == name for one in record.all("child-view.recorded"))
        yield Counted(record.child, name, record.team(event), met)


def enquiries(record):
    """Name, first event and referral of each section 47 enquiry, by when it began."""
    names = []
    for event in record.by_day:
        name = event["data"].get("section47")
        is_start = event["type"] == "section47.started"
        if (is_start or event["type"] == "strategy-discussion.held" and event["data"]["initiatesSection47"]) and name:
            if name not in names:
                names.append(name)
    found = []
    for name in names:
        start = record.first("section47.started", "section47", name)
        discussion = next(
            (one for one in record.all("strategy-discussion.held")
             if one["data"].get("section47") == name and one["data"]["initiatesSection47"]
             or start and start["data"].get("strategyDiscussion") == one["data"]["strategyDiscussion"]), None)
        begin = discussion or start
        referral = (start or {"data": {}})["data"].get("referral") or (discussion or {"data": {}})["data"].get("referral")
        found.append((name, begin, referral or record.latest_referral(begin["day"])))
    return sorted(found, key=lambda one: (one[1]["day"], one[0]))


def core_per_section47(record, first, last):
    cores = [event for event in record.all("assessment.started") if event["data"]["kind"] == "core"]
    free = [event for event in cores if not event["data"].get("section47")]
    named = {event["data"]["section47"] for event in cores if event["data"].get("section47")}
    for name, begin, referral in enquiries(record):
        met = name in named
        if not met:
            for core in cores:
                end = record.first("assessment.authorised", "assessment", core["data"]["assessment"])
                if (record.referral_of(core) == referral and core["day"] < begin["day"]
                        and (not end or end["day"] >= begin["day"])):
                    met = True
        if not met:
            following = [core for core in free if core["day"] >= begin["day"] and record.referral_of(core) == referral]
            if following:
                free.remove(following[0])
                met = True
        if first <= begin["day"] <= last and begin["day"] < WT2013:
            yield Counted(record.child, name, record.team(begin), met)


def conferences(record, kind):
    return [event for event in record.all("conference.held") if event["data"]["kind"] == kind]


def section47_conference(record, first, last):
    for name, begin, _ in enquiries(record):
        end = record.first("section47.concluded", "section47", name)
        if end and first <= end["day"] <= last:
            met = any(one["data"].get("section47") == name for one in conferences(record, "initial"))
            yield Counted(record.child, name, record.team(begin), met)


def conferences_15(record, first, last):
    found = {name: begin for name, begin, _ in enquiries(record)}
    for event in conferences(record, "initial"):
        name = event["data"].get("section47")
        if not first <= event["day"] <= last or name not in found:
            continue
        begin = found[name]["day"]
        if WT2006 <= begin < WT2013:
            # The last strategy discussion by then counted, under the guidance of the time.
            later = [one["day"] for one in record.all("strategy-discussion.held")
                     if one["data"].get("section47") == name and begin <= one["day"] <= event["day"]
                     and one["day"] < WT2013]
            begin = max([begin] + later)
        if event["day"] < begin:
            continue
        met = working_days(begin, event["day"]) <= 15
        yield Counted(record.child, event["data"]["conference"], record.team(event), met)


def plans(record):
    return record.all("cp-plan.started")


def repeat_plans(within_two_years):
    def count(record, first, last):
        started = plans(record)
        for place, event in enumerate(started):
            if not first <= event["day"] <= last:
                continue
            before = started[:place]
            met = bool(before) or event["data"].get("previousPlans", 0) > 0
            if within_two_years:
                met = False
                if before:
                    end = record.first("cp-plan.ended", "plan", before[-1]["data"]["plan"])
                    over = min(end["day"], event["day"]) if end else event["day"]
                    met = over >= months(event["day"], -24)
            yield Counted(record.child, event["data"]["plan"], record.team(event), met)
    return count


def cp_reviews(record, first, last):
    reviews = conferences(record, "review")
    for plan in plans(record):
        end = record.first("cp-plan.ended", "plan", plan["data"]["plan"])
        over = end["day"] if end else datetime.date.max
        starts = [(plan, 3)] + [(one, 6) for one in reviews if plan["day"] < one["day"] <= over]
        for start, count in starts:
            due = months(start["day"], count)
            held = next((one["day"] for one in reviews if one["day"] > start["day"]), None)
            if held and held > over:
                held = None
            name = start["id"]
            team = record.team(start)
            if start["day"] > last:
                continue
            if held and held <= last:
                if held >= first:
                    yield Counted(record.child, name, team, held <= due)
            elif not held and over <= last:
                # It fell away; where it was overdue by then it was missed.
                if over > due and over >= first:
                    yield Counted(record.child, name, team, False)
            elif due <= last:
                yield Counted(record.child, name, team, False)


def visits(outcomes):
    def count(record, first, last):
        for event in record.all("visit.made"):
            seen, alone = event["data"].get("seen"), event["data"].get("seenAlone")
            if not first <= event["day"] <= last or (seen is None and not alone):
                continue
            outcome = "alone" if alone else "seen" if seen else "not"
            yield Counted(record.child, event["data"]["visit"], record.team(event), outcome in outcomes)
    return count


INDICATORS = {
    "ni59": ni59,
    "ni60": within(["core"], 35),
    "ni68": ni68,
    "assessments-45": within(["single", "pre-birth"], 45),
    "assessment-child-view": child_view,
    "referral-decisions": referral_decisions,
    "re-referrals": re_referrals,
    "core-per-section47": core_per_section47,
    "section47-conference": section47_conference,
    "conferences-15": conferences_15,
    "cp-reviews": cp_reviews,
    "repeat-plans": repeat_plans(False),
    "repeat-plans-2y": repeat_plans(True),
    "visits-seen": visits(["seen", "alone"]),
    "visits-seen-alone": visits(["alone"]),
}


def main():
    questions = json.load(sys.stdin)
    records = [Record(child, events) for child, events in sorted(questions["children"].items())]
    for name, count in INDICATORS.items():
        for first, last in questions["periods"]:
            days = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
            counted = [one for record in records for one in count(record, *days)]
            teams = collections.defaultdict(lambda: [0, 0])
            for one in counted:
                teams[one.team or "-"][0] += one.met
                teams[one.team or "-"][1] += 1
            print(json.dumps({
                "indicator": name, "from": first, "to": last,
                "numerator": sorted(f"{one.child} {one.reference}" for one in counted if one.met),
                "denominator": sorted(f"{one.child} {one.reference}" for one in counted),
                "teams": dict(sorted(teams.items()))}))


main()
