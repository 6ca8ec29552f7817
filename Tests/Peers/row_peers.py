"""Counts the rows that a filter lets through, with pandas over HTTP in chunks of 10,000 or with DuckDB from a file."""

import sys
import urllib.request

tool, place = sys.argv[1:]
if tool == "pandas":
    import pandas

    count = 0
    with urllib.request.urlopen(place) as answer:
        for rows in pandas.read_csv(answer, chunksize=10_000):
            found = rows[(rows["queue"] == "billing") & (rows["wait"] > 3590) & rows["abandoned"]]
            count += len(found[["conversationId", "wait", "cost"]])
else:
    import duckdb

    query = "select conversationId, wait, cost from read_csv(?) where queue = 'billing' and wait > 3590 and abandoned"
    count = len(duckdb.execute(query, [place]).fetchall())
print(count)
