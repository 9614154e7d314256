"""Prints how many files of the corpus the gate for personal data finds, and refuses wrongly.

Where ``requirements-ocr.txt`` is installed, also what it says of the same words as scans.
"""

import os
import sys
from collections import Counter
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()

from django.conf import settings  # noqa: E402
from tests.support import gate_corpus  # noqa: E402

from files.seeing import is_installed  # noqa: E402
from pages.privacy.answers import Answer, examine  # noqa: E402
from pages.privacy.pictures import examine_seen  # noqa: E402

ANSWERS = {
    Answer.PRIVATE: "查出",
    Answer.NOTHING_FOUND: "未发现",
    Answer.NOT_READ_WHOLE: "须由人看",
}


def main():
    rows = {}
    for kind, files in (("有害", gate_corpus.harmful()), ("无害", gate_corpus.harmless())):
        answers = [(_carrier(name), bool(examine(name, data).reasons)) for name, data in files]
        rows[kind] = Counter(answers)
    for carrier in sorted({carrier for counts in rows.values() for carrier, _ in counts}):
        _print(carrier, (_line(kind, rows[kind], carrier) for kind in rows))
    _print("合计", (_line(kind, rows[kind]) for kind in rows))
    _scans()


def _scans():
    """The three answers to the words of the corpus as pictures, with the names that went wrong."""
    if not is_installed():
        _print("扫描件", ["没有安装图片文字识别，全部须由人看"])
        return
    settings.READ_PICTURES = True
    every = (
        ("有害", gate_corpus.harmful_pictures(), Answer.NOTHING_FOUND),
        ("无害", gate_corpus.harmless_pictures(), Answer.PRIVATE),
    )
    for kind, files, wrong in every:
        answers = {name: examine_seen(name, data)[0].answer for name, data in files}
        counts = Counter(answers.values())
        cells = [f"{title} {counts[answer]}" for answer, title in ANSWERS.items()]
        faults = [name for name, answer in answers.items() if answer == wrong]
        _print(f"扫描件{kind} {len(files)}", [*cells, f"答错 {faults}"])


def _print(title, cells):
    sys.stdout.write(f"{title:18}{'  '.join(cells)}\n")
    sys.stdout.flush()


def _carrier(name):
    return name.partition(".")[2]


def _line(kind, counts, carrier=None):
    """“有害 169 查出 169”, of one carrier or of all."""
    chosen = {key: number for key, number in counts.items() if carrier in (None, key[0])}
    refused = sum(number for (_, is_refused), number in chosen.items() if is_refused)
    return f"{kind} {sum(chosen.values()):3} 查出 {refused:3}"


main()
