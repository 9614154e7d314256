"""The files of a batch built from many records: peak memory, and time for each record.

``python tests/bench/exchange.py [100000]``; checking each record against the schema is included,
the database is not.
"""

import json
import os
import resource
import sys
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "site"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")


def build(count):
    """Seconds for ``count`` records, and the peak of the process so far in MiB."""
    from exchange import schema
    from exchange.building import Package, canonical_record

    record = json.loads((ROOT / "tests/exchange/golden/record.json").read_text(encoding="utf-8"))
    began = time.perf_counter()
    with Package("catalog", schema.RECORD) as package:
        for number in range(count):
            each = {**record, "record_version": number + 1}
            assert schema.faults(schema.RECORD, each) == []
            package.add(each, canonical_record(each)[0], day=date(2020, 10, 13), households=1)
        sizes = [file.described()["bytes"] for file in package.files()]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return time.perf_counter() - began, peak, sizes


def main():
    import django

    django.setup()
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    for count in (most // 10, most):
        seconds, peak, sizes = build(count)
        each = seconds / count * 1000
        sys.stdout.write(f"{count} records: {each:.2f} ms each, peak {peak} MiB, {sizes} bytes\n")


if __name__ == "__main__":
    main()
