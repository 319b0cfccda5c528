"""Random histories for the differential test of all rules: some for each rule, with what its patterns ask for.

    histories.py TYPES.json SEED RULES.yaml... > HISTORIES

TYPES.json is the catalogue of event types with the JSON Schema of each. The same seed gives the same histories. Each rule
gets histories until it has had enough clocks and each pattern that ends one has ended one, as `clocks.py` sees it; that is
only where the histories come from, not what is expected of them.
"""

import datetime
import json
import random
import sys

import clocks

LEAST_HISTORIES, LEAST_CLOCKS, MOST_HISTORIES = 4, 20, 60
SPECIAL = [
    datetime.date.fromisoformat(day)
    for day in """2004-02-29 2008-02-29 2012-02-29 2016-02-29 2020-02-29 2024-02-29 2028-02-29 2011-04-14 2011-04-21
    2011-04-29 2012-06-01 2020-05-07 2022-06-01 2022-09-16 2023-05-05 2009-12-24 2010-12-24 2016-12-23 2021-12-24
    2022-12-23 2026-12-24 2010-11-30 2014-08-31 2025-08-31 2026-05-31 2026-03-28 2026-10-24 2015-03-28 2013-10-26
    2018-03-24 2021-10-30 2011-03-26""".split()]
FIRST, LAST = datetime.date(2000, 4, 1), datetime.date(2027, 6, 30)
WORKERS = {
    "w-registered": {"registered": ["1990-01-01", "2040-01-01"], "newlyQualified": ["2030-01-01", "2031-01-01"]},
    "w-not": {"registered": ["2039-01-01", "2040-01-01"], "newlyQualified": ["2039-01-01", "2040-01-01"]},
    "w-new": {"registered": ["1990-01-01", "2040-01-01"], "newlyQualified": ["1990-01-01", "2040-01-01"]},
    "w-later": {"registered": ["2012-01-01", "2040-01-01"], "newlyQualified": ["2012-01-01", "2014-01-01"]},
    "w-unknown": {},
}
DAY = datetime.timedelta(days=1)


def is_reference(schema):
    return schema.get("description") == "a reference"


