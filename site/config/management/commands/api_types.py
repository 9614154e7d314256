"""``manage.py api_types [--check]``: the TypeScript types of the API, for ``examples/front``."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.api import api
from config.typescript import typescript

PATH = settings.ROOT / "examples" / "front" / "src" / "api.ts"


class Command(BaseCommand):
    help = "由公开数据接口的说明生成 TypeScript 类型；--check 只核对是否一致"

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")

    def handle(self, *, check, **options):
        text = typescript(api.get_openapi_schema(path_prefix="/api/v1/"))
        if check and (not PATH.exists() or PATH.read_text(encoding="utf-8") != text):
            raise CommandError("examples/front/src/api.ts 与接口不一致；请运行 manage.py api_types")
        if not check:
            PATH.write_text(text, encoding="utf-8")
