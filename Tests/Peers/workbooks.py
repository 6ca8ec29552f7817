"""Writes and reads workbooks with openpyxl.

`write PATH` makes one with a cell of each type, a hidden sheet before it and another behind it; `many PATH ROWS` one with
so many rows. `read PATH` answers with one JSON object a row, and what the sheet looks like in the first line.
"""

import datetime
import json
import sys

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont


def write(path):
    book = openpyxl.Workbook()
    book.active.title = "Hidden"
    book.active.append(["not", "this"])
    book.active.sheet_state = "hidden"
    sheet = book.create_sheet("Daten & more")
    book.create_sheet("Other").append(["Only", "here"])
    sheet.append(["What", "Value", "Remark"])
    for row in [
        ["text", "Zoë <b>&amp; \"x\"</b>", "same"],
        ["formula-like", "'=1+1", "same"],
        ["lines", "a\nb", "  spaces  "],
        ["emoji", "👩‍💻 日本語 עברית", None],
        ["whole", 42, None],
        ["fraction", 0.1, None],
        ["negative", -1234.5678, None],
        ["large", 123456789012345, None],
        ["tiny", 0.000001, None],
        ["true", True, None],
        ["false", False, None],
        ["date", datetime.date(2026, 11, 28), None],
        ["time stamp", datetime.datetime(2026, 11, 28, 9, 30, 15), None],
        ["milliseconds", datetime.datetime(2026, 11, 28, 9, 30, 15, 250000), None],
        ["leap", datetime.datetime(2024, 2, 29, 0, 0), None],
        ["old", datetime.date(1900, 1, 31), None],
        ["time", datetime.time(9, 5, 7), None],
        ["length", datetime.timedelta(hours=30, minutes=5, seconds=7), None],
        ["rich", CellRichText("a", TextBlock(InlineFont(b=True), "b"), "c"), None],
    ]:
        sheet.append(row)
    sheet.append([None, None, None])
    sheet.append(["after a gap", None, "c"])
    sheet.append(["percent", 0.875, None])
    sheet.cell(sheet.max_row, 2).number_format = "0.0%"
    sheet.append(["red number", 5, None])
    sheet.cell(sheet.max_row, 2).number_format = "[Red]#,##0.00 \"days\""
    sheet.append(["error", "#N/A", None])
    book.save(path)


def many(path, rows):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Many")
    sheet.append(["Id", "Name", "Value"])
    for index in range(rows):
        sheet.append([index, f"Zoë {index % 1000}", index / 4])
    book.save(path)


def read(path):
    sheet = openpyxl.load_workbook(path).active
    print(json.dumps({
        "title": sheet.title, "frozen": sheet.freeze_panes, "bold": [cell.font.b for cell in sheet[1]],
        "width": sheet.column_dimensions["A"].width}))
    for row in sheet.iter_rows():
        print(json.dumps([[cell.data_type, str(cell.value), cell.number_format] for cell in row]))


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(sys.argv[2])
    elif sys.argv[1] == "many":
        many(sys.argv[2], int(sys.argv[3]))
    else:
        read(sys.argv[2])
