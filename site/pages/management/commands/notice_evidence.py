"""``manage.py notice_evidence NUMBER --out F.zip``: the evidence of one notice as a package."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pages.models import NoticePage
from pages.notices.bundles import bundle
from rules.refusal import Refused


class Command(BaseCommand):
    help = "导出一份公示的凭证包"

    def add_arguments(self, parser):
        parser.add_argument("number", help="公示编号，如 ZGGS-2026-000001")
        parser.add_argument("--out", type=Path, required=True, help="写入的文件")

    def handle(self, number, out, **options):
        page = NoticePage.objects.with_facts().filter(publicity__number=number).first()
        if page is None:
            raise CommandError(f"没有编号为{number}的区级公示")
        try:
            data = bundle(page, at=timezone.now())
        except (Refused, LookupError) as error:
            raise CommandError(f"{error}") from error
        out.write_bytes(data)
        self.stdout.write(f"{out}：{len(data)}字节")
