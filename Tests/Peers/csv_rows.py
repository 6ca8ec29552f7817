"""Reads CSV with Python's own csv module.

Reads one JSON object {"text", "delimiter"} a line from standard input and answers with one a line: the rows without
empty lines, or null where the strict reader refuses the text.
"""

import csv
import io
import json
import sys

csv.field_size_limit(1 << 30)
for line in sys.stdin:
    case = json.loads(line)
    reader = csv.reader(
        io.StringIO(case["text"], newline=""), delimiter=case["delimiter"], doublequote=True, strict=True)
    try:
        print(json.dumps([row for row in reader if row]))
    except csv.Error:
        print("null")
