"""The oracle of the differential test of all rules: the clocks of a child's record, told slowly.

Written from the article "The rulebook" and not from the engine, so that either shows the other's errors. Days are counted
one by one; bank holidays are those of the `holidays` package, London's time that of `zoneinfo`.

    clocks.py RULES.yaml... < HISTORIES > CLOCKS

Each line of the input is a history: {"child", "events": [{"id", "type", "occurredAt", "data", "position"}, ...] in any order,
"workers": {NAME: {"registered": [FIRST, LAST], "newlyQualified": [FIRST, LAST]}}}; of a worker without one of the two it is
not known. Each line of the output has the clocks of one history.
"""

import datetime
import functools
import json
import re
import sys
import zoneinfo

import holidays
import yaml

LONDON = zoneinfo.ZoneInfo("Europe/London")
UTC = datetime.timezone.utc
ONE_DAY = datetime.timedelta(days=1)

# --- Days and moments


BANK_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG", years=range(1998, 2041))


def is_working_day(day):
    return day.weekday() < 5 and day not in BANK_HOLIDAYS


@functools.cache
def start_of_day(day):
    return datetime.datetime(day.year, day.month, day.day, tzinfo=LONDON).astimezone(UTC)


def time_on(day, hour, minute):
    return datetime.datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON).astimezone(UTC)


def day_of(moment):
    return moment.astimezone(LONDON).date()


def last_of_month(year, month):
    day = datetime.date(year, month, 28)
    while (day + ONE_DAY).month == month:
        day += ONE_DAY
    return day


def months_on(day, count):
    """The corresponding date that many months on (back, if fewer than 0); a month without it gives its last day."""
    year, month = day.year, day.month
    for _ in range(abs(count)):
        month += 1 if count > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    last = last_of_month(year, month)
    return last if day.day > last.day else datetime.date(year, month, day.day)


def step(day, direction, count, counts):
    """The day that many days on that count."""
    while count > 0:
        day += direction * ONE_DAY
        if counts(day):
            count -= 1
    return day


def occurrence(text):
    """First and last day, first moment, and whether that is the moment itself."""
    if "T" in text:
        moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)
        return day_of(moment), day_of(moment), moment, True
    parts = [int(part) for part in text.rstrip("~").split("-")]
    if len(parts) == 3:
        first = last = datetime.date(*parts)
    elif len(parts) == 2:
        first, last = datetime.date(parts[0], parts[1], 1), last_of_month(*parts)
    else:
        first, last = datetime.date(parts[0], 1, 1), datetime.date(parts[0], 12, 31)
    return first, last, start_of_day(first), False


# --- Limits


class Limit:
    """`10 working days by 09:00`, `26 weeks beginning with`, `72 hours`, `at once`, `until FIELD`, ..."""

    def __init__(self, text):
        self.text, self.field, self.by, self.count = text, None, None, 0
        counted = re.fullmatch(
            r"(\d+) (working day|day|week|month|year|hour)s?( beginning with)?( by (\d\d):(\d\d))?", text)
        if counted:
            self.count, self.unit = int(counted[1]), counted[2]
            self.beginning = counted[3] is not None
            if counted[4]:
                self.by = (int(counted[5]), int(counted[6]))
        elif text.startswith("until "):
            self.unit, self.field = "until", text[len("until "):]
        elif text.startswith("next working day at "):
            self.unit, self.by = "next", tuple(int(part) for part in text[-5:].split(":"))
        else:
            self.unit = text  # "at once" or "none"

    def days(self, day, direction=1):
        """The last day of a limit counted from a day, or back from it."""
        if self.unit == "working day":
            return step(day, direction, self.count, is_working_day)
        if self.unit == "day":
            return step(day, direction, self.count - self.beginning, lambda day: True)
        if self.unit == "week":
            for _ in range(self.count):
                day = step(day, direction, 7, lambda day: True)
            return day - ONE_DAY if self.beginning else day
        if self.unit == "month":
            return months_on(day, direction * self.count)
        if self.unit == "year":
            return months_on(day, direction * 12 * self.count)
        raise ValueError(self.text)

    def deadline(self, start):
        """The last day, the moment from which it is past, and the first moment at which an end is late."""
        day = start.day
        if self.unit == "hour":
            past = start.at if start.exact else start_of_day(start.day + ONE_DAY)
            for _ in range(self.count):
                past += datetime.timedelta(hours=1)
            # The end of a day belongs to that day.
            return day_of(past - datetime.timedelta(seconds=1)), past, past
        if self.unit == "at once":
            return day, start.at, start_of_day(day + ONE_DAY)
        if self.unit == "next":
            while True:
                if is_working_day(day):
                    past = time_on(day, *self.by)
                    if past > start.at if start.exact else day > start.day:
                        return day, past, past
                day += ONE_DAY
        if self.unit == "until":
            said = start.data.get(self.field)
            if said is None:
                return None
            due = occurrence(said)[1]
            return due, start_of_day(due + ONE_DAY), start_of_day(due + ONE_DAY)
        due = self.days(day)
        past = time_on(due, *self.by) if self.by else start_of_day(due + ONE_DAY)
        return due, past, past

    def twice(self):
        if not self.count:
            return None
        return Limit(self.text.replace(str(self.count), str(2 * self.count), 1))


