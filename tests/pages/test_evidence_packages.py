"""The evidence of a notice: unpacked far from us, checked with sha256sum and openssl alone."""

import json
import os
import subprocess
import sys
import zipfile
from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from tests.pages.conftest import PUBLISHED
from tests.support.pdf_particulars import holds_particulars
from tests.support.watched import authority, look, page, place, stamped_by

from exchange import stamping
from pages.notices import bundle_check
from pages.notices.bundles import bundle
from publicity.services.extending import extend_window
from records import evidence
from records.models import TreeHead
from registry import names
from registry.calendars import calendar
from rules.periods import local_day

__all__ = ["authority", "look", "page", "place", "stamped_by"]
pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def package(look, page, place, stamped_by, settings):
    """``package()``: a package over three days with looks of others between, as bytes."""
    settings.SITE_URL = place.url

    def make():
        at = PUBLISHED
        for day in range(3):
            evidence.append(f"somebody else's {day}".encode(), at=at)
            if day == 1:
                lengthen(page.publicity, at)
            look(at + 5 * MINUTE)
            look(at + 10 * MINUTE)
            evidence.make_head(at + 15 * MINUTE)
            at += DAY
        look(at)
        for head in TreeHead.objects.filter(stamp=None):
            stamping.stamp(head, at=at)
        return bundle(page, at=at)

    return make


@pytest.fixture(scope="module")
def packages():
    """The package of whoever asked for a folder first; no row of ours belongs to it any more."""
    return []


@pytest.fixture
def folder(package, packages, tmp_path):
    """A package unpacked, to be spoilt by the test."""
    if not packages:
        packages.append(package())
    return unpack(packages[0], tmp_path / "package")


def lengthen(notice, at):
    until = calendar().after(notice.last_day, 1)
    extend_window(notice, until, "2020年9月29日公示网页中断", added_days=1, by=None, at=at)


def unpack(data, folder):
    zipfile.ZipFile(BytesIO(data)).extractall(folder)
    return folder


def faults(folder):
    return bundle_check.check(folder)[0]


def sum_anew(folder):
    """What a forger does who knows of the list of digests."""
    names = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    lines = [
        f"{sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder)}\n"
        for path in names
        if path.name != "SHA256SUMS" and "__pycache__" not in f"{path}"
    ]
    (folder / "SHA256SUMS").write_text("".join(lines))


def test_the_shell_alone_finds_the_package_right(folder):
    run = {"cwd": folder, "capture_output": True, "text": True, "check": False}
    assert subprocess.run(["sha256sum", "-c", "SHA256SUMS"], **run).returncode == 0
    stamps = sorted((folder / "heads").glob("*.tsr"))
    assert len(stamps) == 3
    for answer in stamps:
        data = f"{answer.with_suffix('.txt')}"
        command = ["openssl", "ts", "-verify", "-data", data, "-in", f"{answer}"]
        assert subprocess.run([*command, "-CAfile", "roots.pem"], **run).returncode == 0


def test_a_private_key_beside_the_roots_is_not_handed_on(package, authority, settings, tmp_path):
    root, both = authority.root.read_text(), tmp_path / "both.pem"
    both.write_text("-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n" + root)
    settings.TIMESTAMP_CERTIFICATES = f"{both}"
    handed = (unpack(package(), tmp_path / "package") / "roots.pem").read_text()
    assert "PRIVATE" not in handed
    assert handed.count("BEGIN CERTIFICATE") == root.count("BEGIN CERTIFICATE") == 1


def test_the_script_inside_needs_nothing_of_ours_and_finds_it_right(folder):
    plain = {"PATH": os.environ["PATH"]}
    done = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            f"import sys, runpy; sys.path.insert(0, {str(folder)!r});"
            f"runpy.run_path({str(folder / 'check.py')!r}, run_name='__main__')",
        ],
        cwd=folder,
        env=plain,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "核对相符" in done.stdout) == (0, True), done.stdout + done.stderr
    assert "观测7次，正常7次" in done.stdout


def test_the_same_rows_give_the_same_bytes(package, page):
    package()
    assert bundle(page, at=PUBLISHED + 4 * DAY) == bundle(page, at=PUBLISHED + 4 * DAY)


def test_a_changed_byte_of_any_file_is_found(folder):
    assert faults(folder) == []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            whole = path.read_bytes()
            path.write_bytes(bytes([whole[0] ^ 1]) + whole[1:] if whole else b"x")
            assert faults(folder), path
            path.write_bytes(whole)
    (folder / "more.txt").write_text("x")
    assert faults(folder) == ["多出文件 more.txt"]


