"""Categories and reasons: called by administrators, by two people, from a day; codes stay."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from demo.acts import holder
from records.models import AuditEvent
from registry import listed_words, word_changes
from registry.listed_words import CATEGORY, REFUSAL
from registry.models import ListedWord, User
from rules.periods import local_day
from rules.refusal import Refused
from rules.vocabulary import AFTER_REFUSAL, CATEGORIES, REFUSAL_REASONS

pytestmark = pytest.mark.django_db
WHY = "按本区产品分类统一称呼"
DAY = timedelta(days=1)


@pytest.fixture
def admin(office):
    return User.objects.get(username="admin")


@pytest.fixture
def on(at):
    return local_day(at)


@pytest.fixture
def word(admin, at):
    """``word(list, code, **values)``: the administrator puts a version forward."""

    def enter(word_list=CATEGORY, code="fruit", *, by=None, **values):
        values = {"name": "鲜果", "position": 20, "because": WHY} | values
        return word_changes.enter(word_list, code, by=by or admin, at=at, **values)

    return enter


@pytest.fixture
def own(word, at):
    """A category of the district's own, approved."""
    made = word(code="camellia", name="茶油制品", position=500, platform_code="grain_oil")
    return approve(made, at)


def approve(version, at, by="manager@fpb", is_approved=True):
    return word_changes.decide(version, is_approved=is_approved, by=holder(by), at=at)


def reasons(act, *args, **details):
    with pytest.raises(Refused) as refused:
        act(*args, **details)
    return "；".join(refused.value.reasons)


def test_without_a_version_the_shipped_words_hold(office, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert listed_words.categories() == list(CATEGORIES)
        assert listed_words.refusal_reasons() == list(REFUSAL_REASONS)
        assert listed_words.help_on(REFUSAL, "not_local") == AFTER_REFUSAL["not_local"]
        assert listed_words.platform_category("fruit") == "fruit"


def test_a_word_is_called_otherwise_from_the_day_after_another_approved_it(word, at, on):
    version = word()
    assert dict(listed_words.offered(CATEGORY, on=on + 2 * DAY))["fruit"] == "水果"
    approve(version, at)
    assert dict(listed_words.offered(CATEGORY, on=on))["fruit"] == "水果"
    assert dict(listed_words.offered(CATEGORY, on=on + DAY))["fruit"] == "鲜果"
    acts = AuditEvent.objects.filter(subject_type="registry.listedword").order_by("pk")
    assert [each.action for each in acts] == ["registry.enter_word", "registry.approve_word"]
    assert acts[0].data["name"] == "鲜果"


def test_what_is_decided_last_counts_from_its_day_on(word, at, on):
    approve(word(name="鲜果", begins_on=on + 9 * DAY), at)
    approve(word(name="鲜果干果", begins_on=on + 3 * DAY), at + timedelta(minutes=1))
    later = [listed_words.words(CATEGORY, on=on + n * DAY)["fruit"].name for n in (2, 4, 10)]
    assert later == ["水果", "鲜果干果", "鲜果干果"]


def test_a_district_s_own_category_is_offered_until_its_end_and_read_after_it(own, word, at, on):
    assert dict(listed_words.offered(CATEGORY, on=on + DAY))["camellia"] == "茶油制品"
    last = on + 5 * DAY
    ended = word(
        code="camellia", name="茶油制品", position=500, platform_code="grain_oil", ends_on=last
    )
    approve(ended, at)
    assert listed_words.is_offered(CATEGORY, "camellia", on=last - DAY)
    assert not listed_words.is_offered(CATEGORY, "camellia", on=last)
    assert listed_words.words(CATEGORY, on=last)["camellia"].name == "茶油制品"
    assert ("camellia", "茶油制品") in listed_words.offered(CATEGORY, on=last, also="camellia")
    assert ListedWord.objects.filter(code="camellia").count() == 2, "each version stays"


def test_a_code_that_nobody_types_is_made_and_none_is_made_twice(word):
    codes = [
        word(code="", name=name, position=500, platform_code="other").code
        for name in ("甲类", "乙类")
    ]
    assert codes == ["own_1", "own_2"]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"name": ""}, "请填写名称"),
        ({"name": "蔬菜"}, "已有名称为“蔬菜”的词条"),
        ({"name": "水果", "help_text": ""}, "没有修改"),
        ({"help_text": "联系手机13800138000"}, "手机号"),
        ({"position": None}, "次序应为"),
        ({"because": "改"}, "请写明修改理由"),
        ({"platform_code": "egg"}, "只有本区自设的类别须对应"),
        ({"code": "Camellia!", "name": "茶油"}, "代码由小写字母"),
        ({"code": "new", "name": "茶油"}, "代码由小写字母"),
        ({"code": "camellia", "name": "茶油"}, "报送国家平台时对应的类别"),
        ({"code": "camellia", "name": "茶油", "platform_code": "tea"}, "报送国家平台时对应的类别"),
    ],
)
def test_a_category_that_is_not_whole_is_refused(word, values, reason):
    assert reason in reasons(word, **values)
    assert not ListedWord.objects.exists()


