"""Whoever comes second is told who was first, and loses no word; a preview tells what is sent."""

import pytest
from django.test import Client
from django.utils import timezone
from tests.support.desk import opinion, page, press_twice

from applications.models import Item
from demo.acts import perform
from registry.models import Membership, Organisation, RuleSet, User
from workflow.models import Letter, Opinion, Turn
from workflow.services import submissions

pytestmark = pytest.mark.django_db
WORDS = "经核对证明材料和现场照片，带贫成效属实，符合认定条件。"


@pytest.fixture
def colleague(office, signed_in):
    """``colleague(role, code)``: the browser of one more officer with that duty."""

    def hire(role, code):
        user = User.objects.create(username="second", first_name="二号", last_name="审核")
        here = Organisation.objects.get(code=code)
        Membership.objects.create(user=user, organisation=here, role=role)
        user.groups.set(User.objects.get(username="reviewer").groups.all())
        return signed_in(user)

    return hire


def test_the_second_reviewer_reads_who_signed_and_keeps_the_words(walked, colleague, at):
    second = colleague("fpb_reviewer", "fpb")
    (item,) = walked("endorse")
    perform(item, "review_benefit", at=at)
    address = page("benefit", item.application_id)
    answer = second.post(address, opinion(item, text=WORDS))
    html = answer.content.decode()
    assert answer.status_code == 422
    turn = Turn.objects.get(item=item, done_by__username="reviewer")
    signed = timezone.localtime(turn.finished_at)
    assert f"该环节已由示例审核于{signed:%Y-%m-%d %H:%M}办理" in html
    assert WORDS in html, "what was typed can be copied"
    for untrue in ("请至少对一个产品作出结论", "由他人办理", "部分产品未能签署"):
        assert untrue not in html
    assert Opinion.objects.filter(step="benefit").count() == 1


def test_of_a_withdrawn_product_the_withdrawing_is_told(paper, station, applicant_of, at):
    (item,) = paper()
    submissions.withdraw(item, by=applicant_of(item), at=at)
    html = station(item).post(page("endorse", item.application_id), opinion(item)).content.decode()
    assert f"申请单位已于{at:%Y-%m-%d %H:%M}撤回该产品" in html
    assert "该环节已由" not in html


def test_siblings_are_signed_and_only_the_lost_one_is_told(paper, colleague, at):
    lost, left = paper(products=2)
    browser = colleague("station_officer", lost.application.station.code)
    data = {**opinion(lost, text=WORDS), **opinion(left)}
    perform(lost, "endorse", at=at)
    answer = browser.post(page("endorse", lost.application_id), data)
    html = answer.content.decode()
    assert [each.item for each in answer.context["unsigned_opinions"]] == [lost]
    assert "部分产品未能签署" in html
    assert Opinion.objects.get(item=left)


def test_one_that_goes_while_the_form_is_read_is_told_too(paper, colleague, at, monkeypatch):
    """Another signs between reading the form and signing it."""
    from desk import signing

    (item,) = paper()
    submit = signing.submit

    def after_another(item, kind, **rest):
        perform(Item.objects.get(pk=item.pk), "endorse", at=at)
        return submit(item, kind, **rest)

    monkeypatch.setattr(signing, "submit", after_another)
    browser = colleague("station_officer", item.application.station.code)
    answer = browser.post(page("endorse", item.application_id), opinion(item, text=WORDS))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert WORDS in html
    assert "该环节已由" in html


def test_with_one_product_nothing_is_said_of_parts(paper, station):
    (item,) = paper()
    html = (
        station(item)
        .post(page("endorse", item.application_id), opinion(item, text="短"))
        .content.decode()
    )
    assert "未能签署，请看产品下的说明" in html
    assert "部分产品" not in html


# The preview


def preview_of(browser, kind, item, **changes):
    data = {**opinion(item, **changes), "do": "preview"}
    (preview,) = browser.post(page(kind, item.application_id), data).context["previews"]
    return preview


def sent(item, earlier):
    letters = Letter.objects.filter(item=item).exclude(pk__in=earlier).order_by("pk")
    return [(letter.get_kind_display(), letter.text) for letter in letters]


@pytest.mark.parametrize("result", ["pass", "return", "refuse"])
@pytest.mark.parametrize("step", ["endorse", "benefit", "quality"])
def test_the_preview_shows_the_very_letters_that_signing_sends(
    paper, signed_in, station, at, step, result, time_travel
):
    """For the last to sign as for the first: what it says goes out is what goes out."""
    time_travel(at.date())
    (item,) = paper()
    browser = station(item)
    if step != "endorse":
        perform(item, "endorse", at=at)
        browser = signed_in({"benefit": "fpb_reviewer@fpb", "quality": "agri_reviewer@nyncj"}[step])
    if step == "quality":
        perform(Item.objects.get(pk=item.pk), "review_benefit", at=at)
    words = {"text": "带贫成效的证明材料不完整，请按下列事项一次性补正，谢谢。"}
    earlier = set(Letter.objects.values_list("pk", flat=True))
    before = preview_of(browser, step, item, result=result, **words)
    assert before.reasons == []
    assert set(Letter.objects.values_list("pk", flat=True)) == earlier, "nothing is sent yet"
    assert not Opinion.objects.filter(step=step).exists()
    press = press_twice if result == "refuse" else Client.post
    press(browser, page(step, item.application_id), opinion(item, result, **words))
    assert Opinion.objects.filter(step=step).exists()
    if before.note.startswith("两项区级审核都签署后"):
        assert sent(item, earlier) == []
    else:
        assert before.letters == sent(item, earlier)


def test_where_the_head_signs_off_the_preview_says_so(paper, station, at):
    (item,) = paper()
    RuleSet.objects.update(countersign_endorsement=True)
    preview = preview_of(station(item), "endorse", item)
    assert [title for title, _text in preview.letters] == ["工作站认可通知"]
    assert "须由负责人审签" in preview.note
    assert not Opinion.objects.exists()


def test_a_pass_after_the_others_refusal_shows_the_refusal(item, signed_in, at):
    perform(item, "review_quality", at=at, choice="refuse")
    preview = preview_of(signed_in("fpb_reviewer@fpb"), "benefit", item)
    assert [title for title, _text in preview.letters] == ["不予认定反馈书"]
