"""A draft, or a page as of a moment, is read by whoever holds its address, and not for long."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.urls import reverse
from tests.support.photos import picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from pages.documents.drafting import draft_document, rewrite_draft
from pages.models import DocumentIndexPage, HomePage, PreviewAddress
from pages.models.document_words import Section
from pages.previewing.addresses import MOST, make_address, revoke_address
from records.models import AuditEvent
from rules.refusal import Refused

from .conftest import HANDS_AT, moment
from .hands import act, edit, fresh, look_at, sign, write

DAY = timedelta(days=1)
MONDAY = moment(2020, 6, 1, 9)
ASKED = {"purpose": "法制股会签", "hours": 24}


@pytest.fixture
def editor(hands, django_user_model):
    hands("editor")
    return django_user_model.objects.get(username="editor")


@pytest.fixture
def draft(editor):
    """``draft(**fields)``: a guide that nobody has handed in."""

    def make(**fields):
        words = {
            "title": "示例指南初稿",
            "issuer": "章贡区扶贫办",
            "written_on": HANDS_AT.date(),
            "topic": "扶贫",
            "paragraphs": ["一、初稿的话。"],
        }
        return draft_document(by=editor, at=HANDS_AT, kind="guide", **{**words, **fields})

    return make


@pytest.fixture
def hand_out(editor, client):
    """``hand_out(page)``: the token of a new address; from now on the client is a stranger."""

    def make(page, **fields):
        _, token = make_address(page, **{**ASKED, **fields}, by=editor, at=HANDS_AT)
        client.logout()
        return token

    return make


@pytest.fixture
def opened(client, clock):
    """``opened(token, at)``: the answers of the page and of the API."""

    def get(token, at=HANDS_AT):
        clock(at)
        return client.get(f"/preview/{token}/"), client.get(f"/api/v1/preview/{token}")

    return get


def test_a_stranger_with_the_address_reads_the_draft_and_nobody_else_does(draft, hand_out, opened):
    page = draft()
    html, data = opened(hand_out(page))
    assert (html.status_code, data.status_code) == (200, 200)
    assert "一、初稿的话。" in html.content.decode()
    assert "尚未公开" in html.content.decode()
    assert data.json()["title"] == "示例指南初稿"
    assert data.json()["blocks"][0]["text"] == "一、初稿的话。"
    for address in (page.get_url(), f"/api/v1/documents/{page.slug}"):
        assert html.client.get(address).status_code == 404


def test_nobody_on_the_way_keeps_what_was_shown(draft, hand_out, opened):
    for answer in opened(hand_out(draft())):
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "no-referrer"
    assert 'rel="canonical"' not in opened(hand_out(draft()))[0].content.decode()


def test_the_address_is_nowhere_in_the_database(draft, hand_out):
    secret = hand_out(draft()).partition(".")[0]
    row = PreviewAddress.objects.get()
    assert secret not in json.dumps(PreviewAddress.objects.values()[0], default=str)
    assert len(row.digest) == 64
    assert not [each for each in AuditEvent.objects.values() if secret in str(each)]


def test_a_draft_is_shown_as_it_was_handed_out(draft, hand_out, opened, editor):
    page = draft()
    token = hand_out(page)
    rewrite_draft(page, by=editor, at=HANDS_AT, paragraphs=["二、后来的话。"])
    html, data = opened(token)
    assert "一、初稿的话。" in html.content.decode()
    assert "二、后来的话。" not in html.content.decode() + data.content.decode()


@pytest.mark.parametrize("end", ["hours", "revoked"])
def test_an_address_ends_by_its_hours_or_by_hand(draft, hand_out, opened, editor, end):
    token = hand_out(draft())
    last = HANDS_AT + DAY - timedelta(seconds=1)
    assert opened(token, last)[0].status_code == 200
    if end == "revoked":
        revoke_address(PreviewAddress.objects.get(), by=editor, at=last)
    after = last if end == "revoked" else HANDS_AT + DAY
    for answer in opened(token, after):
        assert answer.status_code == 410
        assert "初稿" not in answer.content.decode()


def test_what_we_never_signed_is_not_looked_up(draft, hand_out, client, django_assert_num_queries):
    token = hand_out(draft())
    client.get("/api/v1/preview/x")
    with django_assert_num_queries(0):
        assert client.get(f"/api/v1/preview/{token[:-1]}").status_code == 404
    assert client.get(f"/preview/{token}x/").status_code == 404


def test_what_the_gate_has_found_is_not_handed_out(draft, editor):
    page = draft(paragraphs=["联系人身份证号36070219800101123X。"])
    with pytest.raises(Refused) as refused:
        make_address(page, **ASKED, by=editor, at=HANDS_AT)
    assert any("身份" in why for why in refused.value.reasons)
    assert not PreviewAddress.objects.exists()


def test_what_the_gate_finds_later_is_shown_to_nobody_any_more(draft, hand_out, opened):
    """A library file may be read anew, or the gate may learn: each opening asks it again."""
    token = hand_out(draft())
    revision = PreviewAddress.objects.get().revision
    revision.content["summary"] = "联系人身份证号36070219800101123X"
    revision.save()
    for answer in opened(token):
        assert answer.status_code == 409
        assert "36070219800101123X" not in answer.content.decode()
    assert PreviewAddress.objects.get().use_count == 0


def test_files_and_pictures_of_the_draft_open_below_its_address_only(draft, hand_out, opened):
    image = look_at(
        get_image_model().objects.create(title="果园", file=ContentFile(picture(), "a.png"))
    )
    file, other = (
        look_at(
            get_document_model().objects.create(title=name, file=ContentFile(picture(), f"{n}.png"))
        )
        for n, name in (("b", "附图"), ("c", "别的"))
    )
    figure = {"type": "figure", "value": {"image": image.pk, "alt": "果园", "caption": ""}}
    token = hand_out(draft(blocks=[figure], attachments=[("附图", file)]))
    html, data = opened(token)
    browser, text = html.client, html.content.decode()
    shown = data.json()["blocks"][0]["image"]["url"].removeprefix("http://testserver")
    offered = data.json()["attachments"][0]["url"].removeprefix("http://testserver")
    assert shown in text
    assert offered in text
    for url in (shown, offered):
        assert url.startswith(f"/preview/{token}/")
        answer = browser.get(url)
        assert (answer.status_code, b"".join(answer)[:3]) == (200, b"\xff\xd8\xff")
        assert "no-store" in answer["Cache-Control"]
    hidden = f"/preview/{token}/documents/{other.pk}/{other.filename}"
    for url in (file.url, hidden, shown.replace(f"/preview/{token}", "/media")):
        assert browser.get(url).status_code == 404


def test_a_page_of_monday_nine_o_clock_is_read_on_friday(hands, hand_out, opened, clock):
    page = write(hands("editor"), go_live_at="2020-06-01 09:00", title="周一公开的指南")
    for login in ("checker", "chief"):
        act(hands(login), page)
    column = DocumentIndexPage.objects.get(section=Section.GUIDE)
    before, at = (
        hand_out(column, moment=MONDAY - timedelta(minutes=1)),
        hand_out(column, moment=MONDAY),
    )
    assert "周一公开的指南" not in opened(before)[0].content.decode()
    html, data = opened(at)
    assert "周一公开的指南" in html.content.decode()
    assert data.json()["kinds"] == [{"value": "guide", "label": "办事指南", "count": 1}]
    html, data = opened(hand_out(fresh(page), moment=MONDAY))
    assert data.json()["published_at"] == "2020-06-01T09:00:00+08:00"
    assert "2020年6月1日" in html.content.decode()


def test_a_correction_that_waits_for_its_hour_is_read_in_its_own_words(
    hands, hand_out, opened, django_user_model, in_review
):
    sign(django_user_model)
    edit(
        hands("editor"),
        in_review,
        title="更正后的指南",
        correction_note="改了题目",
        go_live_at="2020-06-01 09:00",
        **{"action-submit": "1"},
    )
    sign(django_user_model)
    html, data = opened(hand_out(fresh(in_review), moment=MONDAY))
    assert data.json()["title"] == "更正后的指南"
    assert "更正后的指南" in html.content.decode()


def test_the_home_page_of_a_moment_is_what_the_public_will_see(
    document, hand_out, opened, get_page
):
    document(1, kind="announcement", title="周一的公告", published_at=MONDAY, at=HANDS_AT)
    html, data = opened(hand_out(HomePage.objects.get(), moment=MONDAY))
    assert [each["title"] for each in data.json()["announcements"]] == ["周一的公告"]
    assert "周一的公告" in html.content.decode()
    assert data.json() == get_page("/api/v1/home", MONDAY).json()


def test_a_page_that_nobody_will_see_then_has_no_address(draft, editor):
    with pytest.raises(Refused) as refused:
        make_address(draft(), **ASKED, moment=MONDAY, by=editor, at=HANDS_AT)
    assert refused.value.reasons == ["到该时点，此页面不在公开期内"]


def test_every_reason_against_an_address_is_told_at_its_field(draft, editor):
    past = HANDS_AT - timedelta(minutes=1)
    with pytest.raises(Refused) as refused:
        make_address(draft(), purpose=" ", hours=5, moment=past, by=editor, at=HANDS_AT)
    assert set(refused.value.fields) == {"purpose", "hours", "moment"}


def test_a_page_that_was_never_drafted_is_shown_as_of_a_moment_only(editor):
    column = DocumentIndexPage.objects.first()
    with pytest.raises(Refused) as refused:
        make_address(column, **ASKED, by=editor, at=HANDS_AT)
    assert set(refused.value.fields) == {"moment"}


def test_a_page_has_only_so_many_open_addresses(draft, editor, hand_out):
    page = draft()
    for _ in range(MOST):
        hand_out(page)
    with pytest.raises(Refused, match="最多"):
        make_address(page, **ASKED, by=editor, at=HANDS_AT)
    make_address(page, **ASKED, by=editor, at=HANDS_AT + DAY)


def test_only_who_may_edit_the_page_hands_it_out_or_ends_it(draft, hand_out, django_user_model):
    page, stranger = draft(), django_user_model.objects.create(username="stranger")
    hand_out(page)
    with pytest.raises(PermissionDenied):
        make_address(page, **ASKED, by=stranger, at=HANDS_AT)
    with pytest.raises(PermissionDenied):
        revoke_address(PreviewAddress.objects.get(), by=stranger, at=HANDS_AT)


def test_making_first_opening_and_ending_leave_audit_rows_and_openings_are_counted(
    draft, hand_out, opened, editor
):
    token = hand_out(draft())
    opened(token)
    opened(token, HANDS_AT + timedelta(hours=1))
    row = PreviewAddress.objects.get()
    assert (row.use_count, row.last_used_at) == (4, HANDS_AT + timedelta(hours=1))
    for _ in range(2):
        revoke_address(row, by=editor, at=HANDS_AT)
    rows = AuditEvent.objects.filter(action__endswith="_preview_address").order_by("pk")
    acts = [(each.action.partition(".")[2].partition("_")[0], each.actor) for each in rows]
    assert acts == [("make", "editor"), ("open", "系统"), ("revoke", "editor")]


def test_an_editor_makes_and_ends_addresses_from_the_page_s_editor(draft, hands, client):
    page, browser = draft(), hands("editor")
    url = reverse("pages_previews", args=[page.pk])
    assert url in browser.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "还没有预览地址" in browser.get(url).content.decode()
    wrong = browser.post(url, {"purpose": "", "hours": "24"})
    assert (wrong.status_code, "请填写给谁看" in wrong.content.decode()) == (422, True)
    made = browser.post(url, {"purpose": "律师审阅", "hours": "72", "moment": ""})
    address = made.context["url"]
    assert address in made.content.decode()
    assert address not in browser.get(url).content.decode()
    browser.logout()
    assert browser.get(address).status_code == 200
    row = PreviewAddress.objects.get()
    assert row.expires_at - row.made_at == 3 * DAY
    revoke = reverse("pages_revoke_preview", args=[page.pk, row.pk])
    assert browser.post(revoke).status_code == 302
    assert browser.get(address).status_code == 200, "a stranger ends nothing"
    listed = hands("editor").post(revoke, follow=True)
    assert "已撤销" in listed.content.decode()
    assert browser.get(address).status_code == 410


def test_the_list_costs_the_same_for_many(draft, hand_out, hands, django_assert_max_num_queries):
    page = draft()
    for _ in range(10):
        hand_out(page)
    browser, url = hands("editor"), reverse("pages_previews", args=[page.pk])
    browser.get(url)
    with django_assert_max_num_queries(24):
        browser.get(url)
