"""The world the tests live in: a founded district, people to act, papers to walk."""

import gc
import subprocess
from contextlib import contextmanager
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings as project
from django.template.base import Template
from django.test import SimpleTestCase, TransactionTestCase
from pytest_django.plugin import blocking_manager_key
from tests.support.kept_rows import KeptRowStates
from tests.support.migrated import TEMPLATE, copy_migrated, make_migrated, make_template
from tests.support.put_back import KeptStates
from tests.support.standing import StandingOffice, is_shared, standing_fixtures, wants_office
from tests.support.twice import may_hold, runs_twice

from rules.periods import day_ends, day_starts

gc.disable()  # until all is loaded

START = date(2020, 4, 1)


SQLITE = "sqlite" in project.DATABASES["default"]["ENGINE"]


def pytest_addoption(parser):
    parser.addoption("--twice", action="store_true", help="only what is run on both databases")


def pytest_ignore_collect(collection_path, config):
    """What holds nothing that is run on both databases is not even read: most of the files."""
    is_asked = config.getoption("--twice") and collection_path.match("test_*.py")
    return True if is_asked and not may_hold(collection_path) else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Tests in the standing office come first, together, so that it is built once in a worker, and
    among them side by side those that want the same on top of it.
    """
    items.sort(key=_together)
    if config.getoption("--twice"):
        others = [item for item in items if not runs_twice(item)]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if runs_twice(item)]


def _together(item):
    if not is_shared(item):
        return 2, []
    names = [(build.__module__, build.__name__) for build in standing_fixtures(item)]
    return (0 if wants_office(item) else 1), names


def pytest_collection_finish(session):
    """What is loaded stays: looked through again and again by the collector, it took a sixth of the
    time of all tests; and a third of the time of loading it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


def pytest_unconfigure():
    """Nor is what the tests left looked through at the end of the process."""
    gc.freeze()


def pytest_sessionstart(session):
    """Migrate once, before the first test's time begins to count and before any worker starts."""
    if hasattr(session.config, "workerinput"):
        return
    if SQLITE:
        make_migrated()
    else:
        make_template(project.DATABASES["default"])


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Every worker starts from a copy of the one migrated database."""
    database = project.DATABASES["default"]
    if SQLITE:
        copy_migrated(database["TEST"]["NAME"])
    else:
        database["TEST"]["TEMPLATE"] = TEMPLATE


@pytest.fixture(scope="session")
def django_db_keepdb():
    """The copied file is kept and migrated on from where it is; it vanishes with its folder."""
    return SQLITE


def create_office():
    """Offices, rule set, three stations, one officer per duty, and an empty site with its hands."""
    from demo import fiction
    from pages.documents.moderation import ensure_moderation
    from pages.notices.services import ensure_site_tree

    ensure_moderation(ensure_site_tree())
    fiction.create_district()


@contextmanager
def _as_in_a_test():
    """What is true of every test is true where something is made for many of them."""
    _forget()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("printing.pdf.subprocess", SimpleNamespace(run=_draw_nothing))
        yield
    _forget()


standing = StandingOffice(create_office, _as_in_a_test)
states = (KeptStates if SQLITE else KeptRowStates)(_as_in_a_test)


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef, request):
    """Before pytest-django begins the transaction of a test, which then lies inside ours."""
    if fixturedef.argname == "_django_db_helper":
        with request.config.stash[blocking_manager_key].unblock():
            if is_shared(request.node):
                standing.open(request.node)
                return
            standing.close()
            states.begin()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Django's own test cases ask for no fixture of a database, so what stands ends here."""
    if item.cls is not None and issubclass(item.cls, SimpleTestCase):
        with item.config.stash[blocking_manager_key].unblock():
            standing.close()


@pytest.fixture(scope="session", autouse=True)
def _standing_ends(request):
    yield
    with request.config.stash[blocking_manager_key].unblock():
        standing.close()


