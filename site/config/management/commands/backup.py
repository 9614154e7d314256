"""``manage.py backup``: database and files into the encrypted repository; JSON of what was kept."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.keeping import restic
from config.keeping.backing_up import back_up
from config.keeping.dumping import DumpFailed


class Command(BaseCommand):
    help = "备份数据库和全部文件到 BACKUP_REPOSITORY（加密、去重、按期清理、抽查）"

    def add_arguments(self, parser):
        parser.add_argument("--list", action="store_true", help="列出已有的备份")
        parser.add_argument("--read-back", default="5%", help="备份后读回核对的比例，如 100%%")

    def handle(self, *, list, read_back, **options):
        if not restic.is_set_up():
            raise CommandError("没有设置 BACKUP_REPOSITORY 和 BACKUP_PASSWORD")
        try:
            answer = restic.snapshots() if list else back_up(share=read_back, at=timezone.now())
        except (restic.RepositoryFailed, DumpFailed) as error:
            raise CommandError(f"没有备份：{error}") from error
        self.stdout.write(json.dumps(answer, ensure_ascii=False))
