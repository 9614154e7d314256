"""Several districts on one machine: each with its own of all, and nothing of another's."""

import json
import os
import re
import subprocess
import sys

import pytest
from deploy import district
from django.conf import settings
from tests.support.migrated import copy_migrated

ONE = ("nankang", "fupin.nankang.example.cn", 8010, 1)
TWO = ("ganxian", "fupin.ganxian.example.cn", 8020, 2)
#: What may be the same: the program, the engines, the sender of mail, the words of the law.
SHARED = re.compile(r"/opt/gongshi[\w./-]*|/gongshi\.env|gongshi@\S+|config\.\S+")


def written(name, domain, port, redis):
    return district.files(name, domain, port=port, redis=redis)


def environment(files):
    [text] = (text for path, text in files.items() if path.endswith(".env"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def test_a_district_has_every_file_of_a_machine_under_names_of_its_own():
    files = written(*ONE)
    assert len(files) == 2 + len(list((district.HERE / "systemd").iterdir()))
    for path, text in files.items():
        names = set(re.findall(r"gongshi[\w-]*", SHARED.sub("", path + text)))
        assert [each for each in names if not each.startswith("gongshi-nankang")] == []
        assert district.DOMAIN not in text
        assert not re.search(r"\b800[01]\b", text)


def test_two_districts_share_no_key_database_folder_port_or_name():
    one, two = written(*ONE), written(*TWO)
    assert one.keys().isdisjoint(two)
    settings_of = [environment(files) for files in (one, two)]
    own = {*district.SECRETS, "MATERIAL_KEY", "DATA_ROOT", "DATABASE_URL", "REDIS_URL"}
    own |= {"SITE_URL", "ALLOWED_HOSTS", "BACKUP_REPOSITORY"}
    assert all(settings_of[0][name] != settings_of[1][name] for name in own)
    assert all(settings_of[0][name] for name in own)
    assert settings_of[0]["MATERIAL_KEY"] != environment(written(*ONE))["MATERIAL_KEY"]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"name": "Nan kang"}, "名称"),
        ({"name": "n;rm"}, "名称"),
        ({"domain": "localhost"}, "域名"),
        ({"domain": "a.cn; include x"}, "域名"),
        ({"port": 80}, "端口"),
        ({"redis": 16}, "Redis"),
    ],
)
def test_a_wrong_word_is_refused_with_its_reason(changed, why):
    asked = dict(zip(("name", "domain", "port", "redis"), ONE, strict=True)) | changed
    with pytest.raises(ValueError, match=why):
        district.files(asked.pop("name"), asked.pop("domain"), **asked)


def test_what_was_written_once_is_not_written_over(tmp_path, capsys):
    words = ["nankang", ONE[1], "--port", "8010", "--redis", "1", "--out", str(tmp_path / "a")]
    district.main(words)
    [env] = tmp_path.rglob("gongshi.env")
    assert env.stat().st_mode & 0o777 == 0o640
    before = env.read_text()
    with pytest.raises(SystemExit):
        district.main(words)
    assert "密钥不能重写" in capsys.readouterr().err
    assert env.read_text() == before


@pytest.mark.walk
@pytest.mark.timeout(600)
def test_no_key_of_one_district_opens_anything_in_another(tmp_path):
    """Papers of both have the same numbers and addresses; only one's own keys open them."""
    places = [Place(tmp_path / each[0], *each) for each in (ONE, TWO)]
    keys = [place.run("found", serial) for serial, place in enumerate(places, 1)]
    assert keys[0]["desk"] == keys[1]["desk"]
    assert keys[0]["paper"] == keys[1]["paper"]
    for mine, place in zip(keys, places, strict=True):
        opened = place.run("knock", json.dumps(mine))
        assert {name: status for name, (status, _) in opened.items()} == dict.fromkeys(opened, 200)
        assert [opened[name][1] for name in ("clerk", "applicant")] == [True, True]
    for theirs, place in zip(reversed(keys), places, strict=True):
        opened = place.run("knock", json.dumps(theirs))
        assert {status for status, _ in opened.values()} <= {302, 401}
        assert not any(is_named for _, is_named in opened.values())


class Place:
    """A district that was set up by its environment file, but for the database's kind."""

    def __init__(self, home, *asked):
        home.mkdir()
        self.home = home
        copy_migrated(home / "db.sqlite3")
        self.env = {
            **os.environ,
            **environment(written(*asked)),
            "PYTHONPATH": str(settings.ROOT / "site"),
            "DATA_ROOT": str(home),
            "DATABASE_URL": f"sqlite:///{home}/db.sqlite3",
            "REDIS_URL": "redis://127.0.0.1:1/0",
            "STAFF_MFA_REQUIRED": "false",
        }

    def run(self, act, word):
        said = self.home / "said.json"
        subprocess.run(
            [sys.executable, "tests/support/one_district.py", act, str(word), said],
            cwd=settings.ROOT,
            env=self.env,
            check=True,
            timeout=300,
        )
        return json.loads(said.read_text())
