"""文书用语: an office writes its letters in its own words, by two people, and no fact gets lost."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.template.loader import get_template

from config.doctoring import examine
from demo.acts import holder
from records.models import AuditEvent
from registry.models import User
from rules.refusal import Refused
from workflow import gap_names, letter_sentences, letter_words, letters
from workflow.gap_names import EXAMPLES
from workflow.letter_cases import SOMETHING, cases, example
from workflow.letter_sentences import fill, shipped_sentences
from workflow.letter_words import AROUND, TOKEN, Gap, gaps, parts, shipped_wording
from workflow.models import Letter, LetterWording
from workflow.services import wordings

pytestmark = pytest.mark.django_db
WHY = "按办公室意见统一称呼"
KINDS = list(Letter.Kind)


@pytest.fixture
def admin(office):
    return User.objects.get(username="admin")


@pytest.fixture
def word(admin, at):
    """``word(kind, text)``: the administrator puts words forward."""

    def enter(kind="received", text=None, by=None, **more):
        text = shipped_wording(kind) + "\n感谢支持。" if text is None else text
        return wordings.enter(kind, text=text, because=WHY, by=by or admin, at=at, **more)

    return enter


def approve(wording, at, by="manager@fpb", is_approved=True):
    return wordings.decide(wording, is_approved=is_approved, by=holder(by), at=at)


def reasons(act, *args, **details):
    with pytest.raises(Refused) as refused:
        act(*args, **details)
    return "；".join(refused.value.reasons)


@pytest.mark.parametrize("kind", KINDS)
def test_each_gap_has_a_name_an_example_and_the_very_source_of_the_shipped_text(kind):
    source = get_template(f"workflow/letters/{kind}.txt").template.source
    pieces = [each for each in TOKEN.split(source) if each.strip("{% }").split()[:1]]
    own = "".join(each for each in pieces if each.strip("{% }").split()[0] not in AROUND)
    ours = "".join(each.source if isinstance(each, Gap) else each for each in parts(kind))
    assert re.sub(r"\s", "", ours) == re.sub(r"\s", "", own)
    assert set(gaps(kind)) <= set(EXAMPLES) | set(cases(kind))
    assert "{" not in example(kind, shipped_wording(kind))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if cases(kind)])
def test_every_sentence_that_depends_on_the_case_can_be_read_before_it_is_sent(kind):
    for name, sentences in cases(kind).items():
        source = gaps(kind)[name].source
        choices = len(re.findall(r"{% (?:if|elif|else)", source))
        assert len(sentences) <= choices + 1
        assert len(set(sentences)) == len(sentences), name
        assert len(sentences) > 1 or source.startswith("{% for"), name
        for number, words in enumerate(sentences):
            assert SOMETHING not in words
            assert "{" not in words
            letter = example(kind, shipped_wording(kind), {name: number})
            assert words.strip() in letter


def test_the_shipped_words_as_an_office_writes_them_make_the_very_same_letters(walked, monkeypatch):
    """Each letter of three ways through the procedure, composed both ways."""
    seen, compose = set(), letters.compose

    def both(item, kind, *, at, **details):
        text = compose(item, kind, at=at, **details)
        context = {"item": item, "application": item.application, "at": at, **details}
        assert fill(kind, shipped_wording(kind), context) == text, kind
        seen.add(str(kind))
        return text

    monkeypatch.setattr(letters, "compose", both)
    walked("list")
    walked("review", serial=4, choice="refuse")
    walked("endorse", serial=7, choice="return")
    least = {"received", "endorsed", "publicised", "city", "province", "national", "listed"}
    assert seen >= least | {"refused", "returned"}


def test_nothing_changes_before_another_approves_and_what_was_sent_stays(paper, word, at):
    (item,) = paper()
    before = Letter.objects.get(item=item, kind="received")
    wording = word()
    later = at + timedelta(hours=1)
    assert letters.compose(item, "received", at=later, items=[item]) == before.text
    assert "拟稿人与批准人" in reasons(
        wordings.decide, wording, is_approved=True, by=wording.entered_by, at=later
    )
    approve(wording, later)
    assert letters.compose(item, "received", at=later, items=[item]).endswith("感谢支持。")
    assert letters.compose(item, "received", at=at, items=[item]) == before.text
    assert Letter.objects.get(pk=before.pk).text == before.text
    acts = AuditEvent.objects.filter(subject_type="workflow.letterwording")
    assert {event.action for event in acts} == {
        "workflow.enter_wording",
        "workflow.approve_wording",
    }


def test_the_system_s_own_text_comes_back_the_same_way(paper, word, at):
    (item,) = paper()
    approve(word(), at)
    approve(word(text="", is_shipped=True), at + timedelta(hours=1))
    later = at + timedelta(hours=2)
    text = letters.compose(item, "received", at=later, items=[item])
    assert text == Letter.objects.get(item=item, kind="received").text
    assert LetterWording.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda text: text.replace("{申请编号}", ""), "缺少填充项：{申请编号}"),
        (lambda text: text + "{身份证号}", "没有这样的填充项：{身份证号}"),
        (lambda text: text + "{{ application.pk }}", "花括号只用于填充项"),
        (lambda text: text + "{% load static %}", "没有这样的填充项"),
        (lambda text: text + "联系人手机13800138000", "手机号"),
        (lambda text: "", "请填写用语"),
        (lambda text: text, "没有修改"),
    ],
)
def test_words_that_lose_a_fact_or_run_something_are_refused(word, change, reason):
    assert reason in reasons(word, "received", change(shipped_wording("received")))


def test_who_neither_keeps_accounts_nor_heads_the_office_words_nothing(word, at):
    clerk = holder("fpb_clerk@fpb")
    assert "只有系统管理员和负责人" in reasons(word, by=clerk)
    wording = word()
    assert "只有系统管理员和负责人" in reasons(
        wordings.decide, wording, is_approved=True, by=clerk, at=at
    )


def test_one_waits_at_a_time_is_decided_once_and_may_be_given_up(word, at, admin):
    wording = word()
    assert "尚待批准" in reasons(word)
    wordings.decide(wording, is_approved=False, by=admin, at=at)
    assert "已经决定" in reasons(approve, wording, at)
    assert LetterWording.in_force("received", at) is None
    word()


def test_the_database_asks_for_two_people(word, at, admin):
    wording = word()
    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        LetterWording.objects.filter(pk=wording.pk).update(
            is_approved=True, decided_by=admin, decided_at=at
        )


def test_what_a_unit_is_called_is_never_read_as_a_gap(paper, word, at):
    (item,) = paper()
    type(item).objects.filter(pk=item.pk).update(name="{申请单位}脐橙")
    item.refresh_from_db()
    approve(word("held"), at)
    hold = type("Hold", (), {"until": at.date()})
    assert "“{申请单位}脐橙”" in letters.compose(item, "held", at=at, hold=hold)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if letter_sentences.sentences(kind)])
def test_a_shipped_sentence_written_as_an_office_writes_it_reads_the_same(kind):
    own = shipped_sentences(kind)
    text = shipped_wording(kind)
    for name, rows in letter_sentences.sentences(kind).items():
        for number, _sentence in enumerate(rows):
            chosen = {name: number}
            assert example(kind, text, chosen, own) == example(kind, text, chosen), (name, number)


def test_shipped_sentences_as_own_ones_make_the_very_same_letters(walked, monkeypatch):
    seen, compose = set(), letters.compose

    def both(item, kind, *, at, **details):
        text = compose(item, kind, at=at, **details)
        context = {"item": item, "application": item.application, "at": at, **details}
        own = shipped_sentences(kind)
        assert fill(kind, shipped_wording(kind), context, own) == text, kind
        seen.add(str(kind))
        return text

    monkeypatch.setattr(letters, "compose", both)
    walked("review", serial=4, choice="refuse")
    walked("endorse", serial=7, choice="return")
    assert seen >= {"received", "refused", "returned"}


def extended(item, at, **details):
    return letters.compose(item, "extended", at=at, because="节假日安排变动", **details)


def test_a_case_speaks_in_the_office_s_words_and_the_other_cases_as_shipped(paper, word, at):
    (item,) = paper()
    entry = type("Entry", (), {"is_held": False, "last_day": at.date()})
    before = extended(item, at, entry=entry)
    rows = shipped_sentences("extended")
    rows["延长情形"][0] = "请在{补正截止日期}以前补正。"
    approve(word("extended", shipped_wording("extended"), sentences=rows), at)
    later = at + timedelta(hours=1)
    assert extended(item, later, entry=entry) == before
    assert "请在2020年4月1日以前补正。" in extended(item, later, due_on=at.date())


def test_words_that_change_later_keep_the_office_s_sentences(paper, word, at):
    rows = shipped_sentences("extended")
    rows["延长情形"][0] = "请在{补正截止日期}以前补正。"
    approve(word("extended", shipped_wording("extended"), sentences=rows), at)
    assert "没有修改" in reasons(word, "extended", shipped_wording("extended"), sentences=rows)
    second = word("extended", shipped_wording("extended") + "\n特此通知。")
    assert second.sentences["延长情形"][0] == "请在{补正截止日期}以前补正。"


@pytest.fixture
def release(monkeypatch):
    """``release(old, new)``: a version of the house whose letter ``extended`` says so instead."""
    caches = (letter_words.parts, letter_sentences.sentences, cases)

    def change(old, new):
        source = get_template("workflow/letters/extended.txt").template.source
        assert old in source
        template = SimpleNamespace(source=source.replace(old, new))
        shipped = SimpleNamespace(template=template)
        monkeypatch.setattr(letter_words, "get_template", lambda name: shipped)
        _clear(caches)

    yield change
    _clear(caches)


def _clear(caches):
    for each in caches:
        each.cache_clear()


CHANGES = {
    "another case first": ("{% if due_on %}", "{% if is_over %}办结。{% elif due_on %}"),
    "another case last": ("{% else %}公示期", "{% elif entry.is_over %}办结。{% else %}公示期"),
    "a fact more": ("补正期限延长至", "“{{ item.name }}”补正期限延长至"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_release_that_chooses_otherwise_writes_its_own_sentences_and_says_so(
    paper, word, at, release, change
):
    (item,) = paper()
    rows = shipped_sentences("extended")
    rows["延长情形"][0] = "请在{补正截止日期}以前补正。"
    wording = approve(word("extended", sentences=rows), at)
    assert not wording.is_outdated
    release(*change)
    entry = type("Entry", (), {"is_held": False, "last_day": at.date()})
    later = at + timedelta(hours=1)
    letter = extended(item, later, entry=entry)
    assert "公示期延长至2020年4月1日，至当日24时止。" in letter
    assert "感谢支持。" in letter, "the words around it stay"
    assert "补正期限延长至2020年4月1日。" in extended(item, later, due_on=at.date())
    assert wording.is_outdated
    [finding] = [each for each in examine(later) if each.what == "文书用语"]
    assert "需要重新起草" in finding.trouble
    assert "延长" in finding.trouble


def test_a_release_with_another_name_of_a_fact_fails_no_act(paper, word, at, release, monkeypatch):
    (item,) = paper()
    wording = approve(word("extended"), at)
    monkeypatch.setitem(gap_names.NAMES, "because", "延长的原因")
    release("{{ because }}", "{{ because }}")
    later = at + timedelta(hours=1)
    letter = extended(item, later, due_on=at.date())
    assert "因节假日安排变动" in letter
    assert wording.is_outdated


def test_words_of_an_earlier_release_are_not_approved_and_are_drafted_again(word, at, release):
    rows = shipped_sentences("extended")
    rows["延长情形"][0] = "请在{补正截止日期}以前补正。"
    waiting = word("extended", sentences=rows)
    release(*CHANGES["another case first"])
    assert "重新起草" in reasons(approve, waiting, at)
    approve(waiting, at, is_approved=False)
    assert "没有修改" in reasons(word, "extended", shipped_wording("extended"))
    assert word("extended", sentences=shipped_sentences("extended")).pk


def test_an_outdated_wording_is_drafted_again_or_given_back(word, at):
    rows = shipped_sentences("extended")
    rows["延长情形"][0] = "请在{补正截止日期}以前补正。"
    same = {"kind": "extended", "sentences": rows}
    wording = approve(word(**same), at)
    assert "没有修改" in reasons(word, **same)
    LetterWording.objects.filter(pk=wording.pk).update(conditions="")  # of a version before
    second = word(**same)
    assert not second.is_outdated
    approve(second, at, is_approved=False)
    assert word("extended", text="", is_shipped=True).pk


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("请尽快补正。", "缺少填充项：{补正截止日期}"),
        ("", "请写明这种情形下的文字"),
        ("请在{补正截止日期}前报{姓名}。", "没有这样的填充项：{姓名}"),
        ("请在{补正截止日期}前报{{ item.pk }}。", "花括号只用于填充项"),
        ("请在{补正截止日期}前报13800138000。", "手机号"),
    ],
)
def test_a_sentence_that_loses_a_fact_or_runs_something_is_refused_at_its_field(
    word, words, reason
):
    rows = shipped_sentences("extended")
    rows["延长情形"][0] = words
    with pytest.raises(Refused) as refused:
        word("extended", shipped_wording("extended"), sentences=rows)
    assert reason in "；".join(refused.value.fields["sentence_0_0"])
