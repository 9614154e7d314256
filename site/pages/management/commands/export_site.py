"""``manage.py export_site --out DIR``: a read-only copy of the site; exit 1 on dead links."""

import json
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.handlers.wsgi import WSGIHandler
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from pages.machines.exporting import MARK, Copy
from pages.machines.reader import Reader
from pages.machines.sitemap import part_addresses
from pages.moved import old_addresses


class Command(BaseCommand):
    help = "把公开网站导出为静态文件（只读副本，可放在任何网站服务器上）；有失效链接时退出码为1"

    def add_arguments(self, parser):
        parser.add_argument("--out", required=True, help="目标目录：空目录，或者以前导出的目录")

    def handle(self, *, out, **options):
        folder = Path(out)
        if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
            raise CommandError(f"目录 {out} 不是空的，也不是以前导出的副本")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARK).touch()
        now = timezone.now()
        read = Reader(WSGIHandler(), find=finders.find, copied_at=now)
        home = reverse("wagtail_serve", args=[""])
        copy = Copy(read, out, root=home, live_url=settings.SITE_URL)
        signposts = [reverse(f"public:{name}") for name in ("robots", "sitemap", "copy_search")]
        copy.make(also=[*signposts, *part_addresses(now), *old_addresses(now)])
        copy.not_found(f"{home}no-such-page/")
        copy.add_machines_files()
        removed = [] if copy.failed else copy.remove_others()
        report = {
            "files": len(copy.written),
            "changed": len(copy.changed),
            "removed": len(removed),
            "dead_links": copy.failed,
        }
        self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
        if copy.failed:
            sys.exit(1)
