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

from pages.machines.exporting import MARK, Copy, FolderInUse, held_folder
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
        try:
            with held_folder(folder):
                copy, removed = _make(folder, at=timezone.now())
        except FolderInUse as error:
            raise CommandError(f"另一个导出正在写入目录 {out}，请等它结束") from error
        except OSError as error:
            words = f"导出到 {out} 时出错：{error}。已经写好的文件没有损坏，处理后再导出一次即可"
            raise CommandError(words) from error
        report = {
            "files": len(copy.written),
            "changed": len(copy.changed),
            "removed": len(removed),
            "dead_links": copy.failed,
        }
        self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
        if copy.failed:
            sys.exit(1)


def _make(folder, *, at):
    """The copy of the site at ``at`` in ``folder``, and what of an earlier one was removed."""
    read = Reader(WSGIHandler(), find=finders.find, copied_at=at)
    home = reverse("wagtail_serve", args=[""])
    copy = Copy(read, folder, root=home, live_url=settings.SITE_URL)
    signposts = [reverse(f"public:{name}") for name in ("robots", "sitemap", "copy_search")]
    copy.make(also=[*signposts, *part_addresses(at), *old_addresses(at)])
    copy.not_found(f"{home}no-such-page/")
    copy.add_machines_files(at)
    return copy, [] if copy.failed else copy.remove_others()