# --- The rules


def listed(value):
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


class Edition:
    def __init__(self, data, rule, sources):
        source = sources[data["source"]]
        self.source = data["source"]
        self.first = datetime.date.fromisoformat(data.get("from", source["from"]))
        until = data.get("until", source.get("until"))
        self.last = datetime.date.fromisoformat(until) if until else datetime.date.max
        self.limit = Limit(data["limit"])
        self.warn = [Limit(text) for text in listed(data.get("warn", rule.get("warn")))]
        self.severe = data.get("severe", rule.get("severe"))
        self.moves_to = listed(data.get("movesTo"))


class Rule:
    def __init__(self, data, sources):
        self.data = data
        self.id, self.per, self.pick = data["id"], data["per"], data.get("pick", "first")
        self.start, self.stop = listed(data.get("start")), listed(data.get("stop"))
        self.during = data.get("during")
        self.cancel = [
            (listed(item["on"]), listed(item.get("overtakenBy"))) for item in listed(data.get("cancel"))]
        self.awaiting = listed(data.get("awaiting"))
        self.cannot_be_told = listed(data.get("cannotBeTold"))
        self.extend = [
            (listed(item["on"]), item.get("to"), item.get("by"), int(item.get("most", 10 ** 9)))
            for item in listed(data.get("extend"))]
        self.editions = [Edition(edition, data, sources) for edition in data["editions"]]
        first = (listed(self.during["from"]) if self.during else []) + self.start
        self.types = {name for pattern in first for name in listed(pattern["event"])}

    def edition(self, day):
        for edition in self.editions:
            if edition.first <= day <= edition.last:
                return edition
        return None


def read_rules(paths):
    sources, rules = {}, []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            # The base loader leaves everything text: "on" and "2020-04-23" stay what they are.
            book = yaml.load(file, Loader=yaml.CBaseLoader)
        sources |= {source["code"]: source for source in book.get("sources", [])}
        rules += [Rule(rule, sources) for rule in book.get("rules", [])]
        for override in book.get("overrides", []):
            for rule in rules:
                if rule.id == override["rule"]:
                    for edition in rule.editions:
                        edition.limit = Limit(override["limit"])
    return rules


# --- The record

