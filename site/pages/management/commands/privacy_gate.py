"""``manage.py privacy_gate FILE…``: what the gate for personal data says of files, as JSON."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from pages.privacy.answers import Answer
from pages.privacy.file_types import Unreadable
from pages.privacy.pictures import examine_seen


class Command(BaseCommand):
    help = (
        "检查文件中的个人信息，输出 JSON："
        "nothing_found 未发现，found 发现，not_read_whole 没有全部读出"
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def handle(self, *, files, **options):
        if missing := [str(path) for path in files if not path.is_file()]:
            raise CommandError(f"没有这些文件：{'、'.join(missing)}")
        rows = [{"file": str(path), **_examined(path)} for path in files]
        self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))


def _examined(path):
    """The answer, and (kind, where) of what was found and of what could not be read."""
    try:
        examination, _ = examine_seen(path.name, path.read_bytes())
    except Unreadable as refusal:
        findings = [{"kind": "refused", "where": str(refusal)}]
        return {"answer": Answer.NOT_READ_WHOLE, "findings": findings}
    pairs = [(breach.kind, breach.where) for breach in examination.breaches]
    pairs += [(kind, where) for where, kind in examination.gaps]
    findings = [{"kind": kind, "where": where} for kind, where in pairs]
    return {"answer": examination.answer, "findings": findings}
