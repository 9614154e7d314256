"""What the documents say of installing is what ``deploy/`` holds and ``deploy/try`` does."""

import os
import re
import subprocess
import sys
from importlib.util import find_spec

import pytest
from deploy.trial import __main__ as trial
from deploy.trial.environment import EXAMPLE, filled_in
from deploy.trial.units import UNITS, command
from django.conf import settings
from django.core.management import get_commands

ROOT = settings.ROOT
READ = {
    name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/operators.md")
}
#: Its commands are there where TASKS_BACKEND says so.
OF_WORKERS = "django_tasks_db.management.commands"
SERVICES = sorted(path.name for path in UNITS.glob("*.service"))


def example():
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def commands_of(text):
    return re.findall(r"manage\.py (\w+)", text)


def test_the_environment_file_has_every_setting_without_which_nothing_starts():
    section = READ["README.md"].partition("refuse to start without")[2].partition("and know these")
    needed = set(re.findall(r"`([A-Z_]+)`", section[0])) - {
        *("MAIL_PORT", "MAIL_USER", "MAIL_PASSWORD", "MAIL_SSL")
    }
    assert len(needed) >= 8
    assert needed <= example().keys()


def test_every_setting_of_the_environment_file_is_explained():
    explained = set(re.findall(r"`([A-Z_]+)`", READ["README.md"] + READ["docs/operators.md"]))
    assert example().keys() - explained <= {"DJANGO_SETTINGS_MODULE", "PYTHONPATH"}


def test_no_secret_of_the_example_has_a_value():
    for name in ("SECRET_KEY", "MATERIAL_KEY", "AUDIT_KEY", "METRICS_TOKEN", "BACKUP_PASSWORD"):
        assert example()[name] == ""


@pytest.mark.parametrize("unit", SERVICES)
def test_a_unit_starts_a_command_that_there_is(unit):
    env = filled_in(ROOT, ROOT, database="", redis="", site="")
    words = command(unit, root=ROOT, env=env, instance="8000")
    assert not [word for word in words if "$" in word or "%" in word or "/opt/" in word]
    name = words[words.index("manage.py") + 1]
    assert name in get_commands() or find_spec(f"{OF_WORKERS}.{name}")


def test_the_handbook_enables_every_unit():
    handbook = READ["docs/operators.md"]
    for path in UNITS.iterdir():
        name = path.name.removesuffix(".service")
        if (UNITS / f"{path.stem}.timer").exists():
            name = f"{path.stem}.timer"
        assert name in handbook or name in READ["README.md"], path.name


@pytest.mark.parametrize("document", READ)
def test_the_trial_does_what_the_document_says(document):
    heading = {"README.md": "## Run it for real", "docs/operators.md": "### 安装\n"}[document]
    section = READ[document].partition(heading)[2]
    block = section.partition("```sh")[2].partition("```")[0]
    # An office opens once with its own file; the trial with the fictional district.
    done = {words[0] for words in trial.STEPS} | {"check", "clock", "open_office"}
    assert commands_of(block)
    assert set(commands_of(block)) <= done


def test_nginx_knows_the_two_servers_and_never_the_materials():
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert text.count("server 127.0.0.1:80") == 2
    assert "media" not in re.sub(r"#.*", "", text)
    assert "X-Request-Start $msec" in text
    assert "gzip off" in text


NGINX = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
NAME = "/srv/gongshi/front/" + "0" * 32


def pattern(name, result):
    """The expression by which the map ``name`` of nginx answers ``result``."""
    block = NGINX.partition(f" ${name} {{")[2].partition("\n}")[0]
    [words] = re.findall(rf'"~(.+)" {result};', block)
    return re.compile(words)


@pytest.mark.parametrize(
    ("words", "is_kept"),
    [
        (f"GET|normal|||{NAME}", True),
        (f"HEAD|large|||{NAME}", True),
        (f"POST|normal|||{NAME}", False),
        (f"GET||||{NAME}", False),  # another cookie
        (f"GET|normal|Bearer gs_x||{NAME}", False),
        (f"GET|normal|||||{NAME}", False),  # tokens and origins made of bars
        (f"GET|normal||https://a.example|{NAME}", False),
        ("GET|normal|||/srv/gongshi/front/away", False),
        ("GET|normal|||", False),  # without the folder
    ],
)
def test_nginx_keeps_for_strangers_alone_and_only_while_the_link_leads_to_a_name(words, is_kept):
    assert bool(pattern("gongshi_zone", "gongshi_pages").search(words)) is is_kept


@pytest.mark.parametrize(
    ("cookies", "is_large"),
    [
        ("gongshi_reading=large", True),
        ('gongshi_reading="large"', False),
        ("GONGSHI_READING=LARGE", False),
        ("gongshi_reading=large; __Host-sessionid=x", False),
        ("x=1; gongshi_reading=large", False),
    ],
)
def test_nginx_knows_the_one_cookie_by_which_strangers_differ(cookies, is_large):
    assert bool(pattern("gongshi_size", "large").search(cookies)) is is_large


def test_nginx_keeps_what_names_its_last_second_under_all_by_which_it_may_differ():
    [key] = re.findall(r'proxy_cache_key "(.+)";', NGINX)
    parts = ("generation", "size", "encoding")
    wanted_parts = {f"$gongshi_{each}" for each in parts} | {"$scheme", "$host", "$request_uri"}
    assert set(key.split("|")) == wanted_parts
    assert "proxy_ignore_headers Cache-Control Expires Vary;" in NGINX  # never Set-Cookie
    for word in ("proxy_cache_valid", "proxy_cache_use_stale", "proxy_cache_lock"):
        assert word not in NGINX, word


@pytest.mark.parametrize(("prefix", "name"), [("", "__Host-sessionid"), ("/xxgk/", "None")])
def test_a_session_belongs_to_its_host_alone_where_it_owns_the_whole_of_it(prefix, name):
    """Browsers keep a ``__Host-`` cookie only for ``/``."""
    env = filled_in(ROOT, ROOT, database="sqlite:///x", redis="", site="https://x.example")
    code = "from config.settings import production as p; print(vars(p).get('SESSION_COOKIE_NAME'))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, **env, "URL_PREFIX": prefix},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == name