OPENS = {
    "contact": ["contact.received"],
    "handover": ["handover.sent"],
    "agencyRequest": ["agency.contacted"],
    "referral": ["referral.received"],
    "earlyHelp": ["early-help.started"],
    "assessment": ["assessment.started"],
    "visit": ["visit.made"],
    "strategyDiscussion": ["strategy-discussion.held"],
    "section47": ["section47.started"],
    "conference": ["conference.held"],
    "protectiveAction": ["protective-action.required"],
    "policeProtection": ["police-protection.taken"],
    "order": ["order.made"],
    "preProceedings": ["pre-proceedings.started"],
    "proceedings": ["care-proceedings.issued"],
    "courtDirection": ["court-direction.made"],
    "familyGroup": ["family-group.offered"],
    "incident": ["serious-incident.identified"],
    "plan": ["cp-plan.started", "cp-plan.transfer-notified", "plan.made"],
    "action": ["action.set"],
    "service": ["service.requested"],
    "decision": ["decision.made"],
    "audit": ["audit.completed"],
    "care": ["care.started"],
    "placement": ["placement.started"],
    "accommodation": ["leaving-care.accommodation-started"],
    "missing": ["missing.reported"],
    "privateFostering": ["private-fostering.notified"],
    "restriction": ["record.restricted"],
    "hold": ["legal-hold.placed"],
    "access": ["access.granted", "emergency-access.opened"],
    "programme": ["programme.started"],
}
# A discussion, and an arrangement that is proposed and then begun, may be told twice.
TOLD_TWICE = {"strategyDiscussion", "privateFostering"}
OPENED_BY = {name: kind for kind, names in OPENS.items() for name in names}


class Happening:
    def __init__(self, event, type_, data, when):
        self.id, self.position, self.type, self.data = event["id"], event["position"], type_, data
        self.when = self.day, self.last, self.at, self.exact = when
        self.names = {}

    @property
    def order(self):
        return self.at, self.id

    def on(self, day):
        moved = Happening({"id": self.id, "position": self.position}, self.type, self.data, occurrence(day.isoformat()))
        moved.names = self.names
        return moved

    def is_from(self, other):
        """Whether it happened on the other's day or later or, where both moments are known, not before that moment."""
        if self.exact and other.exact:
            return self.at >= other.at
        return self.day >= other.day


    def is_overtaken_by(self, other):
        """Whether the other, which says that work goes on, is later; of what is known to the day only, on that day."""
        if self.exact and other.exact:
            return other.at >= self.at
        return other.last >= self.day


def named(data):
    return {kind: {data[kind]} for kind in OPENS if isinstance(data.get(kind), str)}


def join(names, others):
    for kind, more in others.items():
        names[kind] = names.get(kind, set()) | more


def by_time(happenings):
    return sorted(happenings, key=lambda happening: happening.order)


