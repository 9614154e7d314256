"""The words of two controlled lists, categories of products and reasons of refusal, of a day.

What rows store is a code; it stands in exports, snapshots and statistics and is never changed. How
it is called, explained, ordered and until when it is offered is data (``ListedWord``): the shipped
words of ``rules.vocabulary`` hold until a version of the district's begins. Every list, form and
page asks here; a process remembers the versions for half a minute, as it does names. A transaction
that changes words (:func:`read_anew`) asks the database, and what it reads nobody remembers.
"""

import time
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models.signals import post_delete, post_save
from django.db.utils import OperationalError, ProgrammingError
from django.utils import timezone

from rules.periods import local_day
from rules.vocabulary import AFTER_REFUSAL, CATEGORIES, REFUSAL_REASONS

from .models import ListedWord

SECONDS = 30
CATEGORY, REFUSAL = ListedWord.List.CATEGORY, ListedWord.List.REFUSAL
SHIPPED = {CATEGORY: CATEGORIES, REFUSAL: REFUSAL_REASONS}
ADVICE = {CATEGORY: {}, REFUSAL: AFTER_REFUSAL}
#: What takes everything that no other word of its list fits: always offered, and last.
REST, STEP, LAST = "other", 10, 900


@dataclass(frozen=True)
class Word:
    """One word as it holds on a day; ``ends_on`` is the first day on which nobody may choose it."""

    code: str
    name: str
    help_text: str
    position: int
    ends_on: date | None = None
    platform_code: str = ""
    basis: str = ""
    is_own: bool = False


_memory: dict = {}


def words(word_list, *, on=None):
    """``{code: Word}`` of every word that was ever offered until ``on`` (today), in order."""
    on = on or local_day(timezone.now())
    versions, made = _remembered()
    key = (word_list, on)
    if key not in made:
        made[key] = _words(word_list, versions, on)
    return made[key]


def categories():
    """``[(code, name)]`` of all categories, also of those no longer offered: what rows may hold."""
    return _choices(CATEGORY)


def refusal_reasons():
    """``[(code, name)]`` of all reasons of a refusal, also of those no longer offered."""
    return _choices(REFUSAL)


def is_offered(word_list, code, *, on=None):
    """Whether somebody may choose ``code`` on that day (today)."""
    on = on or local_day(timezone.now())
    word = words(word_list, on=on).get(code)
    return word is not None and (word.ends_on is None or on < word.ends_on)


def offered(word_list, *, on=None, also=""):
    """``[(code, name)]`` to choose from; ``also`` is the code that stands there already."""
    rows = words(word_list, on=on).values()
    return [
        (row.code, row.name)
        for row in rows
        if row.code == also or is_offered(word_list, row.code, on=on)
    ]


def offered_categories():
    return offered(CATEGORY)


def offered_reasons():
    return offered(REFUSAL)


def name_of(word_list, code):
    """The Chinese of ``code``; the code itself where nobody ever offered it."""
    word = words(word_list).get(code)
    return word.name if word else code


def help_on(word_list, code):
    """What belongs to a category; what an applicant can do about a reason; "" where unknown."""
    word = words(word_list).get(code)
    return word.help_text if word else ""


def platform_category(code):
    """The category under which systems outside know products of the category ``code``."""
    word = words(CATEGORY).get(code)
    return (word and word.platform_code) or code


def forget():
    _memory.clear()


def read_anew(**kwargs):
    """Nothing is remembered until COMMIT, nor what others read beside this transaction."""
    forget()
    transaction.on_commit(forget)


def connect():
    for signal in (post_save, post_delete):
        signal.connect(read_anew, sender=ListedWord, dispatch_uid="registry.listed_words")


def _is_changing():
    """Whether the transaction of this thread has called :func:`read_anew`."""
    return any(call is forget for _, call, *_ in connection.run_on_commit)


def _choices(word_list):
    return [(word.code, word.name) for word in words(word_list).values()]


def _remembered():
    """``(versions, {what was made of them})``; without tables or a database the shipped words."""
    if _is_changing():
        return _approved(), {}
    until, *rest = _memory.get("words", (0.0,))
    if time.monotonic() > until:
        try:
            rest = [_approved(), {}]
        except (OperationalError, ProgrammingError):
            if connection.in_atomic_block:
                raise
            return (), {}
        _memory["words"] = (time.monotonic() + SECONDS, *rest)
    return rest


def _approved():
    return list(ListedWord.objects.approved().order_by("decided_at", "pk"))


def _words(word_list, versions, on):
    """What was decided last counts from its day on."""
    rows = {word.code: word for word in shipped(word_list)}
    shipped_codes = set(rows)
    for each in versions:
        if each.word_list == word_list and each.begins_on <= on:
            rows[each.code] = _word(each, is_own=each.code not in shipped_codes)
    return {word.code: word for word in sorted(rows.values(), key=_order)}


def _order(word):
    return (word.code == REST, word.position, word.code)


def _word(version, *, is_own):
    names = ("code", "name", "help_text", "position", "ends_on", "platform_code", "basis")
    return Word(**{name: getattr(version, name) for name in names}, is_own=is_own)


def shipped(word_list):
    """The words of the system, as they hold without any version."""
    advice = ADVICE[word_list]
    for place, (code, name) in enumerate(SHIPPED[word_list], 1):
        position = LAST if code == REST else place * STEP
        yield Word(code, name, advice.get(code, ""), position)
