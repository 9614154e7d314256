"""`make spreadsheets`: what is hard to write, opened by LibreOffice from our XLSX and our CSV.

Not a test of every run: LibreOffice takes longer to install than all the rest. Exit 1 on a loss.
"""

import csv
import subprocess
import sys
import tempfile
from pathlib import Path

from openpyxl import load_workbook

sys.path.insert(0, str(Path(__file__).parents[2] / "site"))

from printing.tables import as_csv, as_xlsx

#: Outside the basic plane, in GB18030 alone, what a spreadsheet would compute, and what is long.
TEXTS = [
    "𠮷祥㐂庆",
    "䶮𫍯𰻝面",
    "=1+1|'cmd'!A1",
    "@SUM(A1)",
    "+86",
    "-1+1",
    "－1",
    "贡\u3000江",
    "001200",
    "360702199001011234",
    "2020-05-20",
    'a"b,c;d',
    "两行\n文字",
    "𠮷㐂贡江" * 500,
]
CSV_FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
CSV_INPUT = "--infilter=Text - txt - csv (StarCalc):44,34,76,1,1/2/2/2,0,false,false"


def convert(source, to, *options):
    """``source`` as LibreOffice saves it again, in its own new profile."""
    profile = f"-env:UserInstallation=file://{source.parent}/profile"
    command = ["soffice", profile, "--headless", *options, "--convert-to", to]
    subprocess.run(
        [*command, "--outdir", str(source.parent / "out"), str(source)],
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=120,
    )
    return source.parent / "out" / f"{source.stem}.{to.partition(':')[0]}"


def from_xlsx(folder):
    """The texts of our workbook as LibreOffice shows them."""
    source = folder / "book.xlsx"
    source.write_bytes(as_xlsx([{"甲": text} for text in TEXTS], ["甲"], title="表"))
    lines = convert(source, CSV_FILTER).read_text(encoding="utf-8").splitlines(keepends=True)
    return [row[0] for row in csv.reader(lines)][1:]


def from_csv(folder):
    """The texts of our CSV as LibreOffice takes them in, without the guard against formulas."""
    source = folder / "table.csv"
    source.write_bytes(as_csv([{"甲": text} for text in TEXTS], ["甲"]).encode())
    sheet = load_workbook(convert(source, "xlsx", CSV_INPUT)).active
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    computed = [cell.value for cell in cells if cell.data_type == "f"]
    if computed:
        raise SystemExit(f"computed: {computed}")
    return [f"{cell.value}".removeprefix("'") for cell in cells]


def main():
    with tempfile.TemporaryDirectory() as folder:
        for name, read in (("XLSX", from_xlsx), ("CSV", from_csv)):
            texts = read(Path(folder))
            lost = [pair for pair in zip(TEXTS, texts, strict=True) if pair[0] != pair[1]]
            sys.stdout.write(
                f"{name}: {len(TEXTS) - len(lost)} of {len(TEXTS)} as written {lost}\n"
            )
            if lost:
                sys.exit(1)


if __name__ == "__main__":
    main()
