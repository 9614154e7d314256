"""Two watchers at once, in processes of their own, on either database; a clock that leapt."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from tests.pages.conftest import PUBLISHED
from tests.support.race import race
from tests.support.stand_in import closed_port

from publicity.models import Observation, Publicity
from records import evidence, heartbeats
from records.models import EvidenceLeaf, Heartbeat, OutgoingMail, TreeHead

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=1)


def looks_of(notice):
    rows = notice.observations.order_by("sequence")
    return list(rows.values_list("sequence", "occasion"))


def test_watchers_at_once_keep_every_look_once_and_lose_none(walked):
    for serial in (1, 2):
        walked("notice", serial=serial)
    notices = list(Publicity.objects.all())
    opened = max(notice.published_at for notice in notices)
    address = f"http://127.0.0.1:{closed_port()}"
    for round_, at in enumerate((opened + MINUTE, opened + 7 * MINUTE), 1):
        act = ("watch", {"at": at.isoformat(), "address": address})
        answers = [answer["ok"] for answer in race(act, act)]
        assert [failures for _looks, failures in answers] == [0, 0]
        assert sum(looks for looks, _failures in answers) == len(notices)
        for notice in notices:
            assert [number for number, _ in looks_of(notice)] == list(range(1, round_ + 1))
    leaves = list(EvidenceLeaf.objects.order_by("number").values_list("number", flat=True))
    assert leaves == list(range(len(leaves)))
    assert {each.leaf.number for each in Observation.objects.all()} <= set(leaves)
    assert Observation.objects.count() == 2 * len(notices)


def test_two_clocks_make_one_head_of_a_day_and_mail_the_witness_once(office):
    with transaction.atomic():
        evidence.append("甲".encode(), at=PUBLISHED)
    act = ("head", {"at": PUBLISHED.isoformat(), "witness": "jiwei@example.cn"})
    assert sorted(answer["ok"] for answer in race(act, act)) == [0, 1]
    assert OutgoingMail.objects.filter(recipient="jiwei@example.cn").count() == 1
    assert TreeHead.objects.count() == 1


def test_a_watcher_whose_clock_leapt_keeps_nothing(walked, settings, time_travel, monkeypatch):
    walked("notice")
    monkeypatch.setattr(heartbeats, "_database_now", lambda: None)  # it would tell today's time
    notice = Publicity.objects.get()
    settings.WATCH_MINUTES = 5
    settings.SITE_URL = f"http://127.0.0.1:{closed_port()}"
    time_travel(notice.published_at + MINUTE)
    heartbeats.beat(notice.published_at + MINUTE)
    time_travel(notice.published_at + timedelta(days=3))
    with pytest.raises(CommandError, match="没有观测"):
        call_command("watch_notices", once=True)
    assert looks_of(notice) == []
    Heartbeat.objects.all().delete()
    call_command("watch_notices", once=True, verbosity=0)
    assert looks_of(notice) == [(1, "opening")]
