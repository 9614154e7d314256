"""Links to other sites are tried where the office lets us; what comes of it only informs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.pages.conftest import blank_guide, clock, hands, moment  # noqa: F401
from tests.pages.hands import act, fresh, write
from tests.support.stand_in import closed_port, stand_in

from exchange.link_checks import AT_ONCE, check_outer_links, note_outer_links
from pages.documents.publishing import publish_document
from pages.machines.links import dead_links
from pages.models import OuterLink

pytestmark = pytest.mark.django_db
AT = moment(2020, 5, 1, 10)
WEEK = timedelta(days=7)


@pytest.fixture
def place(settings):
    settings.CHECK_LINKS = settings.EXCHANGE_ALLOW_LOOPBACK = True
    with stand_in() as server:
        server.answers["/here"] = (200, {"Content-Type": "text/html"}, b"good")
        server.answers["/moved"] = (302, {"Location": "http://10.0.0.1/"}, b"")
        server.answers["/gone"] = (404, {}, b"")
        yield server


def linked(*addresses):
    """A paragraph that leads to ``addresses``, as it is stored."""
    links = "".join(f'<a href="{each}">网页</a>' for each in addresses)
    return [{"type": "paragraph", "value": f"<p>{links}</p>"}]


@pytest.fixture
def public(office):
    def make(*addresses):
        page, _ = publish_document(
            index_no="TEST/2020-1",
            kind="notice",
            title="关于示例事项的通知",
            issuer="示例机关",
            written_on=AT.date(),
            topic="扶贫",
            blocks=linked(*addresses),
            published_at=AT,
            at=AT,
            by=None,
        )
        note_outer_links(AT)
        return page

    return make


def problem(address):
    return OuterLink.objects.get(address=address).problem


def test_what_answers_is_good_and_what_does_not_says_why(place, public):
    closed = f"http://127.0.0.1:{closed_port()}/"
    addresses = [f"{place.url}/{each}" for each in ("here", "moved", "gone")]
    public(*addresses, closed)
    assert check_outer_links(AT) == 4
    assert [problem(each) for each in addresses] == ["", "", "对方答复404"]
    assert problem(closed) == "没有应答"
    assert [path for _, path in place.asked].count("/moved") == 1, "nobody follows it elsewhere"


@pytest.mark.parametrize("inside", ["http://10.1.2.3/", "http://127.0.0.1/", "https://[::1]/"])
def test_an_address_inside_the_office_is_told_and_never_asked(place, public, settings, inside):
    settings.EXCHANGE_ALLOW_LOOPBACK = False
    public(inside)
    check_outer_links(AT)
    assert problem(inside) == "指向内部网络，公众打不开"
    assert place.asked == []


def test_a_name_that_nobody_knows_breaks_nothing(place, public):
    public("https://nowhere.invalid/", "http://[broken/")
    check_outer_links(AT)
    assert problem("https://nowhere.invalid/") == "域名无法解析"


def test_nothing_is_asked_unless_the_office_lets_us(place, public, settings):
    settings.CHECK_LINKS = False
    public(f"{place.url}/here")
    assert check_outer_links(AT) == 0
    assert (place.asked, OuterLink.objects.count()) == ([], 0)


def test_a_failure_is_tried_again_the_next_day_and_an_answer_the_next_week(place, public):
    here, gone = f"{place.url}/here", f"{place.url}/gone"
    public(here, gone)
    check_outer_links(AT)
    tried = {day: check_outer_links(AT + timedelta(days=day)) for day in (0.5, 1, 8)}
    assert tried == {0.5: 0, 1: 1, 8: 2}
    place.answers["/gone"] = (200, {}, b"back")
    check_outer_links(AT + timedelta(days=9, hours=1))
    assert problem(gone) == ""


def test_one_pass_asks_only_so_many_and_the_new_ones_first(place, public):
    public(*(f"{place.url}/here?no={number}" for number in range(AT_ONCE + 2)))
    assert check_outer_links(AT) == AT_ONCE
    assert check_outer_links(AT) == 2
    assert check_outer_links(AT) == 0


def test_what_no_document_names_any_more_is_forgotten(place, public):
    public(f"{place.url}/here")
    OuterLink.objects.create(address="https://old.example.com/", wanted_at=AT - 5 * WEEK)
    note_outer_links(AT)
    assert [each.address for each in OuterLink.objects.all()] == [f"{place.url}/here"]


def test_editors_find_it_in_the_report_of_dead_links(place, public):
    page = public(f"{place.url}/gone", f"{place.url}/here")
    check_outer_links(AT)
    assert [(each.pk, each.target, each.problem) for each in dead_links(AT)] == [
        (page.pk, f"{place.url}/gone", "其他网站打不开（对方答复404）")
    ]


def test_the_signer_sees_it_and_signs_whatever_it_says(place, hands):  # noqa: F811
    client = hands("editor")
    page = write(client, apply_url=f"{place.url}/gone")
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "还没有检查" in hands("checker").get(url).content.decode()
    check_outer_links(AT)
    text = hands("checker").get(url).content.decode()
    assert "打不开（对方答复404）" in text
    assert "不影响签发" in text
    for login in ("checker", "chief"):
        act(hands(login), page)
    assert fresh(page).live


def test_without_the_setting_the_signer_is_told_to_look(place, hands, settings):  # noqa: F811
    settings.CHECK_LINKS = False
    page = write(hands("editor"), apply_url=f"{place.url}/here")
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "没有启用对其他网站的检查" in hands("checker").get(url).content.decode()
