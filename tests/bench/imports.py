"""A platform's file of 10,000 and of 100,000 rows through the office's door: ``make bench``.

Each count has an empty database of its own (a temporary SQLite file) and a process of its own. The
whole is measured, in the processor's time: taken in and sealed, judged without booking, booked,
undone. One row in a hundred is wrong, one in a hundred tells again what an earlier one told. Peak
memory is counted anew for each step. Prints a Markdown table with the ratio of both counts, and
fails where a row costs ``MOST_RATIO`` times as much in the larger file or memory grows by
``MOST_MIB``. ``python tests/bench/imports.py 10000`` measures one count.
"""

import io
import json
import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
COUNTS = tuple(map(int, os.environ.get("ROWS", "10000 100000").split()))
CERTIFICATES = 200
MOST_RATIO, MOST_MIB = 1.5, 40
HEADINGS = "流水号,证书编号,销售日期,数量,单位,单价（元）,销售渠道,购买方类型,购买单位"
ROW = "B-{number},{certificate},2020-11-{day:02d},{quantity},箱,49.9,扶贫832平台,{buyer},{name}"
ONE_IN = 100


def written(count, certificates):
    """The bytes of the file; written line by line, so that making it leaves no heap behind."""
    target = io.BytesIO(f"{HEADINGS}\n".encode())
    target.seek(0, io.SEEK_END)
    target.writelines(f"{row}\n".encode() for row in rows(count, certificates))
    return target.getvalue()


def rows(count, certificates):
    """The lines of the file, below its headings: of a hundred, one twice and one without goods."""
    for line in range(count):
        n = line - 1 if line % ONE_IN == 1 else line  # word for word: else it would be refused
        yield ROW.format(
            number=n,
            certificate=certificates[n % len(certificates)],
            day=n % 30 + 1,
            quantity=0 if n % ONE_IN == 2 else n % 40 + 1,
            buyer="机关",
            name=f"示例机关{n % 500}（虚构）",
        )


def measured(name, count, act):
    """Do ``act``: its result, and ``{step, each, peak}`` in milliseconds a row and MiB."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
    began = time.process_time()
    result = act()
    each = (time.process_time() - began) / count * 1000
    status = Path("/proc/self/status").read_text()
    peak = int(status.partition("VmHWM:")[2].split()[0]) // 1024
    sys.stderr.write(f"{count} {name}: {each:.2f} ms, {peak} MiB\n")
    return result, {"step": name, "each": each, "peak": peak}


def bench(count):
    """The measures of one count, as JSON on stdout."""
    from tests.bench.exchange import build
    from tests.exchange.conftest import LISTED_AT

    from catalog.models import Certificate
    from ledger.models import SalesRecord
    from ledger.services import file_imports

    office = build(CERTIFICATES)
    at = LISTED_AT + timedelta(days=90)
    who = {"by": office.officer("fpb_clerk"), "at": at}
    numbers = list(Certificate.objects.order_by("pk").values_list("number", flat=True))
    data = written(count, numbers)
    unit = office.ruleset.office

    def upload():
        return file_imports.keep_file("sales", unit, name="a.csv", data=data, **who)

    def book():
        confirmed = file_imports.confirm_file(batch, only_good=True, **who)
        return file_imports.book_file(confirmed, at=at)

    batch, taken = measured("上传", count, upload)
    batch, judged = measured("核对", count, lambda: file_imports.judge_file(batch, at=at))
    batch, booked = measured("登记", count, book)
    undone, reversed_ = measured(
        "撤销", count, lambda: file_imports.undo_file(batch, reason="传错文件", **who)
    )
    wrong = twice = count // ONE_IN
    assert (batch.refused, batch.duplicates) == (wrong, twice)
    assert batch.booked == undone == count - wrong - twice
    assert not SalesRecord.objects.filter(batch=batch).standing().exists()
    sys.stdout.write(json.dumps([taken, judged, booked, reversed_]))


def table(few, many):
    """The lines of the table, and whether a row cost more, or memory grew, than it may."""
    is_flat = True
    for one, other in zip(few, many, strict=True):
        ratio, grown = other["each"] / one["each"], other["peak"] - one["peak"]
        is_flat = is_flat and ratio <= MOST_RATIO and grown <= MOST_MIB
        cells = (f"{one['each']:.2f}", f"{other['each']:.2f}", f"{ratio:.2f}")
        sys.stdout.write(
            f"| {one['step']} | {' | '.join(cells)} | {one['peak']} | {other['peak']} |\n"
        )
    return is_flat


def note_all(few, many):
    from tests.bench.figures import note

    for scale, measures in ((1, few), (10, many)):
        for each in measures:
            name = f"{each['step']}，每行"
            note("导入销售", name, each["each"], "处理器毫秒", scale=scale)
            note("导入销售", f"{each['step']}，内存峰值", each["peak"], "MiB", scale=scale)


def main():
    if len(sys.argv) > 1:
        measure_here(int(sys.argv[1]))
        return
    command = [sys.executable, __file__]
    few, many = (
        json.loads(
            subprocess.run([*command, f"{count}"], check=True, stdout=subprocess.PIPE).stdout
        )
        for count in COUNTS
    )
    note_all(few, many)
    one, other = COUNTS
    sys.stdout.write(
        f"| 步骤 | {one}行，每行（处理器毫秒） | {other}行，每行 | 比值"
        f" | {one}行，内存峰值（MiB） | {other}行 |\n|---|---|---|---|---|---|\n"
    )
    if not table(few, many):
        sys.exit("the larger file costs more for each row, or memory that grows with it")


def measure_here(count):
    from tests.bench.database import empty_database

    with empty_database(is_mapped=False):
        bench(count)


if __name__ == "__main__":
    main()
