"""After a refusal or a withdrawal nothing is typed twice; a draft can be copied."""

import pytest
from django.urls import reverse
from tests.support.photos import picture
from tests.support.standing import stands

from applications.models import Application, Item, Material, Photo
from applications.services import photos, starting_anew
from applications.services.discarding import discard_draft
from demo.acts import perform
from demo.preparing import prepare
from records.models import AuditEvent
from registry.models import RuleSet
from rules.refusal import Refused
from rules.vocabulary import AFTER_REFUSAL, REFUSAL_REASONS
from workflow.letters import compose
from workflow.models import Letter
from workflow.services import submissions


@pytest.fixture
@stands
def refused(paper, at):
    """Two products of one paper: the station has refused the first, and not yet the second."""
    first, second = paper(2)
    perform(first, "endorse", at=at, choice="refuse")
    return Item.objects.get(pk=first.pk), second


def test_each_reason_of_a_refusal_says_what_can_be_done():
    assert set(AFTER_REFUSAL) == set(dict(REFUSAL_REASONS))


def test_a_refused_product_says_what_to_mend_how_to_apply_again_and_whom_to_ask(
    refused, browse, look
):
    item, _ = refused
    text = look(browse(item.application), "application", item.application_id)
    advice = AFTER_REFUSAL[item.outcome.reason_code]
    for words in (advice, "书面提出复查请求", f"anew/?item={item.pk}", item.outcome.reasons):
        assert words in text
    assert text.count("以此产品重新申请") == 1, "a product under way is not begun anew"
    assert advice in Letter.objects.get(item=item, kind="refused").text


def test_a_refused_product_is_applied_for_anew_with_all_that_was_typed(
    refused, browse, look, press, at, agent_of
):
    item, other = refused
    client, paper = browse(item.application), item.application
    page = look(client, "start_anew", paper.pk, query=f"?item={item.pk}")
    assert f"{other}（" not in page
    token = page.split('name="token" value="')[1].split('"')[0]
    data = {"items": [item.pk], "reuse_licences": "on", "token": token}
    assert "原来填写的内容已带入" in press(client, "start_anew", paper.pk, **data)
    press(client, "start_anew", paper.pk, **data)
    draft = Application.objects.get(submitted_at=None)
    [copy] = draft.items.all()
    assert copy.facts() == item.facts()
    assert (draft.phone, draft.production_township) == (paper.phone, paper.production_township)
    [licence] = draft.materials.all()
    assert licence.reused_from == paper.materials.get(kind="M2_licence")
    assert draft.commitment_accepted_at is None
    assert AuditEvent.objects.filter(action="applications.start_anew").count() == 1
    by = agent_of(paper)
    submissions.submit(prepare(draft, by=by, at=at), by=by, at=at)
    assert draft.items.get().process_id


def test_photos_come_along_and_stay_with_whoever_still_holds_them(
    draft, at, agent_of, django_capture_on_commit_callbacks
):
    first = draft()
    by = agent_of(first)
    photo = photos.add(first.items.get(), data=picture(), alt_text="产品照片", by=by, at=at)
    copy = starting_anew.copy_draft(first, by=by, at=at)
    assert Photo.objects.filter(file=photo.file).count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        discard_draft(first, by=by, at=at)
    assert photos.read(copy.items.get().photos.get())


@pytest.mark.parametrize("kind", ["under way", "another's", "none"])
def test_only_what_ended_unlisted_in_ones_own_paper_is_begun_anew(
    refused, paper, at, agent_of, kind
):
    item, other = refused
    by = agent_of(item.application)
    if kind == "another's":
        by = agent_of(paper(1, serial=2)[0].application)
    chosen = {"under way": [other], "another's": [item], "none": []}[kind]
    with pytest.raises(Refused):
        starting_anew.start_anew(item.application, chosen, by=by, at=at)
    assert not Application.objects.filter(submitted_at=None).exists()


def test_a_withdrawn_product_too_and_a_paper_under_way_has_nothing_to_begin_anew(
    paper, browse, look, press, at, agent_of
):
    [item] = paper()
    client, args = browse(item.application), (item.application_id,)
    assert "没有可以重新申请的产品" in press(client, "start_anew", *args, items=[item.pk])
    submissions.withdraw(item, by=agent_of(item.application), at=at)
    assert "以此产品重新申请" in look(client, "application", *args)
    assert "请选择要重新申请的产品" in press(client, "start_anew", *args)


def test_a_draft_is_copied_once_however_often_the_button_is_pressed(ready, browse, look, press):
    first = ready(2)
    client = browse(first)
    page = look(client, "application", first.pk)
    token = page.split('name="token"\nvalue="')[1].split('"')[0]
    for _ in range(2):
        press(client, "copy_draft", first.pk, token=token)
    copy = Application.objects.exclude(pk=first.pk).get()
    assert [item.facts() for item in copy.items.all()] == [
        item.facts() for item in first.items.all()
    ]
    assert copy.label.endswith("（副本）")
    assert not Material.objects.filter(application=copy).exists(), "files are kept once"
    assert client.get(reverse("portal:copy_draft", args=[first.pk])).status_code == 405


def test_a_submitted_paper_is_not_copied(paper, browse, press):
    application = paper()[0].application
    assert "该申请已提交，不能复制" in press(browse(application), "copy_draft", application.pk)


def test_the_way_to_a_review_is_told_once_the_legal_office_has_worded_it(refused, browse, look):
    item, _ = refused
    browser = browse(item.application)
    assert "复议和诉讼" not in look(browser, "application", item.application_id)
    words = "不服本决定的，可以自收到之日起六十日内向章贡区人民政府申请行政复议。"
    RuleSet.objects.update(remedies=words)
    assert words in look(browser, "application", item.application_id)
    item.application.ruleset.refresh_from_db()
    assert words in compose(item, "refused", at=item.outcome.at, outcome=item.outcome)
