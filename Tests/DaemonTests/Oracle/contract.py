"""Holds a running caselogd against its own OpenAPI document, over its Unix socket, by schemathesis.

    contract.py SOCKET SECONDS [ARGUMENT...]      arguments go to `schemathesis run`

What schemathesis makes up names nobody, so two of three requests that are meant to be sound name a child, worker, team,
alert, rule or indicator that the daemon knows. They ask for each form in which a reply can be had, except for the event
stream, which never ends.
"""

import json
import os
import random
import sys
from socket import AF_UNIX, SOCK_STREAM, socket

import requests
import urllib3

SOCKET, SECONDS, ARGUMENTS = sys.argv[1], sys.argv[2], sys.argv[3:]
HOST = "http://caselog"

# Where schemathesis keeps what it found.
os.chdir(os.path.dirname(SOCKET))


class UnixConnection(urllib3.connection.HTTPConnection):
    def _new_conn(self):
        unix = socket(AF_UNIX, SOCK_STREAM)
        unix.settimeout(60)
        unix.connect(SOCKET)
        return unix


class UnixPool(urllib3.HTTPConnectionPool):
    ConnectionCls = UnixConnection


class UnixAdapter(requests.adapters.HTTPAdapter):
    def init_poolmanager(self, *arguments, **options):
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": UnixPool}


# Every session, those of schemathesis too, mounts the adapter that stands here.
requests.sessions.HTTPAdapter = UnixAdapter

import schemathesis  # noqa: E402
from schemathesis.cli import schemathesis as command  # noqa: E402
from schemathesis.core.parameters import ParameterLocation  # noqa: E402
from schemathesis.generation import GenerationMode  # noqa: E402


def listed(path, name):
    """What the daemon lists there."""
    reply = requests.get(HOST + path, timeout=60)
    reply.raise_for_status()
    return reply.json()[name]


def known():
    """What the daemon knows, by the name of a path parameter; those named `id` by the start of the path."""
    events = listed("/v1/events?limit=1000", "events")

    def named(type, field):
        return [event["data"][field] for event in events if event["type"] == type]

    return {
        "child": [child for event in events for child in event.get("children", [])],
        "worker": named("worker.registered", "worker"),
        "team": named("team.registered", "team"),
        "position": [str(event["position"]) for event in events],
        "model": [model["name"] for model in listed("/v1/read-models", "readModels")],
        "indicator": [indicator["id"] for indicator in listed("/v1/indicators", "indicators")],
        "/v1/rules/": [rule["id"] for rule in listed("/v1/rules", "rules")],
        "/v1/alerts/": [alert["id"] for alert in listed("/v1/alerts?limit=500", "alerts")],
    }


KNOWN = known()
CHOICE = random.Random(2011)


ENDLESS = "text/event-stream"


@schemathesis.hook
def before_call(context, case, kwargs):
    choose_form(case)
    part = case.meta and case.meta.components.get(ParameterLocation.PATH)
    if not part or part.mode != GenerationMode.POSITIVE or CHOICE.random() < 1 / 3:
        return
    for name in case.path_parameters:
        start = next((start for start in KNOWN if case.operation.path.startswith(start)), name)
        values = KNOWN.get(name if name != "id" else start)
        if values:
            case.path_parameters[name] = CHOICE.choice(values)


def choose_form(case):
    replies = case.operation.definition.raw["responses"]
    forms = [form for form in replies.get("200", {}).get("content", {}) if form != ENDLESS]
    if len(forms) > 1:
        case.headers["Accept"] = CHOICE.choice(forms)


@schemathesis.deserializer("application/x-ndjson")
def lines(context, response):
    return [json.loads(line) for line in response.content.splitlines()]


@schemathesis.deserializer("text/plain", "text/csv", "text/html")
def text(context, response):
    return response.content.decode("utf-8")


CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "unsupported_method",
    "allow_header_conformance",
    # Not positive_data_acceptance: what is sound depends on the record, on the type of an event, and on other fields.
]

command(
    ["run", HOST + "/v1/openapi.json", "--no-color", "--continue-on-failure", "--phases", "examples,coverage,fuzzing"]
    + ["--checks", ",".join(CHECKS), "--warnings", "off", "--max-time", SECONDS, *ARGUMENTS]
)
