"""Batches of 10,000 and of 100,000 certificates and as many sales: ``make bench``.

Each count has an empty database of its own (a temporary SQLite file) and a process of its own. The
whole is measured, in the processor's time: rows out of the database, each record held against the
schema, three files built, frozen and put away; then read back, held against the manifest and packed
for sending; and the list for the reconciliation. What a step needs of memory is its peak above what
the process held before it. Prints a Markdown table and, step by step, how ten times the records
compare; exits 1 where a step's time per record is no longer flat or its memory grows with them.
``python tests/bench/exchange.py 2000`` measures one count.
"""

import gc
import os
import subprocess
import sys
import time
import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]

from tests.bench.filling import copies  # noqa: E402

from rules.certificate_numbers import CertificateNumber  # noqa: E402

COUNTS = tuple(map(int, os.environ.get("ROWS", "10000 100000").split()))
#: What ten times the records may cost: time per record by this factor, memory by so many MiB.
SLOWER, MORE = 1.5, 32
#: Certificates are numbered anew each year.
A_YEAR = 9_999


def build(count):
    """``count`` certificates, each sold once: a first one by the services, the others its like."""
    from django.db import transaction
    from tests.exchange.conftest import LISTED_AT, Office

    from ledger.services import record_sale

    office = Office()
    first = office.list()
    by = office.officer()
    sale = record_sale(
        first,
        by=by,
        at=LISTED_AT + timedelta(days=20),
        external_id="A-0",
        sold_on=date(2020, 10, 20),
        quantity=Decimal(2),
        unit="箱",
        unit_price_fen=4990,
        channel="canteen",
        six_entry="school",
        buyer_type="school",
    )
    with transaction.atomic():
        _fill(first, sale, range(1, count))
    return office


def _fill(first, sale, numbers):
    """A product, its version, its certificate, that one's event and one sale for each number."""
    from catalog.models import ProductVersion

    names = [f"示例产品{n}" for n in numbers]
    products = copies(first.product, ({"name": each, "identity": each} for each in names))
    version = ProductVersion.objects.get(pk=first.version_id)
    versions = copies(
        version,
        ({"product_id": to, "name": name} for to, name in zip(products, names, strict=True)),
    )
    certificates = copies(
        first,
        (
            {"number": number_of(n), "product_id": product, "version_id": version}
            for n, product, version in zip(numbers, products, versions, strict=True)
        ),
    )
    both = zip(certificates, versions, strict=True)
    copies(
        first.events.get(),
        ({"certificate_id": each, "product_version_id": version} for each, version in both),
    )
    copies(
        sale,
        (
            {"certificate_id": each, "uid": uuid.uuid4(), "external_id": f"A-{n}"}
            for n, each in zip(numbers, certificates, strict=True)
        ),
    )


def number_of(n):
    return f"{CertificateNumber('360702', 2021 + n // A_YEAR, n % A_YEAR + 1)}"


def measured(name, count, act):
    """Do ``act``; one row of the table."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
    before, began = memory("VmRSS:"), time.process_time()
    result = act()
    seconds = time.process_time() - began
    each, peak = seconds / count * 1000, memory("VmHWM:")
    cells = (count, name, f"{seconds:.2f}", f"{each:.3f}", peak, peak - before)
    write("| " + " | ".join(map(str, cells)) + " |")
    return result


def memory(word):
    """MiB of this process: ``VmRSS:`` now, ``VmHWM:`` at the highest."""
    return int(Path("/proc/self/status").read_text().partition(word)[2].split()[0]) // 1024


def write(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def bench(count):
    from tests.bench.database import analyse

    from catalog.services import suspend
    from exchange.contents import open_files, records_at
    from exchange.models import BatchDelivery, ExportBatch
    from exchange.packages import parcel
    from exchange.receivers import first_receiver
    from exchange.services import export_dataset
    from exchange.services.approval import approve
    from exchange.services.receipts import record_answer
    from exchange.services.reconciliation import reconcile
    from rules.periods import SHANGHAI

    at = datetime(2031, 1, 4, 10, tzinfo=SHANGHAI)
    office = build(count)
    head = office.officer("manager")

    def pack(batch):
        with parcel(batch, open_files(batch)) as packed:
            return packed.size

    for dataset, word in (("catalog", "目录"), ("sales", "销售")):
        batch = measured(f"{word}：生成", count, lambda d=dataset: export_dataset(d, at=at))
        assert batch.record_count == count
        measured(f"{word}：核对、打包", count, lambda b=batch: pack(b))
        measured(f"{word}：查最后一条", count, lambda b=batch: records_at(b, {count - 1}))
        measured(f"{word}：没有新的变更", count, lambda d=dataset: export_dataset(d, at=at))
        approve(batch, by=head, at=at)
        batch = ExportBatch.objects.get(pk=batch.pk)
        measured(
            f"{word}：登记结果",
            count,
            lambda b=batch: record_answer(b, status="accepted", number="1", by=head, at=at),
        )
    suspend(office.applicant.certificates.first(), reason="quality_safety", by=None, at=at,
            because="测试")  # fmt: skip
    delta = measured("目录：一条变更", count, lambda: export_dataset("catalog", at=at))
    assert delta.record_count == 1
    assert BatchDelivery.objects.filter(state="accepted").count() == 2
    analyse()
    listed = measured("对账", 2 * count, lambda: reconcile(first_receiver("catalog"), at=at))
    assert listed.record_count == 2 * count


def rows_of(count):
    """``{step: (seconds, milliseconds a record, MiB above before)}``, printed as they come."""
    rows = {}
    command = [sys.executable, __file__, str(count)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            write(line.rstrip())
            _, name, seconds, each, _, above = (
                cell.strip() for cell in line.strip(" |\n").split("|")
            )
            rows[name] = float(seconds), float(each), int(above)
    if process.returncode:
        sys.exit(process.returncode)
    return rows


def note_all(few, many):
    from tests.bench.figures import note

    for scale, rows in ((1, few), (10, many)):
        for name, (_, each, above) in rows.items():
            note("数据报送", f"{name}，每条", each, "处理器毫秒", scale=scale)
            note("数据报送", f"{name}，内存增加", above, "MiB", scale=scale)


def compared():
    """Both counts one after the other; the steps that did not stay flat."""
    write("| 条数 | 步骤 | 处理器秒 | 每条（毫秒） | 内存峰值（MiB） | 其中本步骤 |")
    write("|---:|---|---:|---:|---:|---:|")
    few, many = map(rows_of, COUNTS)
    note_all(few, many)
    write(f"\n每条用时，{COUNTS[1]}条比{COUNTS[0]}条：")
    bad = []
    for name, (seconds, each, above) in many.items():
        once, ratio = few[name], each / (few[name][1] or each or 1)
        # of what is done in a moment whatever the number, the ratio says nothing
        is_flat = (ratio <= SLOWER or seconds < 1) and above - once[2] <= MORE
        bad += [] if is_flat else [name]
        write(f"{'' if is_flat else '！'}{name}：{ratio:.2f} 倍，内存多 {above - once[2]} MiB")
    return bad


def main():
    if len(sys.argv) == 1:
        sys.exit(1 if compared() else 0)
    from tests.bench.database import empty_database

    with empty_database(is_mapped=False):
        bench(int(sys.argv[1]))


if __name__ == "__main__":
    main()
