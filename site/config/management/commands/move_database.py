"""``manage.py move_database SQLITE_FILE``: everything into PostgreSQL; JSON of tables and rows."""

import json
import sqlite3

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.keeping.moving import CannotMove, move


class Command(BaseCommand):
    help = "把一个 SQLite 数据库的全部数据移到 DATABASE_URL 指向的、刚建好的 PostgreSQL 数据库"

    def add_arguments(self, parser):
        parser.add_argument("file", help="SQLite 数据库文件；移动期间网站和时钟须停止")

    def handle(self, *, file, **options):
        try:
            moved = move(file, at=timezone.now())
        except (CannotMove, sqlite3.Error) as error:
            raise CommandError(f"没有移动：{error}") from error
        call_command("update_index", verbosity=0)
        answer = {"tables": len(moved), "rows": sum(moved.values())}
        self.stdout.write(json.dumps(answer, ensure_ascii=False))
