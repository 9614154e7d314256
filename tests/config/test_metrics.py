"""/metrics: the house in numbers, for whoever brings the token, and for nobody else."""

import re
from datetime import date, timedelta

import pytest
from django.core.checks import run_checks
from django.db import OperationalError
from tests.support.listed import listed

from config.metrics import CONTENT_TYPE, SHORTEST, lines
from demo.timetables import moment
from exchange.models import BatchDelivery
from exchange.services import export_catalog
from exchange.services.approval import approve
from records import jobs
from records.measures import MEASURES, Measure
from records.models import JobBeat, OutgoingMail
from registry.models import User
from workflow.services.clock import tick

pytestmark = pytest.mark.django_db
TOKEN = "t" * SHORTEST
LINE = re.compile(
    r'^gongshi_[a-z_]+(\{[a-z]+="(?:[^"\\\n]|\\.)*"(,[a-z]+="(?:[^"\\\n]|\\.)*")*\})? '
    r"-?[0-9]+(\.[0-9]+)?$"
)


@pytest.fixture
def token(settings):
    settings.METRICS_TOKEN = TOKEN


@pytest.fixture
def at(office):
    return moment(date(2020, 12, 1), 10)


def read(client, words=f"Bearer {TOKEN}"):
    return client.get("/metrics", headers={"authorization": words})


def numbers(at):
    """``{name and labels: number}`` of everything."""
    text = "".join(lines(at)).splitlines()
    pairs = (line.rpartition(" ") for line in text if not line.startswith("#"))
    return {name: float(number) for name, _, number in pairs}


def test_who_brings_the_token_reads_every_measure_in_the_text_format(client, token, at):
    answer = read(client)
    assert (answer.status_code, answer["Content-Type"]) == (200, CONTENT_TYPE)
    assert "no-store" in answer["Cache-Control"]
    text = answer.content.decode()
    assert text.endswith("\n")
    for line in text.splitlines():
        assert line.startswith(("# HELP gongshi_", "# TYPE gongshi_")) or LINE.match(line), line
    for each in MEASURES.values():
        assert f"# TYPE {each.name} gauge\n" in text
    assert 'gongshi_measure_failed{measure="overdue"} 0' in text


@pytest.mark.parametrize(
    "words", ["", "Bearer ", f"Bearer {TOKEN}x", f"Bearer {TOKEN[1:]}", TOKEN, "Bearer 令牌"]
)
def test_nobody_else_learns_that_there_is_anything(client, token, at, words):
    assert read(client, words).status_code == 404


@pytest.mark.parametrize("own", ["", "short"])
def test_without_a_token_that_is_long_enough_the_address_is_closed(client, settings, at, own):
    settings.METRICS_TOKEN = own
    assert read(client, f"Bearer {own}").status_code == 404
    assert bool([each for each in run_checks() if each.id == "config.E002"]) is bool(own)


def test_it_is_only_read(client, token, at):
    answer = client.post("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 405


def test_a_batch_that_failed_is_told_by_receiver_and_state_and_as_overdue(at):
    listed()
    batch = export_catalog(at=at)
    receiver = batch.stream.receiver
    approve(batch, by=User.objects.get(username="manager"), at=at)
    approved = f'gongshi_exchange_batches{{receiver="{receiver}",state="approved"}}'
    failed = f'gongshi_exchange_batches{{receiver="{receiver}",state="failed"}}'
    before = numbers(at + timedelta(hours=1))
    assert (before[approved], before[failed]) == (1, 0)
    assert before[f'gongshi_exchange_oldest_seconds{{receiver="{receiver}"}}'] == 3600
    BatchDelivery.objects.update(state="failed")
    after = numbers(at + timedelta(hours=1))
    assert (after[approved], after[failed]) == (0, 1)
    overdue = 'gongshi_overdue{kind="exchange"}'
    assert after[overdue] == before[overdue] + 1


def test_the_clock_its_jobs_and_waiting_letters_are_told(at):
    assert numbers(at)["gongshi_clock_last_run_timestamp_seconds"] == 0
    mail = OutgoingMail.objects.create(message_id="1", sender="a", recipient="b", subject="c")
    OutgoingMail.objects.update(written_at=at)
    values = numbers(at + timedelta(minutes=2))
    assert values["gongshi_letters_oldest_seconds"] == 120
    assert values['gongshi_letters{state="waiting"}'] == 1
    assert "b" not in "".join(lines(at)).split("gongshi_letters{")[1].splitlines()[0][8:]
    OutgoingMail.objects.filter(pk=mail.pk).update(state="dead")
    values = numbers(at + timedelta(minutes=2))
    assert values["gongshi_letters_oldest_seconds"] == 0
    assert values['gongshi_letters{state="dead"}'] == 1
    tick(at)
    values = numbers(at)
    for name in jobs.JOBS:
        if beat := JobBeat.objects.filter(name=name).first():
            key = f'gongshi_job_last_success_timestamp_seconds{{job="{name}"}}'
            assert values[key] == beat.done_at.timestamp()
    assert values['gongshi_job_failures{job="mail"}'] == 0


def test_a_measure_that_fails_keeps_no_other_back(at, monkeypatch):
    def broken(at):
        raise ValueError("名称 with personal data")

    monkeypatch.setitem(MEASURES, "letters", Measure("gongshi_letters", "x", ("state",), broken))
    text = "".join(lines(at))
    assert 'gongshi_measure_failed{measure="letters"} 1' in text
    assert "personal" not in text
    assert 'gongshi_overdue{kind="clock"}' in text


def test_without_the_database_nothing_is_told_for_zero(at, monkeypatch):
    def away(at):
        raise OperationalError("away")

    monkeypatch.setitem(MEASURES, "letters", Measure("gongshi_letters", "x", (), away))
    with pytest.raises(OperationalError):
        list(lines(at))


def test_words_of_settings_break_no_line(at, settings):
    first, *others = settings.EXCHANGE_RECEIVERS
    title = 'a"b\\c\nd'
    settings.EXCHANGE_RECEIVERS = [{**first, "title": title}, *others]
    text = "".join(lines(at))
    assert r'receiver="a\"b\\c\nd"' in text
    assert all(line.startswith(("#", "gongshi_")) for line in text.splitlines())


def test_many_batches_cost_no_more_queries(at, django_assert_max_num_queries):
    own = [MEASURES[name] for name in ("exchange_batches", "exchange_oldest_seconds")]
    with django_assert_max_num_queries(4):
        for each in own:
            list(each.values(at))
