"""What a plain start loads, and what it leaves to who needs it."""

import gc
import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from config.starting import nothing_collected

#: Each costs a start a part of a second, or megabytes of every process; few requests need one.
HEAVY = {
    "docx",
    "icalendar",
    "jsonschema",
    "openpyxl",
    "paramiko",
    "rjieba",
    "weasyprint",
}
START = """
import json, sys, gc
from django.conf import settings
settings.NGINX_KEEPS_PAGES = True
import config.wsgi
link = settings.NGINX_FOLDER / "now"
facts = [gc.get_freeze_count(), gc.isenabled(), sorted(sys.modules), link.readlink().name]
print(json.dumps(facts))
"""


@pytest.fixture(scope="module")
def started():
    """What a web process holds when ready: ``(objects left alone, enabled, modules, link)``."""
    run = subprocess.run(
        [sys.executable, "-c", START],
        cwd=settings.ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "PYTHONPATH": str(settings.ROOT / "site"),
        },
        capture_output=True,
        check=True,
    )
    return json.loads(run.stdout)


def test_a_start_leaves_heavy_libraries_to_who_needs_them(started):
    loaded = HEAVY.intersection(started[2])
    assert not loaded


def test_the_doors_are_there_before_the_first_visitor(started):
    is_loaded = "config.urls" in started[2]
    assert is_loaded


def test_what_a_start_made_is_never_looked_through_again(started):
    left_alone, is_enabled, *_ = started
    assert left_alone > 100_000
    assert is_enabled


def test_a_start_forgets_what_nginx_kept_of_the_program_before(started):
    assert re.fullmatch(r"[0-9a-f]{32}", started[3])


def test_the_collector_works_again_when_a_start_failed():
    thresholds = gc.get_threshold()
    try:
        with pytest.raises(ValueError, match="settings"), nothing_collected():
            raise ValueError("settings")
        assert gc.isenabled()
    finally:
        gc.set_threshold(*thresholds)


def test_a_command_takes_the_settings_its_line_names(tmp_path):
    (tmp_path / "other_settings.py").write_text("from config.settings.test import *\n")
    words = ["diffsettings", "--settings=other_settings", f"--pythonpath={tmp_path}"]
    run = subprocess.run(
        [sys.executable, settings.ROOT / "manage.py", *words],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "SETTINGS_MODULE = 'other_settings'" in run.stdout
