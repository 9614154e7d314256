"""``python -m tests.support.district WORD…``: one district of several, in its own process; JSON."""

import json
import sys
import tomllib
from pathlib import Path

import django
from django.utils import timezone

from config.starting import nothing_collected


def opened(name):
    """The office of the district, a person signed in, a token, a sealed file."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    from desk.loading.opening import open_office
    from files.intake import SoundFile, take
    from registry.models import ApiToken, Organisation
    from registry.models.secrets import digest_of

    plan = Path("deploy/office.toml").read_text(encoding="utf-8").replace("示例区", name)
    open_office(tomllib.loads(plan))
    person = get_user_model().objects.get(username="shouli")
    browser = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    at = timezone.now()
    ApiToken.objects.create(
        user=person, name="试", scopes=["preview"], digest=digest_of(f"gs_{name}"), start="gs_",
        made_at=at, expires_at=at + timezone.timedelta(days=30),
    )  # fmt: skip
    file = take(SoundFile("一.txt", name.encode(), "text/plain", "unscanned"), by=person, at=at)
    return {
        "session": browser.cookies[settings.SESSION_COOKIE_NAME].value,
        "token": f"gs_{name}",
        "file": file.pk,
        "path": file.sealed.path,
        "offices": [*Organisation.objects.values_list("full_name", flat=True)],
    }


def asked(session, token, path):
    """What this district answers to a session, a token and a sealed file, of itself or another."""
    from cryptography.fernet import InvalidToken
    from django.conf import settings
    from django.test import Client

    from files.vault import unseal
    from registry.tokens import find_token

    browser = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    browser.cookies[settings.SESSION_COOKIE_NAME] = session
    desk = browser.get("/admin/desk/", secure=True)
    home = browser.get("/", secure=True)
    try:
        words = unseal(Path(path).read_bytes()).decode()
    except (InvalidToken, LookupError, ValueError) as error:
        words = type(error).__name__
    return {
        "desk": desk.status_code,
        "knows_token": find_token(token, at=timezone.now()) is not None,
        "file": words,
        "home": home.status_code,
        "stranger": browser.get("/", secure=True, headers={"host": "evil.example"}).status_code,
    }


def without_a_manifest():
    """Nobody collects static files for a test."""
    from django.conf import settings

    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES["staticfiles"] = {"BACKEND": plain}


if __name__ == "__main__":
    without_a_manifest()
    with nothing_collected():
        django.setup()
    answer = {"opened": opened, "asked": asked}[sys.argv[1]](*sys.argv[2:])
    sys.stdout.write(f"{json.dumps(answer)}\n")
