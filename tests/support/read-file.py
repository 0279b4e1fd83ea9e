"""Reads a file with a reader and prints what it holds, as one JSON object: {"types": {column: text}, "rows": [[value, ...], ...]}.

Whole numbers come as "i:…", moments as "t:…" in nanoseconds since 1970, texts as "s:…", lists as lists, numbers with a fraction as numbers.
"""

import datetime
import json
import sys

EPOCH = datetime.datetime(1970, 1, 1)


def told(value):
    if value is None or isinstance(value, (bool, float)):
        return value
    if isinstance(value, int):
        return f"i:{value}"
    if isinstance(value, str):
        return f"s:{value}"
    if isinstance(value, list):
        return [told(one) for one in value]
    if isinstance(value, Moment):
        return f"t:{value.nanos}"
    if isinstance(value, datetime.datetime):
        passed = value.replace(tzinfo=None) - EPOCH
        return f"t:{(passed.days * 86400 + passed.seconds) * 10**9 + passed.microseconds * 1000}"
    if isinstance(value, datetime.date):
        return told(datetime.datetime(value.year, value.month, value.day))
    raise TypeError(f"{type(value)} {value!r}")


class Moment:
    def __init__(self, nanos):
        self.nanos = nanos


def moments(values, per_second):
    """Of whole numbers, some of which lie in lists."""
    if values is None:
        return None
    if isinstance(values, list):
        return [moments(one, per_second) for one in values]
    return Moment(values * (10**9 // per_second))


UNITS = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}


def pyarrow(path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    columns = []
    for field, column in zip(table.schema, table.columns):
        inner = field.type.value_type if pa.types.is_list(field.type) else field.type
        if pa.types.is_timestamp(inner):
            whole = pa.list_(pa.int64()) if inner is not field.type else pa.int64()
            values = [moments(one, UNITS[inner.unit]) for one in column.cast(whole).to_pylist()]
        else:
            values = column.to_pylist()
        columns.append(values)
    return {field.name: str(field.type) for field in table.schema}, list(zip(*columns))


def duckdb(path):
    import duckdb as db

    connection = db.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("CREATE VIEW file AS SELECT * FROM read_parquet(?)".replace("?", "'" + path.replace("'", "''") + "'"))
    described = connection.execute("DESCRIBE file").fetchall()
    parts = []
    for name, kind, *_ in described:
        quoted = '"' + name.replace('"', '""') + '"'
        isTime = kind.startswith("TIMESTAMP")
        if isTime and kind.endswith("[]"):
            parts.append(f"list_transform({quoted}, lambda one: epoch_ns(one))")
        else:
            parts.append(f"epoch_ns({quoted})" if isTime else quoted)
    rows = connection.execute(f"SELECT {', '.join(parts)} FROM file").fetchall()
    isMoment = [kind.startswith("TIMESTAMP") for _, kind, *_ in described]
    shown = [[moments(v, 10**9) if time else v for v, time in zip(row, isMoment)] for row in rows]
    return {name: kind for name, kind, *_ in described}, shown


def polars(path):
    import polars as pl

    frame = pl.read_parquet(path)
    columns = []
    for name, kind in frame.schema.items():
        inner = kind.inner if isinstance(kind, pl.List) else kind
        series = frame[name]
        if isinstance(inner, pl.Datetime):
            whole = series.cast(pl.List(pl.Int64) if inner is not kind else pl.Int64)
            columns.append([moments(one, UNITS[inner.time_unit]) for one in whole.to_list()])
        else:
            columns.append(series.to_list())
    return {name: str(kind) for name, kind in frame.schema.items()}, list(zip(*columns))


def openpyxl(path):
    import openpyxl as xl

    book = xl.load_workbook(path, read_only=True)
    return {sheet.title: str(sheet.calculate_dimension(force=True)) for sheet in book}, [
        list(row) for sheet in book for row in sheet.iter_rows(values_only=True)
    ]


def calamine(path):
    import python_calamine as cal

    book = cal.CalamineWorkbook.from_path(path)
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    return {name: str(len(rows)) for name, rows in sheets.items()}, [row for rows in sheets.values() for row in rows]


READERS = {"pyarrow": pyarrow, "duckdb": duckdb, "polars": polars, "openpyxl": openpyxl, "calamine": calamine}

if __name__ == "__main__":
    types, rows = READERS[sys.argv[1]](sys.argv[2])
    json.dump({"types": types, "rows": [[told(value) for value in row] for row in rows]}, sys.stdout)
