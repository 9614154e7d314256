"""``manage.py export catalog``: what lies in the directory, and what it says when not."""

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from pathlib import Path
from threading import Barrier

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from catalog.services import suspend
from exchange.models import ExportBatch
from exchange.packages import write_package
from exchange.services import export_catalog

from .conftest import LISTED_AT

AT = "2020-10-14T10:00:00+08:00"
MANAGE = Path(__file__).parents[2] / "manage.py"


def export(out, **options):
    said = StringIO()
    call_command("export", "catalog", out=out, stdout=said, **{"at": AT, **options})
    return json.loads(said.getvalue())


def tree(out):
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def test_it_writes_the_four_files_and_says_where(certifier, tmp_path):
    certifier.list()
    said = export(tmp_path / "new" / "out")
    batch = "360702-CAT-20201014-0001"
    assert set(tree(tmp_path / "new" / "out")) == {
        f"{batch}/manifest.json",
        f"{batch}/data/catalog.json",
        f"{batch}/data/catalog.csv",
        f"{batch}/data/catalog.xlsx",
    }
    assert (said["batch_id"], said["record_count"]) == (batch, 1)
    assert Path(said["path"]) == tmp_path / "new" / "out" / batch


def test_repeating_it_gives_the_same_bytes_here_and_elsewhere(certifier, tmp_path):
    certifier.list()
    export(tmp_path / "a")
    before = tree(tmp_path / "a")
    export(tmp_path / "a", at="2021-01-01T00:00:00+08:00")
    export(tmp_path / "b", at=None)
    assert tree(tmp_path / "a") == tree(tmp_path / "b") == before


def test_a_lost_or_spoiled_package_is_rebuilt_the_same(certifier, tmp_path):
    certifier.list()
    package = Path(export(tmp_path)["path"])
    before = tree(tmp_path)
    (package / "manifest.json").write_text("spoiled")
    shutil.rmtree(package / "data")
    export(tmp_path)
    assert tree(tmp_path) == before
    shutil.rmtree(package)
    export(tmp_path)
    assert tree(tmp_path) == before


def test_a_receipt_put_beside_the_manifest_is_left_alone(certifier, tmp_path):
    certifier.list()
    package = Path(export(tmp_path)["path"])
    (package / "receipt.json").write_text("{}")
    export(tmp_path)
    assert (package / "receipt.json").read_text() == "{}"


def test_an_older_batch_is_written_again_by_its_number(certifier, tmp_path):
    certificate = certifier.list()
    first = export(tmp_path / "a")
    suspend(certificate, by=None, at=LISTED_AT, because="测试", reason="quality_safety")
    assert export(tmp_path / "b")["sequence"] == 2
    export(tmp_path / "c", batch=first["batch_id"])
    assert tree(tmp_path / "c") == tree(tmp_path / "a")
    with pytest.raises(CommandError, match="没有批次“360702-CAT-20201014-0077”"):
        export(tmp_path / "c", batch="360702-CAT-20201014-0077")


def test_a_time_without_a_zone_is_beijing_time(certifier, tmp_path):
    certifier.list()
    package = Path(export(tmp_path, at="2020-10-14T00:30:00")["path"])
    manifest = json.loads((package / "manifest.json").read_text())
    assert manifest["created_at"] == "2020-10-14T00:30:00+08:00"


def test_a_time_of_another_zone_is_told_in_beijing_time(certifier, tmp_path):
    certifier.list()
    said = export(tmp_path, at="2020-10-14T20:30:00Z")
    assert said["batch_id"] == "360702-CAT-20201015-0001"


def test_nothing_to_send_is_said_plainly_with_exit_code_2_and_nothing_written(certifier, tmp_path):
    with pytest.raises(CommandError, match="没有可报送的内容") as stopped:
        export(tmp_path / "out")
    assert stopped.value.returncode == 2
    assert not (tmp_path / "out").exists()


def test_a_path_that_is_a_file_is_refused_before_a_batch_is_made(certifier, tmp_path):
    certifier.list()
    (tmp_path / "file").touch()
    for out in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(CommandError, match="不是目录"):
            export(out)
    assert not ExportBatch.objects.exists()


def test_a_directory_that_may_not_be_written_is_refused_before_a_batch_is_made(
    certifier, tmp_path, monkeypatch
):
    certifier.list()
    monkeypatch.setattr(os, "access", lambda *_: False)  # to root every directory is writable
    with pytest.raises(CommandError, match="不可写"):
        export(tmp_path / "out")
    assert not ExportBatch.objects.exists()


