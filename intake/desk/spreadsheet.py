"""An XLSX file of finished cells. In: rows of text. Out: a workbook in a file. Every cell is text: nothing in it is ever reckoned."""

from collections.abc import Iterable
from typing import BinaryIO, Final

from xlsxwriter.workbook import Workbook

LONGEST_CELL: Final = 32_000
"""Characters that the format allows in a cell, a little less."""
WIDTH: Final = 20


def write(rows: Iterable[list[str]], file: BinaryIO, *, name: str) -> None:
    """Write the rows, the first of them as the head, which stays in sight. Holds one row at a time in memory."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(file, options) as book:
        sheet = book.add_worksheet(name)
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            if number == 0:
                sheet.set_column(0, len(row) - 1, WIDTH)
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell[:LONGEST_CELL], bold if number == 0 else None)
