"""``manage.py open_office FILE.toml``: a real office's first day; exit 1 with every reason."""

import tomllib
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from desk.loading.opening import AlreadyOpen, BadPlan, open_office


class Command(BaseCommand):
    help = "按一个文件建立网站栏目、机构、乡镇街道、第一个规则版本和人员；只能执行一次"

    def add_arguments(self, parser):
        parser.add_argument("file", help="TOML 文件，样例在 deploy/office.toml")

    def handle(self, *, file, **options):
        try:
            number = open_office(tomllib.loads(Path(file).read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise CommandError(f"文件不能读取：{error}") from error
        except (AlreadyOpen, BadPlan) as error:
            raise CommandError(f"没有建立：{error}") from error
        self.stdout.write(f"已建立，{number} 人。各人用登记的信箱在“忘记密码”中设置密码。")
