"""``manage.py doctor``: what is wrong with this installation, in words, and what to do about it."""

import shutil
from datetime import timedelta

from django.conf import settings
from django.core.checks import WARNING, run_checks
from django.db import connection

from desk.operations import TABLES, kinds
from exchange import clamav
from pages.catalogue import signing_keys
from records import nginx_link
from records.conditions import Finding, condition
from records.models import Counter, Heartbeat
from records.unavailable import is_unavailable
from rules.certificate_numbers import LAST_SERIAL
from rules.periods import local_day
from workflow.services.overdue import overdue
from workflow.services.wordings import outdated

from .keeping import restic
from .readiness import CHECKS, disk_is_free

#: How many certificate numbers of a year are left when somebody should know.
FEW_NUMBERS = 1000
#: Parts of ``/readyz``: their name for people, and what to do.
PARTS = {
    "database": ("数据库", "启动数据库，核对 DATABASE_URL"),
    "cache": ("缓存", "启动 Redis，核对 REDIS_URL；没有它网站照常，只是慢一些"),
    "migrations": ("数据库迁移", "执行 manage.py migrate"),
    "keys": ("密钥", "核对 MATERIAL_KEY、AUDIT_KEY 是否是这些数据的密钥"),
}
#: Our own check of what ``runs_on`` says in its words.
SAID_ABOVE = "pages.E002"
#: A clock that runs beats each half minute; rows of a former name of the machine stay.
BEATING = timedelta(minutes=5)
#: How long somebody who opens 运行监控 waits for a scanner.
SECONDS = 3


def examine(at):
    """A :class:`Finding` for each thing; without a database only what can be said without it."""
    parts = list(runs_on(at))
    yield from parts
    if not parts[0].trouble:
        yield from _settings()
        yield from _late(at)


@condition
def runs_on(at):
    """What everything else rests on; the first is the database."""
    parts = [_part(name) for name in CHECKS]
    yield from parts
    yield _disk()
    yield from _programs()
    yield from _signing_keys()
    if not parts[0].trouble:
        yield _numbers(at)
        yield _wordings(at)
        yield from _pages_of_nginx(at)


def _part(name):
    what, remedy = PARTS[name]
    try:
        works = CHECKS[name]()
    except Exception as error:  # noqa: BLE001 - whatever keeps it from working is the answer
        trouble = "没有应答" if is_unavailable(error) else type(error).__name__
        return Finding(what, trouble, remedy)
    return Finding(what) if works else Finding(what, "不正常", remedy)


def _disk():
    if disk_is_free():
        return Finding("磁盘")
    free = f"{settings.DATA_ROOT} 只剩 {shutil.disk_usage(settings.DATA_ROOT).free // 1024**2} MB"
    return Finding("磁盘", free, "清理或者扩容；var/editions 可以随时清空")


def _programs():
    """What the features that are switched on need beside Python."""
    if connection.vendor == "postgresql" and restic.is_set_up():
        yield _program("pg_dump", "备份", "postgresql-client")
    if restic.is_set_up():
        yield _program("restic", "备份", "restic")
    if settings.CLAMAV_ADDRESS:
        yield _scanner()


def _program(name, what, package):
    if shutil.which(name):
        return Finding(f"{what}用的 {name}")
    return Finding(f"{what}用的 {name}", "没有安装", f"apt-get install {package}")


def _pages_of_nginx(at):
    """nginx hears of what is written on its own machine only, through a folder."""
    if not nginx_link.is_used():
        return
    what = "nginx 保存的公开页面"
    # containers of one machine have names of their own, and its boot in common
    beats = Heartbeat.objects.filter(at__gt=at - BEATING).exclude(boot_id="")
    if trouble := nginx_link.trouble():
        yield Finding(what, f"{settings.NGINX_FOLDER}：{trouble}", "改正目录的属主，再重启网站")
    elif beats.values("boot_id").distinct().count() > 1:
        remedy = "各台机器都写 NGINX_KEEPS_PAGES=False，再逐个重启"
        yield Finding(what, "时钟在几台机器上运行，nginx 只知道本机的写入", remedy)
    else:
        yield Finding(what)


def _scanner():
    try:
        clamav.scan(b"manage.py doctor", seconds=SECONDS)
    except OSError:
        return Finding("病毒扫描", "没有应答", "启动 clamd；其间上传的文件等待扫描")
    return Finding("病毒扫描")


def _signing_keys():
    """Of an office that signs certificates, or did; without a usable key no new one is signed."""
    if not (settings.CERTIFICATE_KEY or settings.CERTIFICATE_OLD_KEYS):
        return
    faults = list(signing_keys.faults())
    remedy = "核对 CERTIFICATE_KEY 和旧公钥的文件、读取权限；其间证书照常显示，不带签名"
    yield from [Finding("证书签名密钥", each, remedy) for each in faults]
    if not faults:
        yield Finding("证书签名密钥")


def _numbers(at):
    """The numbers of a year are four digits: who lists thousands must know before the last one."""
    year = local_day(at).year
    serials = Counter.objects.filter(series="certificate", year=year)
    left = LAST_SERIAL - sum(serials.values_list("last", flat=True))
    if left >= FEW_NUMBERS:
        return Finding("证书编号")
    return Finding("证书编号", f"{year}年还剩{max(left, 0)}个", "报上级平台确定编号用完以后的办法")


def _wordings(at):
    """After a release, which letters are no longer written in all of the office's own words."""
    letters = "、".join(each.label for each in outdated(at))
    if not letters:
        return Finding("文书用语")
    trouble = f"需要重新起草：{letters}；升级后填充项或者情形已变，暂用系统自带文字"
    return Finding("文书用语", trouble, "请本单位在“督办管理 — 文书用语”重新起草、批准")


def _settings():
    """Our own checks and Django's, of deployment; a warning is said, too."""
    messages = run_checks(include_deployment_checks=True, databases=["default"])
    for message in messages:
        if message.level >= WARNING and message.id != SAID_ABOVE:
            yield Finding(f"设置 {message.id}", message.msg, message.hint or "看运维手册")


def _late(at):
    late, words = overdue(at), {**TABLES, **dict(kinds())}
    for kind, rows in late.items():
        if isinstance(rows, list) and rows:
            what, remedy = words.get(kind, (kind, "看“运行监控”"))
            yield Finding(what, f"{len(rows)} 件", remedy)
