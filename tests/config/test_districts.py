"""Several districts on one machine: each is an installation of its own, and none sees another."""

import json
import os
import re
import subprocess
import sys

import pytest
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
        variables = set(re.findall(r"\$(gongshi_\w+)", text))
        assert all(each.startswith(f"gongshi_{name}_") for each in variables), variables
        assert f"proxy_cache_path /var/cache/gongshi-{name} " in text
        assert f"root /srv/gongshi/{name}/front/now;" in text


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