class Record:
    def __init__(self, history):
        self.child, self.workers = history["child"], history.get("workers", {})
        self.opened, self.first, self.all = {}, {}, []
        for event in sorted(history["events"], key=lambda event: event["position"]):
            happening = Happening(event, event["type"], event["data"], occurrence(event["occurredAt"]))
            kind = OPENED_BY.get(happening.type)
            name = event["data"].get(kind) if kind else None
            if name is not None:
                self.opened.setdefault((kind, name), happening)
                first = self.first.setdefault((happening.type, name), happening)
                if first is not happening and kind not in TOLD_TWICE:
                    continue  # The first by position keeps the name.
            self.all.append(happening)
        self.all = by_time(self.all)
        self.referrals = [one for one in self.all if one.type == "referral.received"]
        self.enquiries = self.find_enquiries()
        self.cores = self.match_core_assessments()
        self.elements()
        assigned = self.conferences()
        for happening in self.all:
            happening.names = self.matters(happening, assigned)
        self.derive()
        self.all = by_time(self.all)
        self.by_type, self.kinds = {}, {}
        for happening in self.all:
            self.by_type.setdefault(happening.type, []).append(happening)
            for kind, names in happening.names.items():
                for name in sorted(names):
                    if name not in self.kinds.setdefault(kind, []):
                        self.kinds[kind].append(name)
        self.born = None
        for happening in self.all:
            if "birthDate" in happening.data:
                self.born = datetime.date.fromisoformat(happening.data["birthDate"])

    def of_type(self, type_):
        return [one for one in self.all if one.type == type_]

    # Matters: a set of names for each kind

    def matters(self, happening, assigned):
        """Those that it names, those that they belong to, and the latest referral where these lead to none."""
        names = named(happening.data)
        for kind, own in list(names.items()):
            for name in own:
                join(names, self.belongs_to(kind, name, ()))
        if id(happening) in assigned:
            join(names, {"section47": {assigned[id(happening)]}})
        for assessment in names.get("assessment", set()):
            join(names, self.cores["names"].get(assessment, {}))
        if "referral" not in names:
            for enquiry in self.enquiries:
                if enquiry["name"] in names.get("section47", set()) and enquiry["referral"]:
                    join(names, {"referral": {enquiry["referral"]}})
        if "referral" not in names and happening.type == "case.closed":
            # A closure that names none closes all.
            names["referral"] = {one.data["referral"] for one in self.referrals}
        if "referral" not in names:
            latest = self.latest_referral(happening.day)
            if latest is not None:
                names["referral"] = {latest}
        return names

    def belongs_to(self, kind, name, seen):
        """The matters that a matter belongs to itself."""
        opener = self.opened.get((kind, name))
        if opener is None or kind in seen:
            return {}
        names = named(opener.data)
        for other, own in list(names.items()):
            if other != kind:
                for one in own:
                    join(names, self.belongs_to(other, one, seen + (kind,)))
        if "referral" not in names:
            latest = self.latest_referral(opener.day)
            if latest is not None:
                names["referral"] = {latest}
        names.pop(kind, None)
        return names

    def latest_referral(self, day):
        latest = None
        for referral in self.referrals:
            if referral.day <= day:
                latest = referral.data["referral"]
        return latest

    def elements(self):
        """Each element of a list of objects is a happening of its own, and belongs to what its entry names."""
        for happening in list(self.all):
            for name, value in happening.data.items():
                for element in value if isinstance(value, list) else []:
                    if isinstance(element, dict):
                        inherited = {kind: happening.data[kind] for kind in OPENS if kind in happening.data}
                        self.all.append(Happening(
                            {"id": happening.id, "position": happening.position}, f"{happening.type}/{name}",
                            {**inherited, **element}, happening.when))

    # Enquiries and core assessments

    def find_enquiries(self):
        discussions = self.of_type("strategy-discussion.held")
        starts = {}
        for start in self.of_type("section47.started"):
            starts.setdefault(start.data["section47"], start)
        names = set(starts) | {
            one.data["section47"] for one in discussions
            if one.data["initiatesSection47"] and "section47" in one.data}
        found = []
        for name in names:
            start = starts.get(name)
            linked = [
                one for one in discussions
                if one.data.get("section47") == name and one.data["initiatesSection47"]
                or start is not None and start.data.get("strategyDiscussion") == one.data["strategyDiscussion"]]
            began = linked[0] if linked else start
            said = [one.data["referral"] for one in (start, linked[0] if linked else None)
                    if one is not None and "referral" in one.data]
            found.append({
                "name": name, "began": began, "by": "discussion" if linked else "start",
                "referral": said[0] if said else self.latest_referral(began.day)})
        return sorted(found, key=lambda one: (one["began"].at, one["name"]))

    def conferences(self):
        """An initial conference that names no enquiry goes to the first that needs one."""
        initial = [one for one in self.of_type("conference.held") if one.data.get("kind") == "initial"]
        free = by_time(one for one in initial if "section47" not in one.data)
        assigned = {}
        for enquiry in self.enquiries:
            if any(one.data.get("section47") == enquiry["name"] for one in initial):
                continue
            over = self.over(enquiry)
            for conference in free:
                if conference.day >= enquiry["began"].day and (over is None or conference.day <= over):
                    assigned[id(conference)] = enquiry["name"]
                    free.remove(conference)
                    break
        return assigned

    def over(self, enquiry):
        """The day on which it was settled that an enquiry needs no conference, or on which its case was closed."""
        concluded = [one for one in self.of_type("section47.concluded") if one.data["section47"] == enquiry["name"]]
        held = [one for one in concluded if one.data["outcome"] == "conference"]
        days = [
            one.day for one in concluded
            if one.data["outcome"] != "conference" and not any(one.is_overtaken_by(other) for other in held)][:1]
        for closure in self.of_type("case.closed"):
            if closure.data["referral"] == enquiry["referral"] if "referral" in closure.data else (
                closure.is_from(enquiry["began"])
            ):
                days.append(closure.day)
                break
        return min(days, default=None)

    def match_core_assessments(self):
        """Which core assessment carries out which enquiry, and the matter of each."""
        cores = [
            one for one in self.of_type("assessment.started") if one.data["kind"] == "core"]
        referral = {
            one.data["assessment"]: one.data.get("referral") or self.latest_referral(one.day)
            for one in self.of_type("assessment.started")}
        carries, running, free = {}, {}, [one for one in cores if "section47" not in one.data]
        for core in cores:
            if "section47" in core.data:
                carries.setdefault(core.data["section47"], core)
        for enquiry in self.enquiries:
            if enquiry["name"] in carries or enquiry["referral"] is None:
                continue
            began = enquiry["began"].day
            at_work = [
                one for one in cores
                if referral[one.data["assessment"]] == enquiry["referral"] and one.day < began
                and not any(end.day < began for end in self.authorisations(one.data["assessment"])[:1])]
            later = [
                one for one in free
                if referral[one.data["assessment"]] == enquiry["referral"] and one.day >= began]
            if at_work:
                running[enquiry["name"]] = at_work[0]
            elif later:
                carries[enquiry["name"]] = later[0]
                free.remove(later[0])
        names, required = {}, []
        known = {enquiry["name"] for enquiry in self.enquiries}
        for core in cores:
            own = core.data["assessment"]
            enquiry = next(
                (one for one in self.enquiries
                 if one["name"] == core.data.get("section47") or carries.get(one["name"]) is core), None)
            said = core.data.get("section47")
            name = own
            if said is not None and carries.get(said) is core:
                name = f"section47/{said}"
            elif enquiry is not None and carries.get(enquiry["name"]) is core:
                name = f"section47/{enquiry['name']}"
            enquiries = {one for one, other in running.items() if other is core}
            if enquiry is not None:
                enquiries.add(enquiry["name"])
            names[own] = {"core-assessment": {name}}
            if enquiries:
                names[own]["section47"] = enquiries
            of = referral[own] or (enquiry["referral"] if enquiry else None)
            initial = by_time(
                end for one in self.of_type("assessment.started")
                if one.data["kind"] == "initial" and of is not None and referral[one.data["assessment"]] == of
                for end in self.authorisations(one.data["assessment"])[:1] if end.last <= core.day)
            if enquiry is not None:
                required.append((enquiry["began"], f"section47-{enquiry['by']}", name, of))
            elif initial:
                required.append((initial[-1], "initial-assessment", name, of))
            else:
                required.append((core, "own-start", name, of))
        for enquiry in self.enquiries:
            if enquiry["name"] not in carries and enquiry["name"] not in running:
                required.append((
                    enquiry["began"], f"section47-{enquiry['by']}", f"section47/{enquiry['name']}",
                    enquiry["referral"]))
        return {"names": names, "required": required}

    def authorisations(self, assessment):
        return [one for one in self.of_type("assessment.authorised") if one.data["assessment"] == assessment]

    def derive(self):
        def add(source, type_, data, names, referral):
            derived = Happening({"id": source.id, "position": source.position}, type_, data, source.when)
            derived.names = {kind: {name} for kind, name in names.items()}
            if referral:
                derived.names["referral"] = {referral}
            self.all.append(derived)

        for one in self.enquiries:
            add(one["began"], "section47.initiated", {"by": one["by"], "section47": one["name"]},
                {"section47": one["name"]}, one["referral"])
        for source, because, name, referral in self.cores["required"]:
            add(source, "core-assessment.required", {"because": because}, {"core-assessment": name}, referral)

    # Fields

    def values(self, happening, path, scope):
        parts = path.split(".")
        source = happening.data
        if len(parts) > 1 and parts[0] in OPENS:
            if not isinstance(happening.data.get(parts[0]), (dict, list)):
                opener = self.opener(parts[0], happening, scope)
                if opener is None:
                    return []
                source, parts = opener.data, parts[1:]
        found = [source]
        for part in parts:
            found = [one.get(part) for one in flat(found) if isinstance(one, dict)]
        return [text(one) for one in flat(found) if one is not None]

    def opener(self, kind, happening, scope):
        for name in sorted(happening.names.get(kind) or scope.names.get(kind, set())):
            if (kind, name) in self.opened:
                return self.opened[kind, name]
        return None

    def age(self, day):
        if self.born is None:
            return 0
        years = 0
        while months_on(self.born, 12 * (years + 1)) <= day:
            years += 1
        return years

    def holds(self, happening, path, test, scope):
        if path == "child.age":
            return compared(self.age(happening.day), test)
        if path.endswith(".elapsed"):
            opener = self.opener(path.split(".")[0], happening, scope)
            if opener is None:
                return False
            kind, limit = next(iter(test.items()))
            is_under = happening.day < Limit(limit).days(opener.day)
            return is_under if kind == "under" else not is_under
        values = self.values(happening, path, scope)
        if not isinstance(test, dict):
            return any(value in listed(test) for value in values)
        kind, said = next(iter(test.items()))
        if kind == "not":
            return not any(value in listed(said) for value in values)
        if kind == "present":
            return bool(values) == (said == "true")
        if kind == "includes":
            return said in values
        if kind == "lacks":
            return said not in values
        if kind in ("registered", "newlyQualified"):
            for worker in values:
                known = self.workers.get(worker, {}).get(kind)
                if known is not None:
                    first, last = (datetime.date.fromisoformat(day) for day in known)
                    if (first <= happening.day <= last) == (said == "true"):
                        return True
            return False
        return any(compared(float(value), test) for value in values)


