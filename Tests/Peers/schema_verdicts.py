"""Judges values by JSON Schemas with the jsonschema package, by draft 2020-12 and by draft-07.

Reads one JSON object a line from standard input. The first has the schemas under their names; each
other names one of them, with a pointer behind a #, and values. Answers each of those with one line:
what the two drafts say of each value.
"""

import json
import sys

from jsonschema import Draft7Validator, Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7, DRAFT202012

BASE = "https://schemas.invalid/"
DRAFTS = {"2020-12": (Draft202012Validator, DRAFT202012), "draft-07": (Draft7Validator, DRAFT7)}


def registry(documents, specification):
    # A schema that names its draft would be read by that one alone.
    plain = {name: {key: value for key, value in schema.items() if key != "$schema"}
             for name, schema in documents.items()}
    return Registry().with_resources(
        (BASE + name, Resource(schema, specification)) for name, schema in plain.items())


def main():
    documents = json.loads(sys.stdin.readline())
    for schema in documents.values():
        Draft202012Validator.check_schema(schema)
        Draft7Validator.check_schema({key: value for key, value in schema.items() if key != "$schema"})
    drafts = {name: (draft, registry(documents, specification))
              for name, (draft, specification) in DRAFTS.items()}
    for line in sys.stdin:
        check = json.loads(line)
        answer = {}
        for name, (draft, schemas) in drafts.items():
            validator = draft({"$ref": BASE + check["schema"]}, registry=schemas)
            answer[name] = [validator.is_valid(value) for value in check["values"]]
        print(json.dumps(answer), flush=True)


main()