FORGERIES = {
    "a good outcome": ("observations.jsonl", lambda text: text.replace("good", "status", 1)),
    "another time": (
        "observations.jsonl",
        lambda text: text.replace("2020-09-28T01:05", "2020-09-28T01:04", 1),
    ),
    "a look held back": (
        "observations.jsonl",
        lambda text: "\n".join([text.split("\n")[0], *text.split("\n")[2:]]),
    ),
    "a look twice": ("observations.jsonl", lambda text: text.split("\n")[0] + "\n" + text),
    "another reason to stand longer": (
        "extensions.jsonl",
        lambda text: text.replace("中断", "维护", 1),
    ),
    "a proof": ("proofs.json", lambda text: _with_first_proof(text)),
    "a proof less": ("proofs.json", lambda text: _without(text, "leaves")),
    "one proof twice": ("proofs.json", lambda text: _one_twice(text, lambda first: first)),
    "one proof counted from the end": (
        "proofs.json",
        lambda text: _one_twice(text, lambda first: {**first, "line": -8}),
    ),
    "a file that proofs do not name": ("proofs.json", lambda text: _without_observations(text)),
    "an old look said to wait": ("proofs.json", lambda text: _said_to_wait(text)),
    "a consistency less": ("proofs.json", lambda text: _without(text, "consistency")),
}


def _with_first_proof(text):
    facts = json.loads(text)
    facts["leaves"][0]["proof"][0] = "00" * 32
    return json.dumps(facts)


def _one_twice(text, change):
    """A line whose proof another took the place of: it may say anything."""
    facts = json.loads(text)
    first, _second, *others = facts["leaves"]
    facts["leaves"] = [first, change(first), *others]
    return json.dumps(facts)


def _without_observations(text):
    facts = json.loads(text)
    return json.dumps({**facts, "files": [], "leaves": []})


def _said_to_wait(text):
    facts = json.loads(text)
    facts["leaves"] = facts["leaves"][1:]
    facts["waiting"]["observations.jsonl"] += 1
    return json.dumps(facts)


def _without(text, name):
    facts = json.loads(text)
    facts[name] = facts[name][1:]
    return json.dumps(facts)


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forger_who_writes_the_digests_anew_is_found_by_the_proofs(folder, forgery):
    name, forge = FORGERIES[forgery]
    (folder / name).write_text(forge((folder / name).read_text()))
    sum_anew(folder)
    assert faults(folder)


def test_a_forged_head_stamp_root_certificate_or_archive_is_found(folder):
    archive = next((folder / "warc").iterdir())
    first, last = sorted((folder / "heads").glob("*.txt"))[::2]
    for path, forged in (
        (first, first.read_bytes().replace("记录数 ".encode(), "记录数 1".encode())),
        (last, last.read_bytes().replace("网站 ".encode(), "网站 x".encode())),
        (first.with_suffix(".tsr"), last.with_suffix(".tsr").read_bytes()),
        (folder / "roots.pem", b""),
        (archive, archive.read_bytes()[:-1]),
    ):
        whole = path.read_bytes()
        path.write_bytes(forged)
        sum_anew(folder)
        assert faults(folder), path
        path.write_bytes(whole)
    archive.unlink()
    sum_anew(folder)
    assert any("缺少网页存档" in fault for fault in faults(folder))


def test_a_photo_of_no_board_or_another_photo_is_found(folder):
    shot = folder / "photos" / f"{'0' * 64}.jpg"
    shot.parent.mkdir(exist_ok=True)
    shot.write_bytes(b"another")
    sum_anew(folder)
    assert f"照片 {shot.name} 没有张贴记录" in faults(folder)
    (folder / "postings.jsonl").write_text(json.dumps({"photo_sha256": shot.stem}) + "\n")
    sum_anew(folder)
    assert f"照片 {shot.name} 已被改动" in faults(folder)


def test_words_that_are_not_those_of_the_archive_are_found(folder):
    row = json.loads((folder / "observations.jsonl").read_text().split("\n")[0])
    archive = folder / "warc" / f"{row['archive_sha256']}.warc.gz"
    bodies = bundle_check.bodies(archive.read_bytes())
    assert list(bundle_check._archived_words(row, bodies)) == []
    other = {name: body.replace("公示".encode(), "公告".encode()) for name, body in bodies.items()}
    assert len(list(bundle_check._archived_words(row, other))) == 1


def test_before_the_first_head_the_package_says_what_still_waits(look, page, tmp_path):
    look(PUBLISHED)
    folder = unpack(bundle(page, at=PUBLISHED), tmp_path / "early")
    found, remarks = bundle_check.check(folder)
    assert found == []
    assert "根摘要0个；尚未汇入根摘要的记录1条" in remarks


def test_the_command_writes_the_package_or_says_why_not(look, page, tmp_path, capsys):
    out = tmp_path / "f.zip"
    with pytest.raises(CommandError, match="没有编号"):
        call_command("notice_evidence", "ZGGS-1999-000001", out=out)
    with pytest.raises(CommandError, match="没有观测记录"):
        call_command("notice_evidence", page.publicity.number, out=out)
    look(PUBLISHED)
    call_command("notice_evidence", page.publicity.number, out=out)
    assert zipfile.ZipFile(out).testzip() is None


@pytest.mark.paper
def test_the_pdf_is_a_pdf(look, page, tmp_path):
    look(PUBLISHED)
    folder = unpack(bundle(page, at=PUBLISHED), tmp_path / "drawn")
    data, office = (folder / "notice.pdf").read_bytes(), names.get_names().office
    holds_particulars(data, title=page.title, author=office, day=local_day(PUBLISHED))
