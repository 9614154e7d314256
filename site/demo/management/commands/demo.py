"""``manage.py demo``: the fictional district, a web server and a clock, in one go."""

import logging
import os
import secrets
import signal
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from demo import district, exchange_work, processes

WHO = (
    ("a001", "申请单位（果业公司）", "/portal/"),
    ("a001b", "同一单位的经办人", "/portal/"),
    ("a026", "申请单位（有产品待补正）", "/portal/"),
    ("s101", "水东镇扶贫工作站", "/admin/"),
    ("s104", "沙河镇工作站（有待认可）", "/admin/"),
    ("clerk", "区扶贫办受理", "/admin/"),
    ("reviewer", "区扶贫办审核", "/admin/"),
    ("agri", "区农业农村局审核", "/admin/"),
    ("agrihead", "区农业农村局负责人", "/admin/"),
    ("price", "价格核查（规则版本指定部门后）", "/admin/"),
    ("s101h", "水东镇工作站负责人", "/admin/"),
    ("recorder", "上级结果登记", "/admin/"),
    ("exporter", "数据报送", "/admin/"),
    ("investigator", "异议核查", "/admin/"),
    ("manager", "区扶贫办负责人", "/admin/"),
    ("auditor", "审计", "/admin/"),
    ("zgh-bao", "区总工会填报", "/admin/"),
    ("zgh-fu", "区总工会负责人", "/admin/"),
    ("swj-bao", "区商务局填报", "/admin/"),
    ("st-test-01", "学校食堂填报", "/admin/"),
    ("editor", "拟稿", "/admin/"),
    ("checker", "文稿审核", "/admin/"),
    ("chief", "文稿签发", "/admin/"),
    ("admin", "系统管理", "/admin/"),
)


#: Seconds between two looks at what the platform answered.
STEP = 3


class Command(BaseCommand):
    help = "准备虚构区县的数据，启动网站和时钟；Ctrl-C 停止"

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--prepare-only", action="store_true", help="只准备数据，不启动")

    def handle(self, *, port, prepare_only, **options):
        if not settings.SIMULATION_ALLOWED:
            raise CommandError("正式环境不得演示")
        site, password = _address(port), _password()
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        self.stdout.write("建立数据库，办理虚构区县的往事，第一次要几分钟 …")
        self.stdout.flush()
        call_command("migrate", verbosity=0)
        _hurry()
        district.prepare(password, at=timezone.now())
        if not prepare_only:
            self._serve(port, site, password)

    def _serve(self, port, site, password):
        begun = processes.begin(port)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            _wait_until_ready(port, begun)
            self._greet(site, password)
            while all(process.is_alive() for process in begun):
                time.sleep(STEP)
                exchange_work.mend_first(at=timezone.now())
            raise CommandError("网站或时钟意外停止")
        except KeyboardInterrupt:
            self.stdout.write("\n已停止。")
        finally:
            processes.end(begun)

    def _greet(self, site, password):
        rows = "\n".join(f"  {login:<13}{who:　<12}{site}{door}" for login, who, door in WHO)
        self.stdout.write(
            f"\n公开网站  {site}/\n数据接口  {site}/api/v1/docs\n\n"
            f"可登录的账号（密码均为 {password}）：\n{rows}\n\nREADY {site}/\n"
        )
        self.stdout.flush()


def _hurry():
    """Four thousand commits need not reach the disk one by one: what a failing machine takes of
    the last seconds is told again, and the database is whole all the same (write-ahead log).
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")


def _address(port):
    """The site's address: what is printed and exported from now on names this very port."""
    site = os.environ.get("SITE_URL") or f"http://localhost:{port}"
    settings.VAR.mkdir(parents=True, exist_ok=True)
    (settings.VAR / "site_url").write_text(site)
    settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = site
    return site


def _password():
    """The password of every demo account: made on first use, kept in ``var/secrets``."""
    path = settings.VAR / "secrets" / "demo_password"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(9))
        path.chmod(0o600)
    return path.read_text().strip()


def _wait_until_ready(port, begun, seconds=60):
    for _ in range(seconds * 10):
        if not all(process.is_alive() for process in begun):
            raise CommandError(f"不能启动；端口 {port} 可能已被占用，可用 PORT= 另选")
        try:
            with urlopen(f"http://127.0.0.1:{port}/", timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise CommandError("网站没有在规定时间内应答")