class Maker:
    """Makes one history."""

    def __init__(self, rng, types, base):
        self.rng, self.types, self.base = rng, types, base
        self.events, self.constraints, self.opened, self.used = [], {}, set(), set()
        self.names = {}
        # The name that events have for a matter for the time being.
        self.current = {}
        self.birth = None

    def chance(self, probability):
        return self.rng.random() < probability

    # Values

    def moment(self, day):
        hour, minute = self.rng.choice([(self.rng.randrange(24), self.rng.choice([0, 15, 59])), (23, 30), (0, 30)])
        zone = self.rng.choice(["Z", "Z", "Z", "+01:00"])
        return f"{day}T{hour:02}:{minute:02}:00{zone}"

    def when(self, day, month=0.07):
        chosen = self.rng.random()
        if chosen < month:
            return day.isoformat()[:7]
        return day.isoformat() if chosen < 0.6 else self.moment(day)

    def value(self, schema, day, name=""):
        if "enum" in schema:
            return self.rng.choice(schema["enum"])
        if "oneOf" in schema:
            return self.rng.choice(schema["oneOf"])["const"]
        kind = schema.get("type")
        if kind == "boolean":
            return self.chance(0.5)
        if kind == "integer":
            return self.rng.randrange(1, 9)
        if kind == "number":
            return 1
        if kind == "array":
            return [self.value(schema["items"], day, name) for _ in range(self.rng.randrange(1, 3))]
        if kind == "object":
            return self.fields(schema, day, {})
        if schema.get("format") == "date":
            return (day + DAY * self.rng.randrange(-3, 60)).isoformat()
        if schema.get("format") == "uuid":
            return "0192d3c4-5e6f-7a8b-9c0d-0123456789ab"
        if "T" in schema.get("pattern", "") and "d{4}" in schema["pattern"]:
            return self.when(day + DAY * self.rng.randrange(0, 30), month=0)
        if "worker" in schema.get("description", ""):
            return self.rng.choice(list(WORKERS))
        return "x-1"

    def reference(self, kind):
        if kind in self.current and self.chance(0.85):
            return self.current[kind]
        names = self.names.setdefault(kind, [f"{kind}-{index}" for index in range(1, self.rng.randrange(2, 4))])
        return self.rng.choice(names)

    def fields(self, schema, day, fixed, own=None):
        """The data of an event or element: what is fixed (`None` is left out), what is required, and some more."""
        data = {}
        required = schema.get("required", [])
        for name, property in schema.get("properties", {}).items():
            if name in fixed:
                if fixed[name] is not None:
                    data[name] = fixed[name]
                continue
            if name == own or name in ("previousNames", "relative"):
                continue
            if name in clocks.OPENS and is_reference(property):
                if name in required or self.chance(0.5):
                    data[name] = self.reference(name)
                    self.used.add((name, data[name]))
            elif name in required or ("pattern" not in property or "worker" in property.get("description", "")) and (
                self.chance(0.25)
            ):
                data[name] = self.value(property, day, name)
        return data

    def answer(self, schema, test, passes, day):
        """A value for which a test holds or does not; `None` for none."""
        if "items" in schema and not isinstance(test, dict):
            schema = schema["items"]
        words = schema.get("enum") or [one["const"] for one in schema.get("oneOf", [])]
        if schema.get("type") == "boolean":
            words = ["true", "false"]

        def of(listed):
            word = self.rng.choice(listed) if listed else None
            return word == "true" if word is not None and schema.get("type") == "boolean" else word

        if not isinstance(test, dict):
            listed = test if isinstance(test, list) else [test]
            return of(listed) if passes else of([word for word in words if word not in listed] + [None])
        kind, said = next(iter(test.items()))
        if kind == "not":
            listed = said if isinstance(said, list) else [said]
            return of([word for word in words if word not in listed] + [None]) if passes else of(listed)
        if kind == "present":
            return self.value(schema, day) if passes == (said == "true") else None
        if kind in ("includes", "lacks"):
            has = passes == (kind == "includes")
            return ["school", said] if has else self.rng.choice([["school"], None])
        if kind == "registered":
            return "w-registered" if passes == (said == "true") else "w-not"
        if kind == "newlyQualified":
            return "w-new" if passes == (said == "true") else "w-not"
        return None

    # Events

    def add(self, type_, day, fixed, month=0.07):
        schema = self.types[type_]
        kind = clocks.OPENED_BY.get(type_)
        day = min(max(day, datetime.date(1999, 1, 1)), datetime.date(2032, 1, 1))
        if kind and kind not in fixed:
            names = self.names.setdefault(kind, [f"{kind}-{index}" for index in range(1, self.rng.randrange(2, 4))])
            free = [name for name in names if (kind, name) not in self.opened]
            if not free and not self.chance(0.1):
                names.append(f"{kind}-{len(names) + 1}")
                free = [names[-1]]
            fixed = {**fixed, kind: self.current[kind] if self.current.get(kind) in free else
                     self.rng.choice(free or names)}
        if kind:
            self.opened.add((kind, fixed[kind]))
            for name, value in self.constraints.get((kind, fixed[kind]), {}).items():
                fixed.setdefault(name, value)
        if self.birth and type_ == "child.registered":
            fixed.setdefault("birthDate", self.birth.isoformat())
        self.events.append({
            "type": type_, "occurredAt": self.when(day, month), "day": day,
            "data": self.fields(schema, day, fixed, kind)})

    def pattern(self, pattern, day, passes=0.9, per=None):
        """Events that the pattern finds, or nearly finds."""
        name = self.rng.choice(clocks.listed(pattern["event"]))
        where = {path: (test, self.chance(passes)) for path, test in pattern.get("where", {}).items()}
        if name == "section47.initiated":
            by = pattern.get("where", {}).get("by") or self.rng.choice(["discussion", "start"])
            enquiry = self.reference("section47")
            if by == "discussion":
                fixed = {"initiatesSection47": True}
                if self.chance(0.8):
                    fixed["section47"] = enquiry
                else:
                    discussion = f"sd-{len(self.events)}"
                    fixed |= {"section47": None, "strategyDiscussion": discussion}
                    self.add("section47.started", day + DAY, {"strategyDiscussion": discussion, "section47": enquiry})
                self.add("strategy-discussion.held", day, fixed)
            else:
                self.add("section47.started", day, {"section47": enquiry})
            return
        if name == "core-assessment.required":
            because = pattern["where"]["because"]
            if because.startswith("section47"):
                self.pattern(
                    {"event": "section47.initiated", "where": {"by": because.removeprefix("section47-")}}, day)
            if because == "initial-assessment":
                self.add("assessment.started", day - DAY * 5, {"assessment": "first-1", "kind": "initial"})
                self.add("assessment.authorised", day, {"assessment": "first-1"})
            if because != "section47-start" or self.chance(0.7):
                self.add("assessment.started", day + DAY * self.rng.randrange(-1, 6), {"kind": "core"})
            return
        type_, _, listname = name.partition("/")
        schema = self.types[type_]
        if listname:
            schema = schema["properties"][listname]["items"]
        fixed = {}
        for path, (test, does) in where.items():
            first, _, rest = path.partition(".")
            if path == "child.age":
                continue
            if rest == "elapsed":
                limit = clocks.Limit(next(iter(test.values())))
                opened = self.reference(first)
                if self.chance(0.7) and first in schema["properties"]:
                    fixed[first] = opened
                    self.used.add((first, opened))
                is_under = (next(iter(test)) == "under") == does
                self.constraints.setdefault((first, opened), {})
                back = self.rng.choice([364, 363, 200, 40]) if is_under else self.rng.choice([365, 366, 367, 420])
                day = max(day, self.first_of(first, opened, day) + DAY * back)
            elif rest and first in clocks.OPENS and first not in ("participants",) and not (
                schema["properties"].get(first, {}).get("type") == "array"
            ):
                opened = self.reference(first)
                if first in schema["properties"]:
                    fixed[first] = opened
                self.used.add((first, opened))
                opener = self.types[clocks.OPENS[first][-1]]
                value = self.answer(opener["properties"][rest], test, does, day)
                if value is None and rest in opener["required"]:
                    continue
                self.constraints.setdefault((first, opened), {})[rest] = value
                for event in self.events:
                    if event["type"] in clocks.OPENS[first] and event["data"].get(first) == opened:
                        event["data"].pop(rest, None)
                        if value is not None:
                            event["data"][rest] = value
            elif rest:
                element = schema["properties"][first]["items"]
                value = self.answer(element["properties"][rest], test, does, day)
                if isinstance(value, list):
                    value = value[-1]
                kind = next(iter(test)) if isinstance(test, dict) else ""
                if kind in ("includes", "lacks") and value == "school":
                    value = "education"
                if value is None and self.chance(0.5):
                    fixed[first] = None
                else:
                    fixed[first] = [self.fields(element, day, {rest: value})]
            else:
                value = self.answer(schema["properties"][first], test, does, day)
                if first in clocks.OPENS and isinstance(value, str):
                    value = self.reference(first)
                    self.used.add((first, value))
                if value is None and first in schema.get("required", []):
                    continue
                fixed[first] = value
        if per in schema["properties"] and per not in fixed and is_reference(schema["properties"][per]) and (
            clocks.OPENED_BY.get(type_) != per and self.chance(0.9)
        ):
            fixed[per] = self.reference(per)
            self.used.add((per, fixed[per]))
        if "day" in pattern and self.chance(0.9) and fixed.get(pattern["day"]):
            fixed[pattern["day"]] = (day + DAY * self.rng.randrange(-3, 4)).isoformat()
        if listname:
            if "action" in schema["properties"] and self.chance(0.9):
                fixed.setdefault("action", self.reference("action"))
            element = self.fields(schema, day, fixed)
            own = {listname: [element] + ([self.value(schema, day)] if self.chance(0.2) else [])}
            self.add(type_, day, own)
        else:
            self.add(type_, day, fixed)

    def first_of(self, kind, name, day):
        """The day on which a matter was opened; it is opened now where it was not."""
        for event in self.events:
            if event["type"] in clocks.OPENS[kind] and event["data"].get(kind) == name:
                return event["day"]
        self.add(clocks.OPENS[kind][-1], self.base, {kind: name}, month=0)
        return self.base

    def open_all(self):
        """Most of the matters that are named are opened, shortly before they are first named."""
        for _ in range(4):
            missing = sorted(self.used - self.opened)
            if not missing:
                break
            for kind, name in missing:
                if kind not in clocks.OPENS or not self.chance(0.9):
                    self.used.discard((kind, name))
                    continue
                named = [event["day"] for event in self.events if event["data"].get(kind) == name] or [self.base]
                self.add(
                    self.rng.choice(clocks.OPENS[kind]), min(named) - DAY * self.rng.choice([0, 0, 1, 3, 9]),
                    {kind: name})

    def history(self):
        self.open_all()
        self.rng.shuffle(self.events)
        ids = self.rng.sample(range(1, 1 << 40), len(self.events))
        events = [
            {"id": f"0192d3c4-5e6f-7a8b-9c0d-{number:012x}", "type": event["type"], "occurredAt": event["occurredAt"],
             "position": place + 1, "data": event["data"]}
            for place, (event, number) in enumerate(zip(self.events, ids))]
        self.rng.shuffle(events)
        return {"child": "N1001", "workers": WORKERS, "events": events}


