"""``manage.py read_pictures [--once]``: reads scans and photos of the library, file by file.

Needs ``requirements-ocr.txt``. Any number may run: the same bytes are kept once.
"""

import time

from django.core.management.base import CommandError
from django.db import close_old_connections
from django.utils import timezone

from pages.privacy.pictures import is_reading
from pages.privacy.reading_room import ReadingRoom
from records.unavailable import ReportCommand

PAUSE = 20
CLOSED = "没有安装图片文字识别（requirements-ocr.txt），或者 READ_PICTURES 已关闭"


class Command(ReportCommand):
    help = "识别文件库、图片库中扫描件和照片里的文字，检查个人信息"

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="只识别一遍")

    def handle(self, **options):
        if not is_reading():
            raise CommandError(CLOSED)
        room = ReadingRoom()
        while True:
            read, refused = room.pass_over(at=timezone.now())
            if read or options["once"]:
                self.stdout.write(f"识别{read}个文件，{refused}个含有个人信息")
            if options["once"]:
                return
            close_old_connections()
            time.sleep(PAUSE)
