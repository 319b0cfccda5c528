"""The oracle of the schemas of event types: the `jsonschema` package, which knows nothing of how events are read.

Reads one JSON object a line, {"schema": ..., "instances": [...]}, and prints a line for each: a letter for each
instance, "v" where it goes with the schema and "x" where it does not. A schema that is none ends it with an error.
"""

import json
import sys

import jsonschema

Validator = jsonschema.Draft202012Validator

for line in sys.stdin:
    question = json.loads(line)
    Validator.check_schema(question["schema"])
    validator = Validator(question["schema"], format_checker=Validator.FORMAT_CHECKER)
    print("".join("v" if validator.is_valid(instance) else "x" for instance in question["instances"]))
