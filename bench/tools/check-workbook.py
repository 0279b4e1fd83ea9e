"""Reads a workbook of `bench/workbook.ts` with a reader and prints {"sheets": [rows, ...], "wrong": [text, ...]}: each row is to be there once, with its values."""

import datetime
import json
import sys

EPOCH = datetime.datetime(2020, 1, 1)
SHOWN = 20


def openpyxl(path):
    import openpyxl as xl

    book = xl.load_workbook(path, read_only=True)
    for sheet in book:
        yield sheet.iter_rows(values_only=True)


def calamine(path):
    import python_calamine as cal

    book = cal.CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        yield book.get_sheet_by_name(name).iter_rows()


READERS = {"openpyxl": openpyxl, "calamine": calamine}


def due(n):
    return {
        "n": n,
        "id": str(9_000_000_000_000_000_000 + n),
        "code": f"{n % 1000:03}",
        "word": f"낱말 {n % 97}",
        "ratio": n / 4,
        "at": EPOCH + datetime.timedelta(seconds=2 * n + 1),
    }


def main(reader, path, count):
    sheets, wrong, seen = [], [], bytearray(count)
    for rows in READERS[reader](path):
        rows = iter(rows)
        head = list(next(rows))
        of = {name: head.index(name) for name in due(0)}
        read = 0
        for row in rows:
            read += 1
            n = int(row[of["n"]])
            seen[n] += 1
            for name, value in due(n).items():
                if row[of[name]] != value and len(wrong) < SHOWN:
                    wrong.append(f"row {n}: {name} is {row[of[name]]!r}")
        sheets.append(read)
    if any(times != 1 for times in seen):
        wrong.append(f"{seen.count(0)} rows are missing, {sum(times > 1 for times in seen)} there twice")
    json.dump({"sheets": sheets, "wrong": wrong}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
