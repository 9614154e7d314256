"""The district's whole year of sales through the office's own page, in each kind of file."""

import csv
import io
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from demo.acts import holder
from demo.district import DIRECTORY
from demo.timetables import moment
from ledger import figures
from ledger.columns import EXCHANGE_NAMES, OFFICE_COLUMNS, WORDS
from ledger.models import ImportBatch, SalesRecord
from ledger.statistics import BY_NAME, summary
from registry.models import Organisation
from rules.amounts import plain_yuan

pytestmark = pytest.mark.django_db
JSON_FILE = (DIRECTORY / "sales.json").read_bytes()
RECORDS = json.loads(JSON_FILE)
EXPECTED = json.loads((Path(__file__).parent / "vectors/expected_sales_summary.json").read_text())
NAMES = {ours: theirs for theirs, ours in EXCHANGE_NAMES.items()}
#: The file names a reversed sale by its own key, a sheet by the number on its slip.
SLIPS = {record["id"]: record["external_id"] for record in RECORDS}
HEADINGS = [column.heading for column in OFFICE_COLUMNS]


@pytest.fixture
def clerk(office):
    with time_machine.travel(moment(date(2021, 4, 1)), tick=False):
        client = Client()
        backend = "django.contrib.auth.backends.ModelBackend"
        client.force_login(holder("fpb_clerk@fpb"), backend=backend)
        yield client


def written(record):
    """A record of the district as an officer's sheet says it: yuan and Chinese words."""
    cells = []
    for column in OFFICE_COLUMNS:
        value = record.get(NAMES.get(column.name, column.name))
        if column.name == "reverses":
            value = SLIPS.get(value)
        if column.name in WORDS:
            value = dict(WORDS[column.name]).get(value, "")
        elif column.name.endswith("_fen"):
            value = plain_yuan(abs(value))
        elif column.name == "hundred_enterprises":
            value = "是" if value else "否"
        cells.append("" if value is None else f"{value}")
    return cells


def as_csv(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("gb18030")


def as_xlsx(rows):
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def whole_year(kind):
    rows = [HEADINGS, *map(written, RECORDS)]
    return {"json": JSON_FILE, "csv": as_csv(rows), "xlsx": as_xlsx(rows)}[kind]


def bring(clerk, name, data):
    """Upload a file; the batch as it was judged."""
    unit = Organisation.objects.get(code="fpb").pk
    form = {"unit": unit, "file": SimpleUploadedFile(name, data)}
    answer = clerk.post(reverse("desk:import_entries", args=["sales"]), form)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return ImportBatch.objects.get(pk=answer.url.rstrip("/").rpartition("/")[2])


def confirm(clerk, batch):
    answer = clerk.post(reverse("desk:import_batch", args=[batch.pk]), {"how": "good"})
    batch.refresh_from_db()
    return answer


def by_hand(name):
    sums = Counter()
    for record in RECORDS:
        if record["expect"]["counted"]:
            sums[record[name] or ""] += record["amount_fen"]
    return dict(sums)


def of_entries(column):
    words = dict(SalesRecord.objects.values_list("certificate__number", column).distinct())
    sums = Counter()
    for number, fen in by_hand("certificate_no").items():
        sums[words[number]] += fen
    return dict(sums)


def totals(name):
    rows = summary(SalesRecord.objects.all(), BY_NAME[name])
    return {row.value: row.fen for row in rows}


def check_every_total():
    sales = SalesRecord.objects.all()
    assert figures.by_quarter(sales) == EXPECTED["by_quarter"]
    assert figures.by_channel(sales) == EXPECTED["by_channel_fen"]
    assert figures.totals(sales)["amount_fen"] == EXPECTED["total_fen"]
    assert figures.totals(sales)["count"] == EXPECTED["counted"]
    for name, field in (("six_entry", "six_entry"), ("fund", "fund_source")):
        assert totals(name) == by_hand(field), name
    for name in ("category", "township", "unit"):
        assert totals(name) == of_entries(BY_NAME[name].column), name
    assert not sales.filter(buyer_type="individual").exclude(buyer_name="").exists()


@pytest.mark.timeout(300)  # three files of three hundred sales, each brought twice
@pytest.mark.walk
def test_each_kind_of_file_gives_every_total_to_the_fen_and_counts_once(catalogue, clerk):
    for kind in ("json", "csv", "xlsx"):
        with transaction.atomic():
            batch = bring(clerk, f"sales.{kind}", whole_year(kind))
            told = list(batch.mistakes.values_list("line", "reasons"))[:5]
            assert (batch.lines, batch.fit, batch.duplicates) == (300, 298, 2), (kind, told)
            assert not SalesRecord.objects.exists()
            confirm(clerk, batch)
            assert (batch.state, batch.booked) == ("done", 298), kind
            check_every_total()
            again = bring(clerk, f"again.{kind}", whole_year(kind))
            assert (again.fit, again.duplicates) == (0, 300), kind
            assert confirm(clerk, again).status_code == 422
            assert SalesRecord.objects.count() == 298
            transaction.set_rollback(True)


def test_the_file_of_mistakes_is_mended_and_brought_again_and_the_batch_undone(catalogue, clerk):
    rows = [dict(zip(HEADINGS, written(each), strict=True)) for each in RECORDS[:6]]
    rows[1]["数量"], rows[3]["销售渠道"], rows[4]["证书编号"] = "0", "集市", "ZG-1"
    sheet = [HEADINGS, *(list(row.values()) for row in rows)]
    batch = bring(clerk, "sales.xlsx", as_xlsx(sheet))
    assert (batch.fit, batch.refused) == (3, 3)
    confirm(clerk, batch)
    assert SalesRecord.objects.count() == 3

    address = reverse("desk:import_mistakes", args=[batch.pk])
    wrong = load_workbook(io.BytesIO(clerk.get(address).content)).active
    headings, *lines = [[cell.value or "" for cell in row] for row in wrong.iter_rows()]
    assert len(lines) == 3
    right = {
        f"{each['流水号']}": dict(zip(HEADINGS, written(record), strict=True))
        for each, record in zip(rows, RECORDS[:6], strict=True)
    }
    mended = [
        [
            right[line[headings.index("流水号")]].get(name, cell)
            for name, cell in zip(headings, line, strict=True)
        ]
        for line in lines
    ]
    second = bring(clerk, "mended.xlsx", as_xlsx([headings, *mended]))
    told = list(second.mistakes.values_list("line", "reasons"))
    assert (second.fit, second.refused) == (3, 0), told
    confirm(clerk, second)
    assert SalesRecord.objects.count() == 6
    clerk.post(reverse("desk:import_batch", args=[second.pk]), {"reason": "传错文件"})
    standing = SalesRecord.objects.standing()
    assert {each.external_id for each in standing} == {
        each["流水号"] for place, each in enumerate(rows) if place in (0, 2, 5)
    }
