"""Several districts on one machine: each with its own of all, and nothing of another's."""
"""Several districts on one machine: each is an installation of its own, and none sees another."""

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
from deploy import districts
from deploy.districts.__main__ import DEPLOY, main
from django.conf import settings
from tests.support.migrated import copy_migrated

TWO = {"zhanggong": "zg.example.gov.cn", "nankang": "nk.example.gov.cn"}
FOLDER = DEPLOY / "districts"


@pytest.fixture
def root(tmp_path):
    """A machine on which both districts have their files."""
    for number, (name, domain) in enumerate(TWO.items(), 1):
        main([name, domain, "--number", str(number), "--root", str(tmp_path)])
    return tmp_path


def environment(root, name):
    lines = (root / f"etc/gongshi/{name}.env").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if not line.startswith("#"))


def test_two_districts_share_no_secret_database_folder_port_or_cache(root):
    first, second = (environment(root, name) for name in TWO)
    own = {
        *("SECRET_KEY", "MATERIAL_KEY", "AUDIT_KEY", "METRICS_TOKEN", "BACKUP_PASSWORD"),
        *("DATABASE_URL", "REDIS_URL", "DATA_ROOT", "BACKUP_REPOSITORY", "WEB_PORT"),
        *("ALLOWED_HOSTS", "SITE_URL"),
    }
    assert {name for name in own if first[name] == second[name]} == set()
    assert all(first.values()), "nothing is left empty"


def test_nginx_leads_each_domain_to_its_own_port_and_folder(root):
    for number, (name, domain) in enumerate(TWO.items(), 1):
        text = (root / f"etc/nginx/sites-available/gongshi-{name}").read_text(encoding="utf-8")
        assert f"server_name {domain};" in text
        assert f"server 127.0.0.1:{8100 + number};" in text
        assert "8000" not in text
        assert "fupin.example" not in text
        zones = set(re.findall(r"zone=(\w+)|proxy_pass http://(\w+)", text))
        assert all(f"gongshi_{name}" in "".join(zone) for zone in zones), zones
        assert f"alias /srv/gongshi/{name}/var/static/;" in text


def test_a_district_that_is_there_is_never_overwritten(root):
    before = environment(root, "nankang")
    with pytest.raises(SystemExit):
        main(["nankang", "nk.example.gov.cn", "--number", "2", "--root", str(root)])
    assert environment(root, "nankang") == before


@pytest.mark.parametrize("name", ["../etc", "A", "x;y", ""])
def test_a_name_that_is_no_name_writes_nothing(name, tmp_path):
    with pytest.raises(SystemExit):
        main([name, "x.example.gov.cn", "--number", "1", "--root", str(tmp_path)])
    assert not list(tmp_path.iterdir())


def test_each_unit_runs_what_the_single_offices_runs_as_a_user_of_its_own():
    for path in FOLDER.glob("*.service"):
        single = path.name.replace("-district", "")
        single = single if (DEPLOY / "systemd" / single).exists() else single.replace("@", "")
        [line] = re.findall(r"^ExecStart=.*$", path.read_text(encoding="utf-8"), re.M)
        text = (DEPLOY / "systemd" / single).read_text(encoding="utf-8")
        assert line.replace("${WEB_PORT}", "%i") in text
        assert "User=gongshi-%i\n" in path.read_text(encoding="utf-8")
    assert districts.__doc__


class District:
    def __init__(self, name, root, home):
        copy_migrated(home / f"{name}.sqlite3")
        given = environment(root, name)
        self.env = {
            **os.environ,
            **given,
            "PYTHONPATH": os.pathsep.join([str(settings.ROOT / "site"), str(settings.ROOT)]),
            "DATABASE_URL": f"sqlite:///{home}/{name}.sqlite3",
            "DATA_ROOT": str(home / name),
            "REDIS_URL": "",
            "TASKS_BACKEND": "",
            "STAFF_MFA_REQUIRED": "0",  # the session alone is asked here
        }

    def ask(self, *words):
        done = subprocess.run(
            [sys.executable, "-m", "tests.support.district", *map(str, words)],
            cwd=settings.ROOT,
            env=self.env,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout.splitlines()[-1])


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
def test_neither_district_knows_the_others_sessions_tokens_or_files(root, tmp_path):
    names = {"zhanggong": "章贡区", "nankang": "南康区"}
    houses = {name: District(name, root, tmp_path) for name in names}
    opened = {name: house.ask("opened", names[name]) for name, house in houses.items()}
    for name, house in houses.items():
        [other] = set(names) - {name}
        own = house.ask("asked", *(opened[name][key] for key in ("session", "token", "path")))
        theirs = house.ask("asked", *(opened[other][key] for key in ("session", "token", "path")))
        assert (own["desk"], own["knows_token"], own["file"]) == (200, True, names[name])
        assert (theirs["desk"], theirs["knows_token"]) == (302, False)
        assert theirs["file"] == "InvalidToken"
        assert (own["home"], own["stranger"]) == (200, 400)
        assert names[other] not in "".join(opened[name]["offices"])
