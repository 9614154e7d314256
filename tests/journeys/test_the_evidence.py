"""The evidence of a notice in a browser: a board with its photo, the package, the public page."""

import subprocess
import zipfile
from datetime import timedelta

import pytest
from tests.support.photos import picture
from tests.support.watched import authority, stamped_by

from demo.timetables import moment
from exchange import stamping, watching
from publicity.models import Publicity
from records import evidence
from records.models import TreeHead
from registry.models import RuleSet

from .people import officer, reads, send
from .test_a_case import press
from .test_at_the_desk import see

__all__ = ["authority", "stamped_by"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
]
PHOTO = {"name": "公示栏.jpg", "mimeType": "image/jpeg", "buffer": picture()}


@pytest.fixture
def notice(walked, site, settings, stamped_by):
    """A notice that hangs out since this morning, seen every five minutes through the live site."""
    RuleSet.objects.update(board_posting=True)
    settings.SITE_URL, settings.WATCH_MINUTES = site, 5
    walked("notice")
    return Publicity.objects.get()


def shell(folder, text):
    """Run a command as the package's README writes it; what it says."""
    command = text.replace("日期", "*")
    done = subprocess.run(
        ["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def commands_of(readme):
    programs = ("sha256sum", "openssl ts -verify", "python3")
    return [line.strip() for line in readme.splitlines() if line.strip().startswith(programs)]


def record_board(page, notice):
    see(page, "/admin/desk/notices/")
    press(page, notice.number)
    reads(page, "尚未登记张贴")
    page.fill("[name=place]", "示例村村部公示栏")
    page.fill("[name=posted_on]", f"{notice.first_day}")
    page.fill("[name=posted_by_name]", "示例")
    page.set_input_files("[name=photo]", PHOTO)
    page.check("[name=is_photo_public]")
    send(page, "boards")
    see(page, page.url)


def test_from_the_village_board_to_the_package_that_the_shell_checks(
    notice, someone, clock, tmp_path
):
    now = moment(notice.first_day, 10)
    clock(now)
    station = notice.entries.get().item.application.station
    record_board(officer(someone(), f"station_officer@{station.code}"), notice)
    watching.watch.run(now)
    tomorrow = now + timedelta(days=1)
    clock(tomorrow)
    evidence.make_head(tomorrow)
    assert stamping.stamp_heads(tomorrow) == 1

    clerk = officer(someone(), "fpb_clerk@fpb")
    see(clerk, "/admin/desk/notices/")
    press(clerk, notice.number)
    see(clerk, clerk.url)
    reads(clerk, "正常", "示例村村部公示栏")
    with clerk.expect_download() as download:
        clerk.click("text=下载凭证包")
    zipfile.ZipFile(download.value.path()).extractall(tmp_path)
    commands = commands_of((tmp_path / "README.txt").read_text())
    assert len(commands) == 4
    answers = [shell(tmp_path, command) for command in commands]
    assert "Verification: OK" in answers[1]
    assert "核对相符" in answers[-1]

    visitor = someone()
    visitor.goto(notice.notice_page.url)
    reads(visitor, "示例村村部公示栏", "独立程序")
    photo = visitor.request.get(f"{notice.notice_page.url}board/{notice.postings.get().pk}/")
    assert (photo.status, photo.headers["content-type"]) == (200, "image/jpeg")
    visitor.goto("/evidence/")
    reads(visitor, TreeHead.objects.get().root)
