"""``manage.py roles [--check]``: the handbook's table of roles, from ``registry/roles.py``."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from registry.roles import table

HANDBOOK = settings.ROOT / "docs" / "reviewers.md"
BEGIN, END = "<!-- table: roles -->", "<!-- end: roles -->"


class Command(BaseCommand):
    help = "由 registry/roles.py 生成 docs/reviewers.md 里的角色表；--check 只核对是否一致"

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")

    def handle(self, *, check, **options):
        text = HANDBOOK.read_text(encoding="utf-8")
        before, begin, rest = text.partition(BEGIN)
        _, end, after = rest.partition(END)
        if not (begin and end):
            raise CommandError(f"docs/reviewers.md 缺少标记 {BEGIN} … {END}")
        current = f"{before}{BEGIN}\n{table()}\n{END}{after}"
        if check and current != text:
            raise CommandError("角色表与代码不一致；请运行 manage.py roles")
        HANDBOOK.write_text(current, encoding="utf-8")
