"""Changing a word of a controlled list: one drafts, another approves, from a day after that.

A code says the same thing for ever; what may change is how it is called, explained and ordered, and
until when it is offered. A district may add words of its own: a category says which of the
platform's it is reported as (the exchange format's list is closed), a reason of refusal names the
provision it rests on (行政许可法 16: no further condition than the law sets).
"""

import re
from datetime import timedelta

from django.db import transaction

from records.audit import record
from records.numbering import exclude_others
from rules.periods import local_day
from rules.privacy import scan
from rules.refusal import refuse_fields, refuse_if
from rules.typed_dates import WORD, WORD_END

from .listed_words import CATEGORY, LAST, REFUSAL, REST, SHIPPED, read_anew, words
from .models import ListedWord
from .officers import may_word

SHORTEST_REASON, SHORTEST_BASIS, LONGEST_CODE = 5, 6, 20
CODE = re.compile(r"[a-z][a-z0-9_]+")
#: The address of the form for a word that is not there yet.
NEW = "new"
SAME_PERSON = "拟稿人与批准人不得为同一人"
FAR = timedelta(days=3 * 366)
COLUMNS = ("name", "help_text", "position", "begins_on", "ends_on", "platform_code", "basis")

TEXTS = ("name", "help_text", "platform_code", "basis")


def to_come(word_list, *, on):
    """``{code: Word}`` with all that is approved, whether or not its day has come."""
    return words(word_list, on=on + FAR)


@transaction.atomic
def enter(word_list, code="", *, is_new=False, because, by, at, **values):
    """Put a version of ``code`` forward, or a new word; ``values`` are those of ``COLUMNS``.

    A new word without a typed code gets the next free one; with ``is_new`` a code that is there
    already is refused. Nothing changes before another approves.
    """
    exclude_others(f"listed words {word_list}")
    read_anew()
    word_list, on = ListedWord.List(word_list), local_day(at)
    values = {name: _trimmed(name, values.get(name)) for name in COLUMNS}
    values["begins_on"] = values["begins_on"] or on + timedelta(days=1)
    code = code.strip() or _next_code(word_list)
    waiting = ListedWord.objects.waiting().filter(word_list=word_list, code=code).first()
    if is_new:
        refuse_fields(_against_another(waiting or to_come(word_list, on=on).get(code)))
    refuse_if([f"{waiting.entered_by}所拟的修改尚待批准，请先决定"] if waiting else [])
    reasons = _against_who(by) + _against_code(code)
    if len(because.strip()) < SHORTEST_REASON:
        reasons.append(("because", f"请写明修改理由，不少于{SHORTEST_REASON}个字"))
    reasons += reasons_against(word_list, code, values, on=on)
    refuse_fields(reasons or _against_nothing(word_list, code, values, on=on))
    word = ListedWord.objects.create(
        word_list=word_list,
        code=code,
        because=because.strip(),
        entered_by=by,
        entered_at=at,
        **values,
    )
    record("registry.enter_word", word, by=by, at=at, because=word.because, **_about(word))
    return word


@transaction.atomic
def decide(word, *, is_approved, by, at):
    """From the day of the version on, tomorrow at the earliest, it is called so; decided once."""
    exclude_others(f"listed words {word.word_list}")
    read_anew()
    word = ListedWord.objects.select_for_update(of=("self",)).get(pk=word.pk)
    on = local_day(at)
    refuse_if(reasons_against_deciding(word, is_approved=is_approved, by=by))
    if is_approved:
        word.begins_on = max(word.begins_on, on + timedelta(days=1))
        values = {name: getattr(word, name) for name in COLUMNS}
        refuse_fields(reasons_against(word.word_list, word.code, values, on=on))
    word.is_approved, word.decided_by, word.decided_at = is_approved, by, at
    word.save(update_fields=["is_approved", "decided_by", "decided_at", "begins_on"])
    act = "approve_word" if is_approved else "decline_word"
    record(f"registry.{act}", word, by=by, at=at, because=word.because, **_about(word))
    return word


def reasons_against_deciding(word, *, is_approved, by):
    """Why ``by`` cannot decide so; whoever drafted it may only give it up."""
    if word.decided_at:
        return [f"{word.decided_by}已经决定"]
    reasons = [reason for _field, reason in _against_who(by)]
    if is_approved and word.entered_by_id == by.pk:
        reasons.append(SAME_PERSON)
    return reasons


