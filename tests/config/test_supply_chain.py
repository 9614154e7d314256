"""What is installed is pinned by digest, listed as parts, and asked after for known holes."""

import json
import re

import pytest
from django.conf import settings
from tests.support import supply

PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.M)


def pins(name):
    """``{package: version}`` of a list, by the names that packages are compared by."""
    text = (settings.ROOT / name).read_text(encoding="utf-8")
    return {re.sub(r"[-_.]+", "-", word).lower(): version for word, version in PIN.findall(text)}


def test_the_lock_holds_the_very_pins_each_with_a_digest():
    assert pins("requirements.lock") == pins("requirements.txt")
    blocks = re.split(r"^(?=\S+==)", supply.LOCK.read_text(encoding="utf-8"), flags=re.M)[1:]
    assert [block[:40] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_image_and_the_handbook_install_by_digest():
    image = (settings.ROOT / "deploy" / "container" / "Containerfile").read_text(encoding="utf-8")
    handbook = (settings.ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    assert "--require-hashes -r requirements.lock" in image
    assert "--require-hashes -r requirements.lock" in handbook


@pytest.mark.walk
def test_the_parts_list_names_every_package_and_its_version():
    assert supply.check() in (0, 1)
    parts = json.loads(supply.SBOM.read_text(encoding="utf-8"))["components"]
    named = {re.sub(r"[-_.]+", "-", part["name"]).lower(): part["version"] for part in parts}
    assert named == pins("requirements.txt")


@pytest.mark.parametrize(
    ("status", "words", "judged"),
    [
        (0, "No known vulnerabilities found", 0),
        (1, "django 5.2.1 PYSEC-2026-1", 1),
        (1, "requests.exceptions.ConnectionError: osv.dev", 0),
        (2, "error: something else", 2),
    ],
)
def test_only_a_network_that_is_away_is_no_failure(status, words, judged):
    assert supply.judged(status, words)[0] == judged
