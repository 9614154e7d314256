"""May the words of a letter become these, and who may say so?

A letter of the office tells facts that somebody relies on: each of the shipped text's facts stays,
and whoever drafted the words does not approve them.
"""

import re

from registry.officers import may_word
from rules.privacy import scan

from ..letter_sentences import gaps_of, places
from ..letter_words import GAP, gaps, shipped_wording

SHORTEST_REASON, LONGEST, LONGEST_SENTENCE = 5, 4000, 1000
#: A gap without its end, or words of a template.
STRAY = re.compile(r"[{}]")
OUTDATED = "系统升级后，本文书的填充项或者情形与拟稿时不同，需要重新起草"
SAME_PERSON = "拟稿人与批准人不得为同一人"


def reasons_against_entering(kind, *, text, sentences, is_shipped, because, current, by):
    """Why ``by`` cannot put these words forward, as ``[(field, reason)]``.

    ``current`` is ``(text, own sentences)`` in force in the same form; None where any may follow.
    """
    reasons = _against_who(by)
    if len(because.strip()) < SHORTEST_REASON:
        reasons.append(("because", f"请写明修改理由，不少于{SHORTEST_REASON}个字"))
    text_after = shipped_wording(kind) if is_shipped else text.strip()
    if current and (text_after, sentences) == (current[0].strip(), current[1]):
        reasons.append(("is_shipped" if is_shipped else "text", "与现行用语相同，没有修改"))
    return reasons + ([] if is_shipped else reasons_against_words(kind, text, sentences))


def reasons_against_words(kind, text, own):
    """What is wrong with the text and with the office's own sentences, each at its field."""
    reasons = reasons_against_text(kind, text)
    for field, name, number, sentence in places(kind):
        if name in own:
            about = _against_sentence(kind, sentence, own[name][number])
            reasons += [(field, reason) for reason in about]
    return reasons


def _against_sentence(kind, sentence, words):
    """A case of which the letter says something still says it, with every fact of it."""
    if not words:
        return ["请写明这种情形下的文字"] if sentence.words else []
    reasons = _against_gaps(words, sentence.gaps, gaps_of(kind, sentence))
    if len(words) > LONGEST_SENTENCE:
        reasons.append(f"不超过{LONGEST_SENTENCE}字")
    return reasons


def reasons_against_text(kind, text):
    """What is wrong with the words themselves, as ``[("text", reason)]``."""
    reasons = []
    if not text.strip() or len(text) > LONGEST:
        reasons.append(f"请填写用语，不超过{LONGEST}字")
    reasons += _against_gaps(text, gaps(kind) if text.strip() else (), gaps(kind))
    return [("text", reason) for reason in reasons]


def _against_gaps(text, needed, allowed):
    """Which gaps are lost, invented or broken, and what must not stand between them."""
    named = [name.strip() for name in GAP.findall(text)]
    unknown = sorted(set(named) - set(allowed))
    missing = [name for name in needed if name not in named]
    reasons = []
    if unknown:
        reasons.append(f"本文书没有这样的填充项：{_braced(unknown)}")
    if missing:
        reasons.append(f"缺少填充项：{_braced(missing)}；当事人须知的事项不能省略")
    if STRAY.search(GAP.sub("", text)):
        reasons.append("花括号只用于填充项，须成对，如{申请单位}")
    if scan(GAP.sub("", text)):
        reasons.append("文书用语中有身份证号、银行卡号或者手机号，请删去")
    return reasons


def _braced(names):
    return "、".join(f"{{{name}}}" for name in names)


def reasons_against_deciding(wording, *, is_approved, by):
    """Why ``by`` cannot decide so; whoever drafted it may only give it up."""
    if wording.decided_at:
        return [f"{wording.decided_by}已经决定"]
    reasons = [reason for _field, reason in _against_who(by)]
    if is_approved and wording.entered_by_id == by.pk:
        reasons.append(SAME_PERSON)
    return reasons


def _against_who(by):
    return [] if may_word(by) else [("", "只有系统管理员和负责人可以修改、批准文书用语")]