def test_a_failed_write_leaves_no_half_package_and_names_the_batch(
    certifier, tmp_path, monkeypatch
):
    certifier.list()
    monkeypatch.setattr(Path, "rename", _disk_full)
    with pytest.raises(CommandError, match="--batch 360702-CAT-20201014-0001"):
        export(tmp_path)
    assert list(tmp_path.iterdir()) == []


def _disk_full(*_):
    raise OSError(28, "No space left on device")


def test_a_package_published_meanwhile_by_another_exporter_is_no_error(tmp_path, monkeypatch):
    files = {"data/a.json": b"[]", "manifest.json": b"{}"}
    write_package(tmp_path, "x", files)
    monkeypatch.setattr(Path, "exists", lambda path: path.name != "x" and path.is_dir())
    write_package(tmp_path, "x", files)
    assert tree(tmp_path) == {f"x/{path}": content for path, content in files.items()}


@pytest.mark.parametrize("at", ["yesterday", "2020-13-01", ""])
def test_a_time_that_is_none_is_refused(certifier, tmp_path, at):
    with pytest.raises(CommandError, match="ISO 8601"):
        export(tmp_path, at=at)


def test_reasons_against_the_records_are_told_in_full(certifier, tmp_path):
    certifier.list(supply_months=[13])
    with pytest.raises(CommandError, match=r"未生成批次：.*供货月份"):
        export(tmp_path / "out")
    with pytest.raises(CommandError, match="2019-01-01 没有生效的认定办法"):
        export(tmp_path / "out", at="2019-01-01")
    assert not (tmp_path / "out").exists()


def test_another_process_writes_the_same_bytes(busy_office, tmp_path):
    busy_office.list()
    export(tmp_path / "here")
    assert started(tmp_path / "there").wait(100) == 0
    assert tree(tmp_path / "there") == tree(tmp_path / "here")


def test_exporters_at_the_same_instant_never_send_an_event_twice(busy_office, tmp_path):
    certificates = [busy_office.list(f"示例产品{number}") for number in range(6)]
    exported_at_once(tmp_path, exporters=4)
    for certificate in certificates[:3]:
        suspend(certificate, by=None, at=LISTED_AT, because="测试", reason="quality_safety")
    exported_at_once(tmp_path, exporters=4)
    batches = ExportBatch.objects.order_by("sequence")
    assert [(batch.sequence, batch.record_count) for batch in batches] == [(1, 6), (2, 3)]
    assert batches[1].previous_manifest_sha256 == batches[0].manifest_sha256
    assert {path.name for path in tmp_path.iterdir()} == {batch.batch_id for batch in batches}


def test_an_exporter_waits_for_the_one_before_it_and_then_finds_nothing_new(busy_office, tmp_path):
    busy_office.list()
    export_catalog(at=LISTED_AT)
    busy_office.list("板鸭", category="livestock")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first = export_catalog(at=LISTED_AT)
            second = pool.submit(exported_elsewhere, tmp_path)
            with pytest.raises(TimeoutError):
                second.result(timeout=1)
        assert second.result(timeout=30)["batch_id"] == first.batch_id
    assert ExportBatch.objects.count() == 2


def exported_elsewhere(out):
    """An export on another thread's own connection."""
    try:
        return export(out)
    finally:
        connection.close()


def exported_at_once(out, *, exporters):
    """Let threads, each on a connection of its own, start the command at the same instant."""
    start = Barrier(exporters)

    def run(_):
        connection.ensure_connection()
        start.wait(20)
        exported_elsewhere(out)

    with ThreadPoolExecutor(exporters) as pool:
        list(pool.map(run, range(exporters)))


def started(out):
    """An exporter of its own process on the test's database."""
    name = connection.settings_dict["NAME"]
    return subprocess.Popen(
        [sys.executable, "-c", DRIVER, name, out, LATE],
        cwd=MANAGE.parent,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
        stdout=subprocess.DEVNULL,
    )


DRIVER = """
import sys; sys.path.insert(0, "site"); import django
from config.starting import nothing_collected
with nothing_collected():
    django.setup()
from django.core.management import call_command
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
call_command("export", "catalog", out=sys.argv[2], at=sys.argv[3])
"""
LATE = f"{LISTED_AT + timedelta(days=2):%Y-%m-%dT%H:%M:%S+08:00}"
