"""What is installed is what was chosen: pins, digests, known faults."""

import json
import re
from pathlib import Path

from tests.support.audit import verdict

ROOT = Path(__file__).resolve().parents[2]


def report(*packages):
    return json.dumps({"dependencies": packages, "fixes": []})


def test_a_known_fault_fails_the_check_and_names_the_version_that_mends_it():
    fault = {"id": "CVE-2026-1", "fix_versions": ["1.1", "2.0"], "aliases": []}
    sound, faulty = ({"name": "a", "version": "1.0", "vulns": each} for each in ([], [fault]))
    assert verdict(report(sound))[1]
    lines, is_sound = verdict(report(sound, faulty))
    assert not is_sound
    assert lines[1] == "a 1.0：CVE-2026-1，修复版本1.1、2.0"


def test_what_could_not_be_looked_up_is_counted_and_said():
    lines, is_sound = verdict(report({"name": "a", "skip_reason": "not found"}))
    assert is_sound
    assert lines == ["依赖漏洞：核对0项，没有核对1项（漏洞库不可达），发现0个"]
    assert verdict("") == (["依赖漏洞：没有核对，漏洞库不可达"], True)


def test_what_runs_is_installed_by_digest_only():
    """`make lock` wrote the digests of just these versions, and every way to install asks them."""
    listed = {line.split()[0] for line in lines_of("requirements.txt") if line[:1].isalnum()}
    locked = re.split(r"\n(?=\w)", (ROOT / "requirements.lock").read_text())
    assert {package.split()[0] for package in locked} == listed
    assert [package for package in locked if "--hash=sha256:" not in package] == []
    ways = ("Makefile", "docs/operators.md", "deploy/container/Containerfile")
    installing = [line for way in ways for line in lines_of(way) if "-r requirements.lock" in line]
    assert [("--require-hashes" in line) for line in installing] == [True] * 3
    others = [line for way in ways for line in lines_of(way) if "-r requirements.txt" in line]
    assert others == []


def lines_of(name):
    return (ROOT / name).read_text().splitlines()
