"""Changing the words of a letter: one drafts, another approves; what was sent stays as it was."""

from django.db import transaction

from records.audit import record
from records.numbering import exclude_others
from rules.refusal import refuse_fields, refuse_if

from ..letter_sentences import conditions, own_sentences
from ..letter_words import shipped_wording
from ..models import Letter, LetterWording
from ..policies import wordings as policies


def current_text(kind, at):
    """The words of letters of ``kind`` at ``at``, gaps in braces."""
    wording = LetterWording.in_force(kind, at)
    return wording.current_text if wording else shipped_wording(kind)


def current_sentences(kind, at):
    """The office's own sentences by the case at ``at``; {} where all are as shipped."""
    wording = LetterWording.in_force(kind, at)
    return wording.current_sentences if wording else {}


def is_outdated(kind, at):
    """Whether a release has left behind the wording in force at ``at``: to be drafted again."""
    wording = LetterWording.in_force(kind, at)
    return wording is not None and wording.is_outdated


def outdated(at):
    """The kinds of letters of which that is so."""
    return [kind for kind in Letter.Kind if is_outdated(kind, at)]


def _to_differ_from(kind, at):
    """``(text, sentences)`` that a new version changes; None where it is to be drafted again."""
    if is_outdated(kind, at):
        return None
    return current_text(kind, at), current_sentences(kind, at)


@transaction.atomic
def enter(kind, *, text="", sentences=None, is_shipped=False, because, by, at):
    """Put words forward for letters of ``kind``; nothing changes before another approves them.

    ``sentences`` are ``{gap: [the words of each case]}``; None leaves those that hold now.
    """
    exclude_others(f"letter wording {kind}")
    kind = Letter.Kind(kind)
    own = current_sentences(kind, at) if sentences is None else own_sentences(kind, sentences)
    own = {} if is_shipped else own
    waiting = LetterWording.objects.waiting().filter(kind=kind).first()
    refuse_if([f"{waiting.entered_by}所拟的用语尚待批准，请先决定"] if waiting else [])
    refuse_fields(
        policies.reasons_against_entering(
            kind,
            text=text,
            sentences=own,
            is_shipped=is_shipped,
            because=because,
            current=_to_differ_from(kind, at),
            by=by,
        )
    )
    wording = LetterWording.objects.create(
        kind=kind,
        text="" if is_shipped else text.strip(),
        sentences=own,
        conditions=conditions(kind, own),
        is_shipped=is_shipped,
        because=because.strip(),
        entered_by=by,
        entered_at=at,
    )
    record("workflow.enter_wording", wording, by=by, at=at, because=wording.because, kind=kind)
    return wording


@transaction.atomic
def decide(wording, *, is_approved, by, at):
    """From ``at`` on letters are written so; or all stays as it is. Decided once."""
    wording = LetterWording.objects.select_for_update(of=("self",)).get(pk=wording.pk)
    refuse_if(policies.reasons_against_deciding(wording, is_approved=is_approved, by=by))
    if is_approved and not wording.is_shipped:
        refuse_if([policies.OUTDATED] if wording.is_outdated else [])
        refuse_fields(policies.reasons_against_words(wording.kind, wording.text, wording.sentences))
    wording.is_approved, wording.decided_by, wording.decided_at = is_approved, by, at
    wording.save(update_fields=["is_approved", "decided_by", "decided_at"])
    act = "approve_wording" if is_approved else "decline_wording"
    record(f"workflow.{act}", wording, by=by, at=at, because=wording.because, kind=wording.kind)
    return wording
