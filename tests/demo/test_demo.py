"""``manage.py demo``: its port reaches whatever names the site, its server is bounded."""

import subprocess
from datetime import date

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from tests.support.listed import listed

from demo import district
from demo.accounts import appoint_heads
from demo.acts import agent
from demo.management.commands import demo
from demo.timetables import moment
from registry.models import Membership, Organisation


class Ended:
    """A process that has ended before anybody asked."""

    def poll(self):
        return 1

    def wait(self, timeout):
        return 1


@pytest.fixture
def started(settings, tmp_path, monkeypatch):
    """``started(port)``: ``[(command, environment)]`` of what the demo started."""
    monkeypatch.delenv("SITE_URL", raising=False)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings.test")
    monkeypatch.setattr(district, "prepare", lambda password, at: None)
    monkeypatch.setattr(demo, "call_command", lambda *words, **options: None)
    monkeypatch.setattr(demo.signal, "signal", lambda *_: None)
    settings.VAR, processes = tmp_path, []

    def start(command, *, env, **options):
        processes.append((command, env))
        return Ended()

    def run(port):
        with monkeypatch.context() as patched:
            patched.setattr(subprocess, "Popen", start)
            with pytest.raises(CommandError, match="不能启动"):
                call_command("demo", "--port", str(port))
        return processes

    return run


@pytest.mark.django_db
@time_machine.travel(moment(date(2020, 6, 1)), tick=False)
def test_the_port_is_in_the_certificate_and_in_everything_it_starts(
    started, settings, office, client, monkeypatch
):
    processes = started(8123)
    assert [env["SITE_URL"] for _, env in processes] == ["http://localhost:8123"] * 3
    assert (settings.VAR / "site_url").read_text() == "http://localhost:8123"
    certificate, papers = listed(), []
    client.force_login(agent(certificate.applicant_id), "django.contrib.auth.backends.ModelBackend")
    monkeypatch.setattr("portal.certificate_paper.pdf", lambda html: papers.append(html) or b"%PDF")
    client.get(reverse("portal:print_certificate", args=[certificate.pk]))
    assert f"localhost:8123/verify/{certificate.number}" in papers[0]


def test_the_server_has_bounded_threads_and_replaces_a_worker_that_died(started, settings):
    [(command, _)] = [each for each in started(8123) if "granian" in " ".join(each[0])]
    words = " ".join(command)
    assert f"--blocking-threads {settings.WEB_THREADS}" in words
    assert "--respawn-failed-workers" in words


def test_every_station_of_the_demo_has_one_head(office):
    appoint_heads("x")
    appoint_heads("x")
    heads = Membership.objects.filter(role="station_head").values_list("organisation", flat=True)
    stations = Organisation.objects.filter(kind="work_station").values_list("pk", flat=True)
    assert sorted(heads) == sorted(stations)
