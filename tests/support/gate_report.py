"""Prints how many files of the corpus the gate for personal data finds, and refuses wrongly."""

import os
import sys
from collections import Counter
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()

from tests.support import gate_corpus  # noqa: E402

from pages.privacy.answers import examine  # noqa: E402


def main():
    rows = {}
    for kind, files in (("有害", gate_corpus.harmful()), ("无害", gate_corpus.harmless())):
        answers = [(_carrier(name), bool(examine(name, data).reasons)) for name, data in files]
        rows[kind] = Counter(answers)
    for carrier in sorted({carrier for counts in rows.values() for carrier, _ in counts}):
        _print(carrier, (_line(kind, rows[kind], carrier) for kind in rows))
    _print("合计", (_line(kind, rows[kind]) for kind in rows))


def _print(title, cells):
    sys.stdout.write(f"{title:18}{'  '.join(cells)}\n")


def _carrier(name):
    return name.partition(".")[2]


def _line(kind, counts, carrier=None):
    """“有害 169 查出 169”, of one carrier or of all."""
    chosen = {key: number for key, number in counts.items() if carrier in (None, key[0])}
    refused = sum(number for (_, is_refused), number in chosen.items() if is_refused)
    return f"{kind} {sum(chosen.values()):3} 查出 {refused:3}"


main()
