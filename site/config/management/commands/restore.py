"""``manage.py restore [SNAPSHOT]``: a backup onto an empty machine; JSON, exit 1 if it differs."""

import json
import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.keeping import restic
from config.keeping.dumping import DumpFailed
from config.keeping.restoring import NotEmpty, restore


class Command(BaseCommand):
    help = "把备份恢复到空的数据库和空的 media 目录，并逐表、逐文件、逐条审计记录核对"
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("snapshot", nargs="?", default="latest", help="备份编号，默认最近一次")

    def handle(self, *, snapshot, **options):
        if not restic.is_set_up():
            raise CommandError("没有设置 BACKUP_REPOSITORY 和 BACKUP_PASSWORD")
        try:
            answer = restore(snapshot, at=timezone.now())
        except (restic.RepositoryFailed, DumpFailed, NotEmpty) as error:
            raise CommandError(f"没有恢复：{error}") from error
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
        if answer["faults"]:
            sys.exit(1)
