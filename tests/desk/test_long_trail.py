"""A trail of many rows: of each page the newest are looked through, and the page says so."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Q
from django.urls import reverse
from tests.pages.test_growth import plan
from tests.workflow.test_cost_of_acts import rows_read

from desk.sealed_trail import SealedTrail
from records import sealing, trail
from records.models import AuditEvent
from registry.models import User

pytestmark = pytest.mark.django_db
REGISTER = "records_auditevent_modeladmin_index"
OFTEN, RARE = "applications.attach", "applications.read_roster"
NOT_LOOKED = "更早的没有查"
ROWS_READ = "SELECT seq_tup_read + COALESCE(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables"


@pytest.fixture
def auditor(office, signed_in):
    return signed_in("auditor@fpb")


@pytest.fixture
def ask(auditor, monkeypatch):
    """``ask(**query)``: the answer of a register that looks ten rows far."""
    monkeypatch.setattr(trail, "REACH", 10)
    return lambda **query: auditor.get(reverse(REGISTER), query)


@pytest.fixture
def written(at, office):
    """``written(number, **fields)``: as many rows, each a minute newer than the one before it."""
    AuditEvent.objects.all()._raw_delete("default")  # what opening the office left

    def write(number, first=0, apart=timedelta(minutes=1), **fields):
        words = {"action": OFTEN, "actor": "示例", "subject": "示例产品", "recorded_at": at}
        words |= {"subject_type": "applications.material", **fields}
        AuditEvent.objects.bulk_create(
            AuditEvent(at=at + (first + n) * apart, uid=uuid4(), subject_id=str(first + n), **words)
            for n in range(number)
        )

    return write


def keys(answer):
    return [event.pk for event in answer.context["object_list"]]


def spec(answer):
    view = answer.context["view"]
    return next(each for each in view.filter_specs if hasattr(each, "since"))


def onward(answer):
    """The query of the link to what is older; None where the page has none."""
    since = spec(answer).since
    return {"before": since.isoformat()} if since else None


def test_the_newest_are_looked_through_and_the_page_says_since_when(ask, written):
    written(30, subject="示例脐橙")
    answer = ask(q="脐橙")
    assert len(keys(answer)) == 11
    html = answer.content.decode()
    assert NOT_LOOKED in html
    assert "继续查更早的记录" in html
    assert "回到最新的记录" not in html


def test_going_on_meets_every_row_once_and_comes_to_an_end(ask, written):
    written(34)
    met, query = [], {}
    while query is not None:
        answer = ask(**query)
        met += keys(answer)
        query = onward(answer)
    everything = AuditEvent.objects.order_by("-at", "-pk").values_list("pk", flat=True)
    assert met == list(everything)
    assert NOT_LOOKED not in answer.content.decode()
    assert "回到最新的记录" in answer.content.decode()


def test_a_word_of_an_old_row_is_found_by_going_on(ask, written):
    written(1, subject="示例蜂蜜")
    written(25, first=1)
    answer = ask(q="蜂蜜")
    assert keys(answer) == []
    assert NOT_LOOKED in answer.content.decode()
    while not keys(answer):
        answer = ask(q="蜂蜜", **onward(answer))
    assert [event.subject for event in answer.context["object_list"]] == ["示例蜂蜜"]


def test_acts_of_one_moment_are_never_cut_in_two(ask, written):
    written(5)
    written(15, first=10, apart=timedelta(0), because="同一时刻")
    written(3, first=5000)
    answer = ask(q="同一时刻")
    assert len(keys(answer)) == 15
    assert keys(ask(q="同一时刻", **onward(answer))) == []


def test_what_few_rows_bear_is_looked_for_in_the_whole_trail(ask, written, user):
    reader = user("agri_reviewer@nyncj")
    written(1, action=RARE, actor_id=reader.pk, subject_type="rare.kind", because="核对雇用人数")
    written(40, first=1, subject_type="often.kind")
    for query in (
        {"act": "查阅名册"},
        {"person": reader.username},
        {"subject_type": "rare.kind"},
        {"person": reader.username, "q": "雇用人数"},
    ):
        answer = ask(**query)
        assert RARE in [event.action for event in answer.context["object_list"]], query
        assert NOT_LOOKED not in answer.content.decode(), query
    assert NOT_LOOKED in ask(subject_type="often.kind").content.decode()


def test_days_with_few_rows_are_looked_through_whole(ask, written, at):
    written(9, first=50_000, because="当日")
    written(40, first=100_000)
    day = f"{at + timedelta(minutes=50_000):%Y-%m-%d}"
    answer = ask(q="当日", since=day, until=day)
    assert len(keys(answer)) == 9
    assert NOT_LOOKED not in answer.content.decode()
    assert keys(ask(q="当日")) == []


def test_a_start_that_cannot_be_read_is_told(ask, written):
    written(20)
    answer = ask(before="昨天")
    assert answer.status_code == 200
    assert keys(answer) == []
    assert "无法识别" in answer.content.decode()


def test_the_sealed_package_looks_through_everything(ask, written, rf):
    written(40, because="须封存")
    assert len(keys(ask(q="须封存"))) < 40
    view = SealedTrail()
    view.request = rf.get("/", {"q": "须封存", "before": "2020-01-01T00:00:00"})
    assert view.events().count() == 40


def test_the_whole_trail_is_counted_once_a_page(ask, written, monkeypatch):
    written(3)
    totals, total = [], trail.total
    monkeypatch.setattr(trail, "total", lambda: totals.append(total()) or totals[-1])
    assert ask().status_code == 200
    assert totals == [3]


def test_kinds_are_told_once_and_rows_counted_by_the_seal(written, at):
    written(5, subject_type="a.first")
    written(5, subject_type="z.last")
    kinds = AuditEvent.objects.order_by("subject_type").values_list("subject_type", flat=True)
    assert trail.kinds() == list(kinds.distinct())
    before = trail.total()
    assert before == AuditEvent.objects.count()
    sealing.seal_all(at)
    assert not AuditEvent.objects.filter(seal=None).exists()
    assert trail.total() == before


@pytest.mark.parametrize(
    ("condition", "index"),
    [
        (Q(action=RARE), "audit_action_at"),
        (Q(actor_id=7), "audit_actor_at"),
        (Q(subject_type="applications.item"), "audit_kind_at"),
        (Q(), "records_auditevent_at"),
    ],
)
def test_the_newest_of_each_condition_are_read_by_an_index(written, at, condition, index):
    written(300)
    written(10, first=300, action=RARE, actor_id=7, subject_type="applications.item")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE records_auditevent")
    rows = AuditEvent.objects.filter(condition, at__gte=at).order_by("-at")[:20]
    assert index in plan(rows)


def work(act):
    """What ``act`` costs the database: steps of SQLite's machine, rows that PostgreSQL read."""
    if connection.vendor == "sqlite":
        return rows_read(act)
    before = _rows_of_postgresql()
    act()
    return _rows_of_postgresql() - before


def _rows_of_postgresql():
    with connection.cursor() as cursor:
        cursor.execute(f"{ROWS_READ} WHERE relname = 'records_auditevent'")
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"o": "1"},
        {"q": "航天飞机"},
        {"act": "材料"},
        {"act": "查阅名册"},
        {"person": "often", "q": "航天飞机"},
        {"subject_type": "often.kind"},
    ],
)
def test_ten_times_the_rows_are_no_more_work(ask, written, query, at):
    person = User.objects.get(username="agri")
    query = {name: person.username if text == "often" else text for name, text in query.items()}
    often = {"actor_id": person.pk, "subject_type": "often.kind"}
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    written(200, **often)
    written(1, action=RARE, first=-5)
    ask(**query)
    few = work(lambda: ask(**query))
    written(1_800, first=200, **often)
    sealing.seal_all(at)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE records_auditevent")
    ask(**query)
    assert work(lambda: ask(**query)) <= few * 1.3 + 20
