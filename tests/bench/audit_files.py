"""Cells as files: CSV as a person or a Vietnamese Excel saves it, merged workbooks of text or of numbers."""

import csv
import re

from audit_writer import COLUMNS

KINDS = ("comma.csv", "semicolon.csv", "text.xlsx", "numbers.xlsx")
_MERGED = ("report", "measure", "year", "province", "table")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:[.,]([0-9]+))?(%?)")


def write_file(cells, folder, name, kind):
    """Write the cells of one or more reports and return the file's path."""
    path = folder / f"{name}.{kind}"
    if kind.endswith("csv"):
        encoding, mark = ("utf-8", ",") if kind.startswith("comma") else ("utf-8-sig", ";")
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, delimiter=mark)
            writer.writeheader()
            writer.writerows(cells)
    else:
        _write_workbook(cells, path, numbers=kind.startswith("numbers"))
    return path


def _write_workbook(cells, path, *, numbers):
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Bảng số liệu"
    sheet.append(["Số liệu in trong báo cáo"])
    sheet.append([])
    sheet.append(list(COLUMNS))
    for line, cell in enumerate(cells, start=4):
        for place, column in enumerate(COLUMNS, start=1):
            if not cell[column]:
                continue
            written = sheet.cell(line, place, cell[column])
            number = _NUMBER.fullmatch(cell[column]) if numbers and column == "printed" else None
            if number:
                value = float(cell[column].rstrip("%").replace(",", "."))
                written.value = value / 100 if number[2] else value
                decimals = len(number[1] or "")
                written.number_format = "0" + ("." + "0" * decimals if decimals else "") + number[2]
    _merge(sheet, cells)
    book.save(path)


def _merge(sheet, cells):
    """Merge what is alike in the rows of a report, as a person lays out a table."""
    for column in _MERGED:
        place = COLUMNS.index(column) + 1
        first = 0
        for n in range(1, len(cells) + 1):
            if n < len(cells) and all(cells[n][one] == cells[first][one] for one in ("report", column)):
                continue
            if n - first > 1 and cells[first][column]:
                sheet.merge_cells(start_row=first + 4, end_row=n + 3, start_column=place, end_column=place)
            first = n