@pytest.fixture(scope="session", autouse=True)
def _put_back_quickly():
    """Tests that commit leave nothing behind, in a moment also where that would take seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: states.put_back())
        yield


@pytest.fixture(scope="session", autouse=True)
def _pages_are_noted_whole(django_test_environment):
    """Of what an answer is drawn with, Django's client notes the pages and widgets themselves.

    It would copy the context of each part that they include or extend too, thousands in an
    editor's page, and no test reads those.
    """
    noted = Template._render

    def render(template, context):
        if context.template is template:
            return noted(template, context)
        return template.nodelist.render(context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", render)
        yield


@pytest.fixture(scope="session", autouse=True)
def _remembered_for_a_test():
    """On a busy machine a test takes longer than the half minute for which words are remembered:
    what it asks must not hang on that.
    """
    from registry import listed_words, names

    with pytest.MonkeyPatch.context() as patch:
        for module in (names, listed_words):
            patch.setattr(module, "SECONDS", 24 * 60 * 60)
        yield


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """No test hears what the offices of another were called, nor sees its sized pictures.

    Both are kept by number, and numbers come again after a rollback.
    """
    _forget()


def _forget():
    from django.core.cache import cache

    from registry import listed_words, names

    names.forget()
    listed_words.forget()
    cache.clear()


@pytest.fixture(autouse=True)
def _drawing(request, monkeypatch):
    """Who is not marked ``paper`` gets an empty page: drawing takes a second in a process."""
    if not {"paper", "browser", "lighthouse"} & {
        marker.name for marker in request.node.iter_markers()
    }:
        monkeypatch.setattr("printing.pdf.subprocess", SimpleNamespace(run=_draw_nothing))


def _draw_nothing(command, **kwargs):
    from demo.papers import pdf

    return subprocess.CompletedProcess(command, 0, pdf("drawn"), b"")


@pytest.fixture
def office(db, _nothing_remembered):
    """Offices, rule set, three stations, one officer per duty, and an empty site with its hands."""
    from registry.names import get_names

    if standing.is_open:
        standing.recall()
        return
    states.found_office(create_office)
    get_names()


@pytest.fixture
def at():
    """Wednesday 2020-04-01, 09:30 in Ganzhou; no holiday before Saturday the 4th."""
    from demo.timetables import moment

    return moment(START)


@pytest.fixture
def draft(office, at):
    """``draft(n, serial=1)``: a draft of applicant ``serial`` with ``n`` products."""
    from applications.services import drafts
    from demo import fiction
    from demo.acts import agent

    def make(products=1, serial=1):
        applicant = fiction.applicant(serial)
        by = agent(applicant.pk)
        application = drafts.start(applicant, by=by, at=at)
        for row in range(products):
            drafts.add_item(application, by=by, at=at, **fiction.facts(serial, row))
        return application

    return make


@pytest.fixture
def paper(draft, at):
    """``paper(n, serial=1)``: the items of a submitted application with ``n`` products."""
    from demo.acts import agent
    from demo.preparing import submit

    def make(products=1, serial=1):
        application = draft(products, serial)
        submitted = submit(application, by=agent(application.applicant_id), at=at)
        return list(submitted.items.all())

    return make


@pytest.fixture
def user():
    """``user("fpb_clerk@fpb")``: the officer who holds a duty."""
    from demo.acts import holder

    return holder


@pytest.fixture
def walked(paper, at):
    """``walked(phase, n)``: items walked up to and including a phase, on days after START."""
    from demo.walking import walk

    def make(phase, products=1, serial=1, choice="pass"):
        return walk(
            paper(products, serial),
            schedule(at.date()),
            until=phase,
            choice=choice,
            since="endorse",
        )

    return make


def schedule(start):
    """A day for every phase, from ``start``, with the gaps of an ordinary paper."""
    from demo.timetables import GAPS, PHASES
    from registry.calendars import calendar

    known, days, day = calendar(), {}, start
    for phase in PHASES:
        day = known.after(day, GAPS[phase]) if GAPS[phase] else day
        days[phase] = day
    return days


@pytest.fixture
def after_day():
    """``after_day(day)``: one minute past the end of ``day``."""
    return lambda day: day_ends(day) + timedelta(minutes=1)


@pytest.fixture
def time_travel():
    """``time_travel(day, hour=10)``: from here on it is that moment behind every door."""
    import time_machine

    from demo.timetables import moment

    travels = []

    def travel(day, hour=10):
        while travels:
            travels.pop().stop()
        travels.append(time_machine.travel(moment(day, hour), tick=False))
        travels[-1].start()

    yield travel
    while travels:
        travels.pop().stop()


@pytest.fixture
def noon():
    return lambda day: day_starts(day) + timedelta(hours=12)


@pytest.fixture
def administrator(office):
    """The browser of the system's administrator."""
    from django.test import Client

    from registry.models import User

    client = Client()
    admin = User.objects.get(username="admin")
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def own_store(tmp_path):
    """Sealed files lie in a store of the test's own: what others left behind is not in it."""
    from files.models import StoredFile, private_storage

    with pytest.MonkeyPatch.context() as patch:
        for storage in {private_storage(), StoredFile._meta.get_field("sealed").storage}:
            patch.setattr(storage, "location", str(tmp_path))
        yield


@pytest.fixture
def new_acts(office):
    """``new_acts()``: the rows of the trail since the last call, oldest first; no sign-ins."""
    from records.models import AuditEvent

    last = [AuditEvent.objects.latest("pk").pk]

    def rows():
        new = list(AuditEvent.objects.filter(pk__gt=last[0]).order_by("pk"))
        last[0] = new[-1].pk if new else last[0]
        return [row for row in new if row.action != "registry.sign_in"]

    return rows
