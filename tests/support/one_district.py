"""A district of its own in a process of its own: ``found`` makes it, ``knock`` tries keys at it.
Each writes what it has to say, as JSON, into the file that is named last.

Run by tests/config/test_districts.py with the environment file that an operator would write.
"""

import json
import sys
from pathlib import Path

import django
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
# Style sheets are gathered once for a machine (collectstatic), and no key opens them.
STYLES = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.STORAGES["staticfiles"]["BACKEND"] = STYLES
django.setup()

from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402


def found(serial):
    """A founded district with one submitted paper, and every kind of key that opens it."""
    from tests.conftest import START

    from demo import fiction
    from demo.acts import agent, holder
    from demo.preparing import submit
    from demo.timetables import moment
    from pages.documents.moderation import ensure_moderation
    from pages.notices.services import ensure_site_tree
    from registry.tokens import make_token

    ensure_moderation(ensure_site_tree())
    fiction.create_district()
    at, by = moment(START), agent(fiction.applicant(serial).pk)
    paper = submit(_draft(serial, by, at), by=by, at=at)
    clerk = holder("fpb_clerk@fpb")
    reporter = holder("unit_reporter@swj")
    _, token = make_token(name="收银", scopes=["ledgers"], days=90, by=reporter, at=timezone.now())
    return {
        "clerk": _session(clerk),
        "applicant": _session(by),
        "token": token,
        "paper": paper.number,
        "holder": paper.applicant.name,
        "desk": reverse("desk:application", args=[paper.pk]),
        "file": reverse("desk:material", args=[paper.materials.first().uid]),
    }


def _draft(serial, by, at):
    from applications.services import drafts
    from demo import fiction

    application = drafts.start(fiction.applicant(serial), by=by, at=at)
    drafts.add_item(application, by=by, at=at, **fiction.facts(serial, 0))
    return application


def _session(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def knock(keys):
    """What each key opens here: ``{key: [status, whether the paper's holder is named]}``."""
    return {
        "clerk": _ask(keys["desk"], keys, session=keys["clerk"]),
        "applicant": _ask(reverse("portal:home"), keys, session=keys["applicant"]),
        "file": _ask(keys["file"], keys, session=keys["clerk"]),
        "token": _ask("/api/v1/token", keys, token=keys["token"]),
    }


def _ask(path, keys, *, session="", token=""):
    client = Client(HTTP_HOST=settings.ALLOWED_HOSTS[0])
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = client.get(path, headers=headers, secure=True)
    body = answer.getvalue() if answer.streaming else answer.content
    return [answer.status_code, keys["holder"] in body.decode(errors="ignore")]


if __name__ == "__main__":
    act, word, answer = sys.argv[1:]
    said = found(int(word)) if act == "found" else knock(json.loads(word))
    Path(answer).write_text(json.dumps(said))
