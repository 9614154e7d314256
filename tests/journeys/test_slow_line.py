"""A scan of almost 20 MB over a slow line: the applicant sees it go, and it arrives whole."""

import io
import os
from datetime import date

import pikepdf
import pytest
from playwright.sync_api import expect

from applications.models import Application, Material
from demo import fiction
from demo.timetables import moment

from .people import applicant

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
]
SIZE = 19 * 1024 * 1024
#: Bytes a second upwards, and the delay of an answer in milliseconds: a country line.
LINE = {"offline": False, "latency": 200, "downloadThroughput": -1, "uploadThroughput": 4_000_000}


@pytest.fixture
def scan(tmp_path):
    """A sound PDF of 19 MB that nothing can shrink."""
    document = pikepdf.new()
    page = document.add_blank_page()
    page.obj.Contents = document.make_stream(b"% " + os.urandom(SIZE).hex()[:SIZE].encode())
    out = io.BytesIO()
    document.save(out, compress_streams=False)
    path = tmp_path / "scan.pdf"
    path.write_bytes(out.getvalue())
    return path


def test_a_big_scan_on_a_slow_line_shows_its_progress_and_arrives_whole(someone, clock, scan):
    clock(moment(date(2020, 4, 1)))
    page = applicant(someone(), fiction.applicant(1).pk)
    page.goto("/portal/applications/new/")
    page.click("text=开始填写")
    page.locator("ol.tasks").wait_for()
    draft = Application.objects.get()
    page.goto(f"/portal/applications/{draft.pk}/materials/")
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    form = page.locator("#upload-M3_benefit_proof")
    form.locator("input[type=file]").set_input_files(scan)
    form.locator("button").click()
    expect(form.locator("progress")).to_be_visible()
    expect(page.locator("#material-M3_benefit_proof")).to_contain_text("scan.pdf", timeout=60_000)
    expect(page.locator(".sending progress")).to_have_count(0, timeout=60_000)
    kept = Material.objects.get(application=draft)
    assert kept.size == scan.stat().st_size > SIZE
