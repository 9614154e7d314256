"""Operators hear each morning of what is wrong, once, and of nothing on a day when all is well."""

import pytest
from tests.pages.conftest import moment

from config import daily_findings
from config.doctoring import Finding
from records.mail import write
from records.models import OutgoingMail

WRONG = [
    Finding("数据库"),
    Finding("磁盘", "/srv/gongshi 只剩 200 MB", "清理或者扩容"),
    Finding("没有发出的邮件", "3 件", "核对后重发"),
]


@pytest.fixture
def tell(settings, monkeypatch, db):
    settings.OPERATORS = ["ops@example.com", "head@example.com"]
    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"

    def run(hour, findings=WRONG, day=17, late=0):
        monkeypatch.setattr(daily_findings, "overdue", lambda at: {"total": late})
        monkeypatch.setattr(daily_findings, "examine", lambda at: findings)
        return daily_findings.tell_operators.act(moment(2020, 11, day, hour))

    return run


def mails():
    return [(each.recipient, each.subject) for each in OutgoingMail.objects.order_by("recipient")]


def test_what_is_wrong_is_mailed_once_a_day_from_eight_oclock(tell):
    assert tell(7) == 0
    assert mails() == []
    assert tell(8) == tell(9) == 2
    assert [recipient for recipient, _ in mails()] == ["head@example.com", "ops@example.com"]
    body = OutgoingMail.objects.first().body
    assert "磁盘：/srv/gongshi 只剩 200 MB" in body
    assert "处理：核对后重发" in body
    assert "数据库" not in body
    tell(8, day=18)
    assert len(mails()) == 4


def test_a_day_when_all_is_well_brings_no_mail(tell):
    assert tell(8, [Finding("数据库")]) == 0
    assert mails() == []


def test_without_operators_nobody_is_written_to(tell, settings):
    settings.OPERATORS = []
    assert tell(10) == 0
    assert mails() == []


def test_when_more_is_overdue_than_was_told_they_hear_within_the_hour(tell):
    def subjects():
        mails = OutgoingMail.objects.filter(recipient="ops@example.com").order_by("pk")
        return [each.subject.rpartition("】")[2].rpartition("]")[2].strip() for each in mails]

    for hour, late in ((8, 2), (9, 2), (10, 5), (11, 4), (12, 5), (13, 6)):
        tell(hour, late=late)
    assert len(subjects()) == 3
    assert [each[-10:] for each in subjects()[1:]] == ["超期事项增加到5项", "超期事项增加到6项"]
    tell(8, day=18, late=6)
    assert subjects()[-1].endswith("2项异常待处理"), "the day's own mail tells how it stands"


def test_the_mail_of_the_version_before_stops_nobody_on_the_day_of_the_upgrade(tell, settings):
    write(settings.OPERATORS, "2项异常待处理", "磁盘", key="findings:2020-11-17")
    assert tell(10, late=3) == 2
    assert len(mails()) == 4, "what it told of is not known: it is told again"