def compared(number, test):
    kind, limit = next(iter(test.items()))
    return number < float(limit) if kind == "under" else number >= float(limit)


def flat(values):
    for value in values:
        if isinstance(value, list):
            yield from flat(value)
        else:
            yield value


def text(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


# --- One rule on one record


class Scope:
    """What belongs to one clock: its matter, and the period in which its rule applies."""

    def __init__(self, kind, name, names):
        self.kind, self.name, self.names = kind, name, names
        self.opened = self.closed = None

    def within(self, opened, closed):
        other = Scope(self.kind, self.name, self.names)
        other.opened, other.closed = opened, closed
        return other

    def has(self, happening, of):
        if of == "child":
            return True
        if of is not None:
            return bool(self.names.get(of, set()) & happening.names.get(of, set()))
        return self.kind is None or self.name in happening.names.get(self.kind, set())

    def of_start(self, start):
        """The clock's matters are those of its start."""
        other = self.within(self.opened, self.closed)
        other.names = start.names
        return other

    def is_in_time(self, happening):
        if self.opened is not None and not happening.is_from(self.opened):
            return False
        return self.closed is None or self.closed.is_from(happening)


class Run:
    def __init__(self, rule, record):
        self.rule, self.record = rule, record

    def find(self, pattern, scope):
        found = []
        for name in listed(pattern["event"]):
            found += self.record.by_type.get(name, [])
        result = []
        for happening in by_time(found):
            if not scope.is_in_time(happening) or not scope.has(happening, pattern.get("of")):
                continue
            if not all(
                self.record.holds(happening, path, test, scope) for path, test in pattern.get("where", {}).items()
            ):
                continue
            result.append(happening)
        number = pattern.get("number")
        if number is not None:
            first = int(number.split()[-1]) - 1
            result = result[first:] if number.startswith("from ") else result[first:first + 1]
        if "day" in pattern:
            result = [
                happening.on(self.later(pattern, occurrence(happening.data[pattern["day"]])[1]))
                for happening in result if pattern["day"] in happening.data]
        return by_time(result)

    @staticmethod
    def later(pattern, day):
        return Limit(pattern["plus"]).days(day) if "plus" in pattern else day

    def find_any(self, patterns, scope):
        """What any of them finds, by when it happened, with the index of the pattern."""
        found = {}
        for index, pattern in enumerate(patterns):
            for happening in self.find(pattern, scope):
                found.setdefault((happening.order, happening.type, id(happening.data)), (happening, index))
        return sorted(found.values(), key=lambda pair: pair[0].order)

    def scopes(self):
        if self.rule.per == "child":
            matters = [Scope(None, None, {})]
        else:
            matters = []
            for name in self.record.kinds.get(self.rule.per, []):
                matters.append(Scope(self.rule.per, name, {self.rule.per: {name}}))
        for matter in matters:
            if not self.rule.during:
                yield matter, None
                continue
            ends = self.find_any(listed(self.rule.during["to"]), matter)
            over = None
            for begun, _ in self.find_any(listed(self.rule.during["from"]), matter):
                if over is not None and (not begun.is_from(over) or begun.id == over.id):
                    continue
                over, which = next(
                    ((end, which) for end, which in ends if end.is_from(begun) and end.id != begun.id), (None, None))
                yield matter.within(begun, over), which
                if over is None:
                    break

    def clocks(self):
        for scope, to in self.scopes():
            starts = self.find_any(self.rule.start, scope)
            if not starts:
                continue
            if self.rule.pick == "first":
                earliest = min(index for _, index in starts)
                picked = [next(pair for pair in starts if pair[1] == earliest)]
            elif self.rule.pick == "last":
                picked = [starts[-1]]
            else:
                picked = starts
            for start, index in picked:
                clock = self.clock(scope, to, start, index, [one for one, _ in starts])
                if clock:
                    yield clock

    def name(self, scope, start):
        def own(happening):
            kind = OPENED_BY.get(happening.type.split("/")[0])
            if happening.type == "section47.initiated" and happening.data["by"] == "start":
                kind = "section47"
            if kind and kind in happening.data:
                first = self.record.first.get((happening.type, happening.data[kind]))
                if first is None or first.id == happening.id:
                    return f"{kind}/{happening.data[kind]}"
            return happening.id  # of what may be told twice the first by position keeps the name
        if self.rule.pick == "each":
            return f"{scope.name}/{own(start)}" if scope.kind else own(start)
        if scope.kind:
            return scope.name
        return own(scope.opened) if scope.opened else "case"

    def stop(self, scope, start, starts):
        for stop, index in self.find_any(self.rule.stop, scope):
            if self.rule.pick != "each":
                return stop, index
            if stop.id == start.id:
                continue
            if any(stop.id == one.id for one in starts):
                if stop.order > start.order:
                    return stop, index
            elif stop.is_from(start):
                return stop, index
        return None, None

    def fallen_away(self, scope, to, start):
        """The first that makes it fall away, and which of the rule's patterns that is."""
        found = []
        if scope.closed is not None:
            found.append((scope.closed, f"to {to}"))
        for place, (patterns, overtaking) in enumerate(self.rule.cancel):
            works = [one for one, _ in self.find_any(overtaking, scope)]
            for on, index in self.find_any(patterns, scope):
                names_it = (
                    self.rule.pick != "each" and scope.kind is not None and on.data.get(scope.kind) == scope.name)
                if not names_it and not on.is_from(start):
                    continue
                if any(on.is_overtaken_by(work) for work in works):
                    continue
                found.append((on, f"cancel {place}.{index}"))
                break
        return min(found, key=lambda pair: pair[0].order, default=(None, None))

    def clock(self, scope, to, start, index, starts):
        rule = self.rule
        name = self.name(scope, start)
        scope = scope.of_start(start)
        stop, stopped_by = self.stop(scope, start, starts)
        first = start
        edition = rule.edition(start.day)
        if edition is not None and edition.moves_to:
            for later, _ in self.find_any(edition.moves_to, scope):
                other = rule.edition(later.day)
                if other is not None and other.moves_to and (stop is None or stop.is_from(later)):
                    start = later
            edition = rule.edition(start.day)
        cancel, cancelled_by = self.fallen_away(scope, to, start)
        if stop is not None and cancel is not None and cancel.day < stop.day:
            stop = None
        elif stop is not None:
            cancel = None
        if edition is None or edition.limit.unit == "none":
            return None
        deadline = edition.limit.deadline(first if edition.limit.unit == "until" else start)
        if deadline is None:
            return None
        due, past, late = deadline
        is_extended = False
        for patterns, to_field, by, most in rule.extend:
            for extension, _ in self.find_any(patterns, scope)[:most]:
                is_extended = True
                day = due
                if to_field in extension.data:
                    day = occurrence(extension.data[to_field])[1]
                elif by:
                    day = Limit(by).days(due)
                if day > due:
                    due, past, late = day, start_of_day(day + ONE_DAY), start_of_day(day + ONE_DAY)
        warn = None
        if edition.warn:
            warn = max(self.warned(edition.warn[0], due, past), start.at if start.exact else start_of_day(start.day))
            warn = warn if warn < past else None
        severe = self.severe(edition, start, due, is_extended)
        if severe is not None:
            severe = max(severe, past)
        state, ended = "open", None
        if stop is not None:
            first = stop.at
            last = stop.at if stop.exact else start_of_day(stop.last + ONE_DAY)
            ended = stop
            if (last < late) if stop.exact else (last <= late):
                state = "met"
            elif first >= late:
                state = "late"
            else:
                state, ended = "cannot-be-told", None
        elif self.from_start(rule.cannot_be_told, scope, start):
            state = "cannot-be-told"
        elif cancel is not None:
            state, ended = "cancelled", cancel
        waits = self.from_start(rule.awaiting, scope, start) if state == "open" else []
        return {
            "id": f"{rule.id}/{self.record.child}/{name}",
            "startedBy": start.id,
            "dayZero": start.day.isoformat(),
            "due": due.isoformat(),
            "overdueFrom": moment(past),
            "warnFrom": moment(warn),
            "severeFrom": moment(severe),
            "state": state,
            "endedOn": ended.day.isoformat() if ended else None,
            "endedBy": ended.id if ended else None,
            "awaitsSince": waits[0].day.isoformat() if waits else None,
            "covers": [f"{rule.id} start {index}"]
            + ([f"{rule.id} stop {stopped_by}"] if stop else [])
            + ([f"{rule.id} {cancelled_by}"] if cancel else []),
        }

    def from_start(self, patterns, scope, start):
        return [
            one for one, _ in self.find_any(patterns, scope) if self.rule.pick != "each" or one.is_from(start)]

    @staticmethod
    def warned(limit, due, past):
        if limit.unit == "hour":
            for _ in range(limit.count):
                past -= datetime.timedelta(hours=1)
            return past
        return start_of_day(limit.days(due, -1))

    @staticmethod
    def severe(edition, start, due, is_extended):
        said = edition.severe
        if said == "never":
            return None
        if said is None or said == "twice the limit":
            twice = edition.limit.twice()
            return twice.deadline(start)[1] if twice and not is_extended else None
        if said.endswith(" late"):
            return start_of_day(Limit(said[:-len(" late")]).days(due) + ONE_DAY)
        return Limit(said).deadline(start)[1]


def moment(value):
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if value is not None else None


def clocks(rules, history):
    record = Record(history)
    there = set(record.by_type)
    found = []
    for rule in rules:
        if there & rule.types:
            found += Run(rule, record).clocks()
    # Of two periods that meet on one day both may have an entry of that day: the later one's clock is the one that stays.
    return [clock for _, clock in sorted({clock["id"]: clock for clock in found}.items())]


def main():
    rules = read_rules(sys.argv[1:])
    for line in sys.stdin:
        print(json.dumps(clocks(rules, json.loads(line)), separators=(",", ":")))


if __name__ == "__main__":
    main()