def test_days_that_cannot_be_are_refused(word, on):
    assert "不得早于批准次日" in reasons(word, begins_on=on)
    assert "不得早于施行日期次日" in reasons(word, begins_on=on + 3 * DAY, ends_on=on + 3 * DAY)
    assert "不得晚于" in reasons(word, begins_on=on + 400 * DAY)
    other = {"code": "other", "name": "其他", "position": 900}
    assert "不能停用" in reasons(word, **other, ends_on=on + 9 * DAY)


def test_a_reason_of_the_district_s_own_names_its_provision_and_what_can_be_done(word):
    mine = {"name": "产地环境不达标", "position": 500, "code": "bad_soil"}
    refusal = reasons(word, REFUSAL, **mine)
    assert "请写明依据的文件和条款" in refusal
    assert "请写明申请单位可以怎样改正" in refusal
    whole = {"basis": "《农产品质量安全法》第二十条", "help_text": "请在环境达标后重新申请。"}
    assert word(REFUSAL, **mine, **whole).pk


def test_nobody_approves_their_own_and_a_version_is_decided_once(word, admin, at):
    version = word()
    assert "不得为同一人" in reasons(
        word_changes.decide, version, is_approved=True, by=admin, at=at
    )
    assert "尚待批准" in reasons(word, name="鲜果类")
    approve(version, at)
    assert "已经决定" in reasons(approve, version, at)
    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        ListedWord.objects.filter(pk=version.pk).update(decided_by=admin)


def test_who_drafted_may_give_it_up_and_a_clerk_words_nothing(word, admin, at):
    clerk = holder("fpb_clerk@fpb")
    assert "只有系统管理员和负责人" in reasons(word, by=clerk)
    version = word()
    assert "只有系统管理员和负责人" in reasons(approve, version, at, "fpb_clerk@fpb")
    word_changes.decide(version, is_approved=False, by=admin, at=at)
    assert listed_words.name_of(CATEGORY, "fruit") == "水果"
    assert word().pk, "another may follow"


def test_approved_late_it_begins_late_and_past_its_end_it_is_refused(word, at, on):
    version = word(begins_on=on + DAY, ends_on=on + 5 * DAY)
    assert "停用日期不得早于" in reasons(approve, version, at + 6 * DAY)
    assert approve(version, at + 2 * DAY).begins_on == on + 3 * DAY


def test_the_mapping_of_a_category_stays_what_was_approved(own, word, at):
    """What was reported under it would not be reported anew."""
    changed = {"code": "camellia", "name": "茶油制品", "position": 500, "platform_code": "other"}
    with pytest.raises(Refused) as refused:
        word(**changed)
    assert "请新增类别" in "；".join(refused.value.fields["platform_code"])
    ListedWord.objects.filter(pk=own.pk).update(is_approved=False)
    listed_words.forget()
    assert word(**changed).pk, "nothing was reported under it"


@pytest.fixture
def other_process(monkeypatch):
    """``with other_process():`` what is done in it this process hears nothing of."""

    @contextmanager
    def act():
        known = dict(listed_words._memory)
        yield
        listed_words._memory.clear()
        listed_words._memory.update(known)

    return act


def test_a_name_that_another_process_approved_is_no_longer_free(word, at, other_process):
    first = word(code="camellia", name="茶油", position=500, platform_code="grain_oil")
    listed_words.categories()
    with other_process():
        approve(first, at)
    same = {"code": "tea_oil", "name": "茶油", "position": 500, "platform_code": "grain_oil"}
    assert "已有名称为“茶油”" in reasons(word, **same)


def test_a_draft_is_not_approved_beside_what_another_process_approved(word, at, other_process):
    second = word(code="tea_oil", name="茶油", position=500, platform_code="grain_oil")
    first = word(code="camellia", name="山茶油", position=500, platform_code="grain_oil")
    ListedWord.objects.filter(pk=first.pk).update(name="茶油")
    listed_words.categories()
    with other_process():
        ListedWord.objects.filter(pk=second.pk).update(name="别的茶油")
        approve(first, at)
        ListedWord.objects.filter(pk=second.pk).update(name="茶油")
    assert "已有名称为“茶油”" in reasons(approve, second, at)


@pytest.mark.django_db(transaction=True)
def test_what_was_remembered_beside_an_approval_ends_with_it(word, at):
    version = word()
    later = local_day(at) + 2 * DAY
    with transaction.atomic():
        approve(version, at)
        assert listed_words.words(CATEGORY, on=later)["fruit"].name == "鲜果"
        transaction.set_rollback(True)
    assert listed_words.words(CATEGORY, on=later)["fruit"].name == "水果"
    with transaction.atomic():
        approve(version, at)
        listed_words._memory["words"] = (float("inf"), [], {})  # as another thread still reads
    assert listed_words.words(CATEGORY, on=later)["fruit"].name == "鲜果"


def test_two_new_words_cannot_have_one_name(word):
    word(code="camellia", name="茶油", platform_code="grain_oil")
    assert "已有名称为“茶油”" in reasons(word, code="tea_oil", name="茶油", platform_code="other")