def base_day(rng, rule):
    editions = [one for one in rule.editions if one.limit.unit != "none"] or rule.editions
    if rng.random() < 0.12:
        editions = rule.editions
    edition = rng.choice(editions)
    first, last = max(edition.first, FIRST), min(edition.last, LAST)
    chosen = rng.random()
    if chosen < 0.15:
        return edition, first + DAY * rng.randrange(-2, 4)
    if chosen < 0.3:
        return edition, last + DAY * rng.randrange(-4, 3)
    special = [day for day in SPECIAL if first <= day <= last]
    if special and chosen < 0.65:
        return edition, rng.choice(special) + DAY * rng.randrange(-2, 2)
    return edition, first + DAY * rng.randrange(max((last - first).days, 1))


def length(limit):
    return {"working day": 1.45, "day": 1, "week": 7, "month": 30.5, "year": 365, "hour": 1 / 24}.get(
        limit.unit, 0) * limit.count or 10


def history_for(rng, types, rule, wanted):
    """A history for a rule; `wanted` are the patterns that have to end a clock, `None` for what comes."""
    edition, base = base_day(rng, rule)
    maker = Maker(rng, types, base)
    span = length(edition.limit)
    if rng.random() < 0.6:
        years = rng.choice([-0.3, 1, 3, 4, 4.99, 5, 5.01, 9, 15.5])
        maker.birth = base - DAY * int(years * 365.25)
        maker.add("child.registered", base - DAY * rng.randrange(1, 30), {"expectedBirthDate": None}, month=0)
    if rng.random() < 0.8:
        for _ in range(rng.choice([1, 1, 2])):
            maker.add("referral.received", base - DAY * rng.choice([0, 0, 1, 4, 20]), {})

    def day(far=False):
        chosen = rng.random()
        if far or chosen < 0.25:
            return int(span) + rng.randrange(-3, 4)
        if chosen < 0.4:
            return rng.randrange(0, 4)
        if chosen < 0.5:
            return 0
        if chosen < 0.55:
            return rng.randrange(-6, 0)
        return rng.randrange(0, max(int(span * 2), 4))

    def soon():
        return rng.choice([0, 0, 0, 1, 2])

    for _ in range(rng.choice([1, 1, 2])):
        if rule.per in clocks.OPENS:
            maker.current = {rule.per: f"{rule.per}-{rng.randrange(1, 4)}"}
        during = rule.during
        if during:
            for pattern in rng.sample(clocks.listed(during["from"]), 1):
                maker.pattern(pattern, base, 0.97, rule.per)
                if int(str(pattern.get("number", "1")).split()[-1]) > 1:
                    maker.pattern(pattern, base - DAY * rng.randrange(5, 50), 1, rule.per)
        places = list(range(len(rule.start)))
        repeat = rng.randrange(1, 4) if rule.pick != "first" else 1
        for _ in range(repeat):
            for place in rng.sample(places, rng.choice([1, 1, min(2, len(places))])):
                pattern = rule.start[place]
                for again in range(int(str(pattern.get("number", "1")).split()[-1])):
                    maker.pattern(pattern, base + DAY * (soon() if repeat == 1 else abs(day())), 0.9, rule.per)
        ends = [("stop", place, pattern) for place, pattern in enumerate(rule.stop)]
        for item, (patterns, _) in enumerate(rule.cancel):
            ends += [(f"cancel {item}.", place, pattern) for place, pattern in enumerate(patterns)]
        if during:
            ends += [("to", place, pattern) for place, pattern in enumerate(clocks.listed(during["to"]))]
        if wanted:
            chosen = [end for end in ends if f"{end[0]} {end[1]}".replace(". ", ".") in wanted]
            chosen = rng.sample(chosen, 1)
        else:
            chosen = rng.sample(ends, min(len(ends), rng.choice([0, 1, 1, 2, 3])))
        begun = max(event["day"] for event in maker.events)
        for kind, _, pattern in chosen:
            passes = 1 if wanted else 0.85
            for _ in range(int(str(pattern.get("number", "1")).split()[-1])):
                maker.pattern(
                    pattern, begun + DAY * rng.randrange(1, int(span) + 3) if wanted else base + DAY * day(), passes,
                    rule.per)
        others = [pattern for _, overtaking in rule.cancel for pattern in overtaking]
        others += clocks.listed(rule.data.get("awaiting")) + clocks.listed(rule.data.get("explainedBy"))
        others += rule.cannot_be_told + [pattern for patterns, *_ in rule.extend for pattern in patterns]
        others += [pattern for one in rule.editions for pattern in one.moves_to][:2]
        for pattern in others:
            if rng.random() < (0.1 if wanted else 0.4):
                for _ in range(rng.choice([1, 1, 2])):
                    maker.pattern(pattern, base + DAY * day(), 0.9, rule.per)
    if not wanted and rng.random() < 0.2:
        maker.add("case.closed", base + DAY * day(), {})
    if rng.random() < 0.2:
        maker.add(rng.choice(["visit.made", "care-review.held", "decision.made", "case.allocated"]),
                  base + DAY * day(), {})
    return maker.history()


