"""``manage.py demo``: its port reaches whatever names the site, its story is told once."""

from datetime import date
from types import SimpleNamespace

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from tests.support.listed import listed
from tests.support.pooled import Pooled
from wagtail.models import Page
from wagtail.search.models import IndexEntry

from demo import district, processes
from demo.accounts import appoint_heads, give_password
from demo.acts import agent
from demo.exchange_work import report_first
from demo.management.commands import demo
from demo.timetables import moment
from desk.loading.offices import person
from registry.models import Membership, Organisation, User


class Fork:
    """A process that has ended before anybody asked; what it would do, it does when told."""

    def __init__(self, target, args):
        self.run = lambda: target(*args)

    def start(self):
        pass

    is_alive = terminate = kill = start

    def join(self, timeout):
        pass


@pytest.fixture
def started(settings, tmp_path, monkeypatch):
    """``started(port)``: what the demo would have running beside itself."""
    monkeypatch.delenv("SITE_URL", raising=False)
    monkeypatch.setattr(district, "prepare", lambda password, at: None)
    monkeypatch.setattr(demo, "call_command", lambda *words, **options: None)
    monkeypatch.setattr(demo.signal, "signal", lambda *_: None)
    monkeypatch.setattr(demo, "_hurry", lambda: None)  # no transaction lets it be changed inside
    monkeypatch.setattr(processes.os, "setsid", lambda: None)
    settings.VAR, forks = tmp_path, []

    def fork(**work):
        forks.append(Fork(**work))
        return forks[-1]

    def run(port):
        monkeypatch.setattr(processes, "FORKS", SimpleNamespace(Process=fork))
        closed = []
        with monkeypatch.context() as held:
            held.setattr("records.forking.connections", Pooled(closed))
            with pytest.raises(CommandError, match="不能启动"):
                call_command("demo", "--port", str(port))
        assert closed == ["connections", "pool"], "no fork may inherit a connection"
        return forks

    return run


@pytest.mark.django_db
@time_machine.travel(moment(date(2020, 6, 1)), tick=False)
def test_the_port_is_in_the_certificate(started, settings, office, client, monkeypatch):
    assert len(started(8123)) == 3
    assert settings.SITE_URL == settings.WAGTAILADMIN_BASE_URL == "http://localhost:8123"
    assert (settings.VAR / "site_url").read_text() == "http://localhost:8123"
    certificate, papers = listed(), []
    client.force_login(agent(certificate.applicant_id), "django.contrib.auth.backends.ModelBackend")
    monkeypatch.setattr("portal.certificate_paper.pdf", lambda html: papers.append(html) or b"%PDF")
    client.get(reverse("portal:print_certificate", args=[certificate.pk]))
    assert f"localhost:8123/verify/{certificate.number}" in papers[0]


def test_the_clock_reports_to_the_platform_beside_it_and_watches_notices(
    started, settings, monkeypatch
):
    orders = []
    monkeypatch.setattr(processes, "call_command", lambda *words: orders.append(words))
    monkeypatch.setattr(processes, "_say_nothing", lambda *streams: None)
    receivers, settings.EXCHANGE_RECEIVERS = settings.EXCHANGE_RECEIVERS, [{"title": "平台"}]
    platform, site, clock = started(8123)
    platform.run()
    assert orders[0][:3] == ("platform_sandbox", "--port", "8213")
    settings.EXCHANGE_RECEIVERS = receivers
    site.run()
    clock.run()
    assert orders[1:] == [
        ("serve", "--port", "8123", "--workers", "1"),
        ("clock", "--accept-time"),
    ]
    first = settings.EXCHANGE_RECEIVERS[0]
    assert (first["transport"], first["address"]) == ("https", "http://127.0.0.1:8213")
    assert settings.WATCH_MINUTES == 5


@pytest.fixture
def tells(settings, tmp_path, monkeypatch):
    """``tells(password)``: whether the story is told, in a database that has the rest of one."""

    class Telling(Exception):
        pass

    def tell(*_, **__):
        raise Telling

    settings.VAR = tmp_path
    monkeypatch.setattr(district, "load_district", tell)
    (tmp_path / "story").write_text(district._digest("x"))

    def run(password):
        try:
            district.prepare(password, at=moment(date(2020, 9, 1)))
        except Telling:
            return True
        return False

    return run


def test_a_story_is_told_once_but_to_another_database_or_with_another_password(
    office, tells, monkeypatch
):
    listed()
    report_first(at=moment(date(2020, 6, 1)))
    assert not tells("x")
    assert tells("another")
    for what in ("NAME", "HOST"):
        with monkeypatch.context() as elsewhere:
            elsewhere.setitem(connection.settings_dict, what, "another")
            assert tells("x")


def test_a_lost_password_is_everybodys_new_one(office):
    User.objects.filter(username="admin").update(password=make_password("x"))
    for login, first in (("somebody", "x"), ("nobody", None)):
        person(login, first)
    stored = User.objects.get(username="somebody").password
    give_password("x")
    assert User.objects.get(username="somebody").password == stored, "nobody is logged out"
    give_password("y")
    assert User.objects.get(username="somebody").check_password("y")
    assert User.objects.get(username="admin").check_password("y")
    assert not User.objects.get(username="nobody").has_usable_password()


def test_what_the_story_publishes_can_be_found_when_it_was_told(
    office, django_capture_on_commit_callbacks
):
    entries = IndexEntry.objects.all()
    entries.delete()
    with district.indexed_at_the_end():
        with django_capture_on_commit_callbacks(execute=True):
            Page.objects.get(depth=2).specific.save()
        assert not entries.all().exists()
    assert entries.all().exists()
    entries.delete()
    with django_capture_on_commit_callbacks(execute=True):
        Page.objects.get(depth=2).specific.save()
    assert entries.all().exists()


@pytest.mark.django_db(transaction=True)
def test_the_story_is_told_without_waiting_for_the_disk():
    """PostgreSQL has its own ways, and is left alone."""
    try:
        demo._hurry()
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                assert cursor.execute("PRAGMA synchronous").fetchone() == (1,)
    finally:
        connection.close()


@pytest.mark.django_db
def test_a_story_is_told_in_a_new_database(tells):
    assert tells("x")


def test_every_station_of_the_demo_has_one_head(office):
    appoint_heads("x")
    appoint_heads("x")
    heads = Membership.objects.filter(role="station_head").values_list("organisation", flat=True)
    stations = Organisation.objects.filter(kind="work_station").values_list("pk", flat=True)
    assert sorted(heads) == sorted(stations)
