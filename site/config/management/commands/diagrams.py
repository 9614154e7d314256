"""``manage.py diagrams [--check]``: site/README.md's state diagrams, from the tables in code."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from rules.diagrams import DIAGRAMS, mermaid

README = settings.ROOT / "site" / "README.md"


class Command(BaseCommand):
    help = "由代码中的状态表生成 site/README.md 里的状态图；--check 只核对是否一致"

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")

    def handle(self, *, check, **options):
        written = README.read_text(encoding="utf-8")
        drawn = _drawn(written)
        if check and drawn != written:
            raise CommandError("site/README.md 的状态图与代码不一致；请运行 manage.py diagrams")
        README.write_text(drawn, encoding="utf-8")


def _drawn(text):
    """``text`` with what stands between each pair of markers replaced by the current diagram."""
    for name, draw in DIAGRAMS.items():
        begin, end = f"<!-- diagram: {name} -->", f"<!-- end: {name} -->"
        before, _, rest = text.partition(begin)
        _, found, after = rest.partition(end)
        if not found:
            raise CommandError(f"site/README.md 缺少标记 {begin} … {end}")
        text = f"{before}{begin}\n```mermaid\n{mermaid(draw()).strip()}\n```\n{end}{after}"
    return text