def ends(rule):
    names = [f"stop {place}" for place in range(len(rule.stop))]
    for item, (patterns, _) in enumerate(rule.cancel):
        names += [f"cancel {item}.{place}" for place in range(len(patterns))]
    if rule.during:
        # What is a stop, too, never ends a clock as the end of the period: on the same day the stop counts.
        stops = [(pattern["event"], pattern.get("where")) for pattern in rule.stop]
        names += [
            f"to {place}" for place, pattern in enumerate(clocks.listed(rule.during["to"]))
            if (pattern["event"], pattern.get("where")) not in stops]
    return names


def main():
    types = {one["type"]: one["data"] for one in json.load(open(sys.argv[1], encoding="utf-8"))}
    rules = clocks.read_rules(sys.argv[3:])
    seen, count = {}, {}

    def give(rule, place, wanted=None):
        rng = random.Random(f"{sys.argv[2]} {rule.id} {place}")
        history = history_for(rng, types, rule, wanted)
        history["rule"] = rule.id
        for clock in clocks.clocks(rules, history):
            for one in clock["covers"]:
                seen[one] = seen.get(one, 0) + 1
            name = clock["id"].split("/")[0]
            count[name] = count.get(name, 0) + 1
        print(json.dumps(history, separators=(",", ":")))

    for rule in rules:
        for place in range(LEAST_HISTORIES):
            give(rule, place)
    for rule in rules:
        for place in range(LEAST_HISTORIES, MOST_HISTORIES):
            wanted = [name for name in ends(rule) if f"{rule.id} {name}" not in seen]
            if not wanted and count.get(rule.id, 0) >= LEAST_CLOCKS:
                break
            give(rule, place, wanted)


if __name__ == "__main__":
    main()
