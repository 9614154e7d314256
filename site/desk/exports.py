"""Nothing that leaves the back office as a table is a formula, Wagtail's own reports included.

A page's title or a person's name is somebody else's words. Wagtail writes XLSX as text, but CSV
as it is; ``write_csv_row`` is the one place that all its reports and lists pass.
"""

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from printing.tables import harmless


def write_csv_row(view, writer, row):
    """One row, as Wagtail's own, with an apostrophe before what a spreadsheet would compute."""
    cells = {name: view.preprocess_field_value(name, row[name], view.FORMAT_CSV) for name in row}
    texts = {name: "" if cell is None else f"{cell}" for name, cell in cells.items()}
    return writer.writerow({name: harmless(text) for name, text in texts.items()})


def neutralise():
    SpreadsheetExportMixin.write_csv_row = write_csv_row
