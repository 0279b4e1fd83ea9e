"""opensearch-py's `helpers.scan` to CSV, as its documentation shows it."""

import csv
import json
import sys
import time

from opensearchpy import OpenSearch
from opensearchpy.helpers import scan

options = json.loads(sys.argv[1])
paths = [column.split(".") for column in options["columns"]]


def cell(document, steps):
    for step in steps:
        if document is None:
            return None
        document = document.get(step)
    return json.dumps(document) if isinstance(document, (dict, list)) else document


client = OpenSearch(options["url"])
began = time.monotonic()
rows = 0
with open(options["path"], "w", newline="", encoding="utf-8") as file:
    writer = csv.writer(file)
    writer.writerow(options["columns"])
    for hit in scan(client, index=options["index"], size=10_000):
        source = hit["_source"]
        writer.writerow([cell(source, steps) for steps in paths])
        rows += 1
        if rows == options["rows"]:
            break
print(json.dumps({"rows": rows, "ms": (time.monotonic() - began) * 1000}))
