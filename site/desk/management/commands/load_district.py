"""``manage.py load_district DIR``: import a district; exit 1 when a record could not be loaded."""

import json
import sys

from django.core.management.base import BaseCommand, CommandError

from desk.loading.district import load_district


class Command(BaseCommand):
    help = "导入一个区的机构、乡镇、申请单位、产品和文件（JSON 目录）；可重复执行"

    def add_arguments(self, parser):
        parser.add_argument("directory", help="数据目录")
        parser.add_argument("--password", help="新建账号的密码（默认随机生成，不可登录）")

    def handle(self, *, directory, password, **options):
        try:
            report = load_district(directory, password=password)
        except NotADirectoryError as error:
            raise CommandError(f"没有目录 {directory}") from error
        self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
        if not report.ok:
            sys.exit(1)
