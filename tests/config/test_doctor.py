"""``manage.py doctor`` says in Chinese what is wrong, and what to do."""

import json
import os
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from config import doctoring
from records import nginx_link
from records.models import Heartbeat
from registry.models import User


def told(capsys, *words):
    """What the doctor printed, and whether it was content."""
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", *words)
    return capsys.readouterr().out, ended.value.code


@pytest.mark.django_db
def test_each_part_is_named_and_what_is_late_comes_with_its_remedy(office, capsys):
    out, code = told(capsys)
    assert code == 1, "no clock has run here"
    assert "正常  数据库\n" in out
    assert "正常  磁盘\n" in out
    assert "注意  时钟：1 件 → 请运维人员按运维手册“时钟”一节处理" in out


@pytest.mark.django_db
def test_every_line_of_trouble_says_what_to_do(office, capsys):
    rows = json.loads(told(capsys, "--json")[0])
    assert [row for row in rows if row["trouble"] and not row["remedy"]] == []


def test_without_a_database_the_rest_is_still_said(monkeypatch, capsys):
    def away():
        raise OperationalError("away")

    monkeypatch.setattr(doctoring, "CHECKS", dict.fromkeys(doctoring.PARTS, away))
    out, code = told(capsys)
    assert code == 1
    assert "注意  数据库：没有应答 → 启动数据库，核对 DATABASE_URL" in out
    assert "正常  磁盘" in out


@pytest.mark.django_db
def test_a_full_disk_and_a_missing_program_are_found(office, settings, monkeypatch, capsys):
    settings.BACKUP_REPOSITORY, settings.BACKUP_PASSWORD = "/nowhere", "secret"
    settings.CLAMAV_ADDRESS = "tcp:127.0.0.1:1"
    usage = SimpleNamespace(total=10**12, free=10**6)
    monkeypatch.setattr(doctoring.shutil, "disk_usage", lambda path: usage)
    monkeypatch.setattr(doctoring.shutil, "which", lambda name: None)
    out, _ = told(capsys)
    assert "只剩 0 MB" in out
    assert "备份用的 restic：没有安装 → apt-get install restic" in out
    assert "病毒扫描：没有应答" in out
    assert "备份：1 件" in out


@pytest.mark.django_db
def test_an_old_key_that_cannot_be_read_is_told_of_an_office_that_signs_no_more(
    office, settings, tmp_path, capsys
):
    settings.CERTIFICATE_KEY = ""
    settings.CERTIFICATE_OLD_KEYS = [f"{tmp_path / 'gone.pub'}"]
    out, _ = told(capsys)
    assert "gone.pub：文件不存在" in out


@pytest.mark.django_db
def test_nothing_personal_is_said(office, capsys):
    out, _ = told(capsys)
    assert not [user for user in User.objects.exclude(email="") if user.email in out]


@pytest.mark.django_db
def test_pages_kept_by_nginx_are_for_one_machine_with_a_folder_of_its_own(
    office, settings, tmp_path
):
    at, what = timezone.now(), "nginx 保存的公开页面"

    def words():
        return {row.what: row.trouble for row in doctoring.runs_on(at)}.get(what)

    assert words() is None
    settings.NGINX_KEEPS_PAGES, settings.NGINX_FOLDER = True, tmp_path / "front"
    assert words() == ""
    beat = {"name": "clock", "at": at, "anchor_at": at, "anchor_seconds": 1}
    for host, boot in (("one", "x"), ("its container", "x"), ("told no boot", "")):
        Heartbeat.objects.create(host=host, boot_id=boot, **beat)
    assert words() == ""
    Heartbeat.objects.create(host="two", boot_id="y", **beat)
    assert "几台机器" in words()
    Heartbeat.objects.filter(host="two").update(at=at - timedelta(minutes=6))
    assert words() == "", "it was called two before it was started anew"
    settings.NGINX_FOLDER = settings.NGINX_FOLDER / "file"
    settings.NGINX_FOLDER.write_text("no folder")
    assert words().startswith(f"{settings.NGINX_FOLDER}")


def test_root_is_told_of_a_folder_that_is_not_of_whom_the_data_are_of(
    settings, tmp_path, monkeypatch
):
    settings.NGINX_FOLDER = tmp_path / "front"
    assert nginx_link.trouble() == ""
    owner = SimpleNamespace(st_uid=tmp_path.stat().st_uid + 1)
    settings.DATA_ROOT = SimpleNamespace(stat=lambda: owner)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert nginx_link.trouble() == "属主与数据目录的不同"
