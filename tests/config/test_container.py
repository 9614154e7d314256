"""The container and the compose file start what the systemd units start, with the same settings."""

import re
import shlex
import subprocess

import pytest
import yaml
from django.conf import settings

FOLDER = settings.ROOT / "deploy" / "container"
UNITS = settings.ROOT / "deploy" / "systemd"
IMAGE = (FOLDER / "Containerfile").read_text(encoding="utf-8")
SERVICES = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))["services"]


def words_of_unit(name):
    """What a unit runs below Python, without where it listens and how many threads it has."""
    [line] = re.findall(r"^ExecStart=(.+)$", (UNITS / name).read_text(encoding="utf-8"), re.M)
    return general(shlex.split(line.partition(".venv/bin/python ")[2]))


def general(words):
    own = {"--host", "--port", "--workers", "--threads"}
    return [word for n, word in enumerate(words) if word not in own and words[n - 1] not in own]


@pytest.mark.parametrize(
    ("service", "unit"),
    [
        *[(f"web{number}", "gongshi-web@.service") for number in (1, 2)],
        *[(f"clock{number}", "gongshi-clock@.service") for number in (1, 2)],
        *[(f"worker{number}", "gongshi-worker@.service") for number in (1, 2)],
        ("watch", "gongshi-watch.service"),
    ],
)
def test_a_service_runs_what_its_unit_runs(service, unit):
    assert general(shlex.split(SERVICES[service]["command"])) == words_of_unit(unit)


def test_the_image_holds_what_the_program_is_made_of_and_no_secret():
    copied = {source for line in re.findall(r"^COPY (.+)$", IMAGE, re.M)
              for source in line.split()[:-1]}  # fmt: skip
    assert copied == {"requirements.lock", "manage.py", "LICENSE", "site", "templates"}
    assert all((settings.ROOT / each).exists() for each in copied)
    assert not re.search(r"(KEY|PASSWORD|TOKEN)=", IMAGE)


def test_the_container_file_passes_its_linter_as_it_is_and_not_with_a_fault(tmp_path):
    linter = settings.ROOT / ".venv" / "bin" / "hadolint"

    def findings(text):
        path = tmp_path / "Containerfile"
        path.write_text(text, encoding="utf-8")
        done = subprocess.run([linter, "--no-color", path], capture_output=True, text=True)
        return done.stdout

    assert findings(IMAGE) == ""
    assert "DL3020" in findings(IMAGE.replace("COPY site site", "ADD site site"))


def test_nothing_of_ours_runs_as_root_or_writes_beside_its_data():
    assert IMAGE.index("USER 990") < IMAGE.index("ENTRYPOINT")
    ours = [each for each in SERVICES.values() if each["image"] == "gongshi"]
    assert len(ours) == 8
    written = ["data:/srv/gongshi", "/etc/gongshi:/etc/gongshi:ro"]
    assert all(each["read_only"] and each["volumes"] == written for each in ours)


def test_the_image_installs_the_packages_that_continuous_tests_install_for_the_same():
    ci = (settings.ROOT / "Makefile").read_text(encoding="utf-8")
    paper = re.search(r"^PAPER := (.+)$", ci, re.M)[1].split()
    assert [package for package in [*paper, "restic", "openssl"] if package not in IMAGE] == []
