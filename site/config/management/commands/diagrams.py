"""``manage.py diagrams [--check]``: the diagrams of states in README and desk, from the code."""

import hashlib
import subprocess

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from desk.charting import DRAWN
from rules.diagrams import dot, mermaid
from workflow.charts import DIAGRAMS

README = settings.ROOT / "site" / "README.md"


class Command(BaseCommand):
    help = "由流程和状态表生成 site/README.md 与工作台里的状态图；--check 只核对是否一致"

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")

    def handle(self, *, check, **options):
        written = README.read_text(encoding="utf-8")
        drawn = _written(written)
        old = [name for name in DIAGRAMS if _mark(name) not in _svg(name)]
        if check and (drawn != written or old):
            raise CommandError("状态图与代码不一致；请运行 make diagrams")
        README.write_text(drawn, encoding="utf-8")
        for name in old:
            _draw(name)


def _written(text):
    """``text`` with what stands between each pair of markers replaced by the current diagram."""
    for name, draw in DIAGRAMS.items():
        begin, end = f"<!-- diagram: {name} -->", f"<!-- end: {name} -->"
        before, _, rest = text.partition(begin)
        _, closing, after = rest.partition(end)
        if not closing:
            raise CommandError(f"site/README.md 缺少标记 {begin} … {end}")
        text = f"{before}{begin}\n```mermaid\n{mermaid(draw()).strip()}\n```\n{end}{after}"
    return text


def _svg(name):
    path = DRAWN / f"{name}.svg"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _mark(name):
    """What a drawing says of the diagram it was made from; its layout is Graphviz's own."""
    return f"<!-- made from {hashlib.sha256(dot(DIAGRAMS[name]()).encode()).hexdigest()} -->"


def _draw(name):
    command = ["dot", "-Tsvg"]
    try:
        svg = subprocess.run(
            command, input=dot(DIAGRAMS[name]()), capture_output=True, text=True, check=True
        ).stdout
    except FileNotFoundError as error:
        raise CommandError("缺少 Graphviz（Debian 软件包 graphviz）；请用 make diagrams") from error
    DRAWN.mkdir(exist_ok=True)
    (DRAWN / f"{name}.svg").write_text(f"{svg}{_mark(name)}\n", encoding="utf-8")