def reasons_against(word_list, code, values, *, on):
    """What is wrong with these ``values`` of ``code``, as ``[(field, reason)]``."""
    is_own = code not in dict(SHIPPED[word_list])
    return [
        *_about_name(word_list, code, values["name"], on=on),
        *_about_help(word_list, values["help_text"]),
        *_about_position(values["position"]),
        *_about_days(code, values, on=on),
        *_about_mapping(word_list, values["platform_code"], is_own=is_own),
        *_about_earlier_mapping(word_list, code, values["platform_code"], on=on),
        *_about_basis(word_list, values["basis"], is_own=is_own),
    ]


def _about_name(word_list, code, name, *, on):
    reasons = [] if name else ["请填写名称"]
    others = [each for each in to_come(word_list, on=on).values() if each.code != code]
    drafts = ListedWord.objects.waiting().filter(word_list=word_list, name=name)
    if name in {each.name for each in others} or drafts.exclude(code=code).exists():
        reasons.append(f"已有名称为“{name}”的词条")
    return [("name", reason) for reason in reasons + _personal(name)]


def _about_help(word_list, text):
    reasons = _personal(text)
    if word_list == REFUSAL and not text:
        reasons.append("请写明申请单位可以怎样改正，写入反馈书")
    return [("help_text", reason) for reason in reasons]


def _personal(text):
    return ["有身份证号、银行卡号或者手机号，请删去"] if scan(text) else []


def _about_position(position):
    is_right = position is not None and 0 < position <= LAST
    return [] if is_right else [("position", f"次序应为1至{LAST}的整数，小的在前")]


def _about_days(code, values, *, on):
    begins_on, ends_on = values["begins_on"], values["ends_on"]
    reasons = WORD.reasons_against(begins_on, on=on, floor=on + timedelta(days=1))
    if ends_on is None:
        return reasons
    if code == REST:
        return [*reasons, ("ends_on", "“其他”始终可选，不能停用")]
    first = on if reasons else begins_on  # a beginning that is refused bounds no end
    floor = first + timedelta(days=1)
    return reasons + WORD_END.reasons_against(ends_on, on=on, floor=floor)


def _about_mapping(word_list, platform_code, *, is_own):
    if word_list != CATEGORY or not is_own:
        return [("platform_code", "只有本区自设的类别须对应")] if platform_code else []
    if platform_code in dict(SHIPPED[CATEGORY]):
        return []
    return [("platform_code", "请选择报送国家平台时对应的类别")]


def _about_earlier_mapping(word_list, code, platform_code, *, on):
    """Why a mapping is no other than the approved one: what was reported under it stays so."""
    earlier = to_come(word_list, on=on).get(code)
    if earlier is None or earlier.platform_code in ("", platform_code):
        return []
    name = dict(SHIPPED[CATEGORY])[earlier.platform_code]
    return [("platform_code", f"已按“{name}”报送，不能改为别的；含义不同的，请新增类别")]


def _about_basis(word_list, basis, *, is_own):
    if word_list != REFUSAL or not is_own or len(basis) >= SHORTEST_BASIS:
        return []
    return [("basis", "请写明依据的文件和条款；没有依据的，不得作为不予认定的理由")]


def _against_code(code):
    is_right = CODE.fullmatch(code) and code != NEW and len(code) <= LONGEST_CODE
    reason = f"代码由小写字母、数字和下划线组成，以字母开头，2至{LONGEST_CODE}位"
    return [] if is_right else [("code", reason)]


def _against_another(word):
    """Why a new word has no code of another: it would word that one anew."""
    reason = "代码已经有了：{}；请另填一个，要修改它的请打开该词条"
    return [("code", reason.format(word.name))] if word else []


def _against_nothing(word_list, code, values, *, on):
    """Why a version that changes nothing is not put forward."""
    current = to_come(word_list, on=on).get(code)
    names = [name for name in COLUMNS if name != "begins_on"]
    is_same = current and all(getattr(current, name) == values[name] for name in names)
    return [("name", "与现行词条相同，没有修改")] if is_same else []


def _against_who(by):
    return [] if may_word(by) else [("", "只有系统管理员和负责人可以修改、批准词条")]


def _next_code(word_list):
    """``own_1``, ``own_2`` …: the first that no version of the list has, approved or not."""
    taken = set(ListedWord.objects.filter(word_list=word_list).values_list("code", flat=True))
    return next(
        code for code in map("own_{}".format, range(1, len(taken) + 2)) if code not in taken
    )


def _trimmed(name, value):
    return (value or "").strip() if name in TEXTS else value


def _about(word):
    """What the row of the trail tells of a version."""
    plain = {name: getattr(word, name) for name in COLUMNS}
    plain |= {name: f"{day}" if day else "" for name, day in plain.items() if name.endswith("_on")}
    return {"list": word.get_word_list_display(), "code": word.code, **plain}
