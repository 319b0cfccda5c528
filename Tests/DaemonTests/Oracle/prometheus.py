"""Reads figures by the parser of Prometheus's own Python client and prints them as JSON: {name: [[labels, value], ...]}."""

import json
import sys

from prometheus_client.parser import text_string_to_metric_families

figures = {}
for family in text_string_to_metric_families(sys.stdin.read()):
    assert family.documentation, family.name
    assert family.type != "unknown", family.name
    for sample in family.samples:
        figures.setdefault(sample.name, []).append([sample.labels, sample.value])
print(json.dumps(figures))
