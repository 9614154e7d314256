"""Changing, ending and taking back approved rules: by two people, like their approval (A38)."""

from django.db import transaction

from records.acting import acting
from records.numbering import exclude_others
from rules.periods import local_day
from rules.refusal import refuse_fields, refuse_if

from . import rulesets
from .models import RuleSet, RuleSetChange

#: Columns that a version in force may still change; its terms are succeeded, never rewritten.
STILL_OPEN = frozenset(
    {
        *("name", "document_no", "effective_until"),
        *("hotline", "second_hotline", "contact_phone", "address"),
    }
)
#: Takes the approval of a version back that has not begun: it is a draft again.
WITHDRAWN = {"approved_at": None}
REWRITTEN = "该规则版本已施行，条款不能修改；请填写废止日期并新建版本"


def waiting(ruleset):
    """The change of ``ruleset`` that nobody has decided yet, or None."""
    return ruleset.changes.waiting().select_related("entered_by").first()


def reasons_against(ruleset, values, *, is_interrupted, on):
    """``[(field, reason)]`` why the approved ``ruleset`` cannot be changed to ``values``."""
    changed = RuleSet.objects.get(pk=ruleset.pk)
    began_on = changed.effective_from
    for name, value in values.items():
        setattr(changed, name, value)
    names = set(values) if began_on <= on else set()
    reasons = [(name, REWRITTEN) for name in sorted(names - STILL_OPEN)]
    if WITHDRAWN.keys() & values.keys():
        return reasons
    spans = rulesets.reasons_against_span(
        changed, began_on=began_on, is_interrupted=is_interrupted, on=on
    )
    return reasons + list(spans)


@transaction.atomic
def propose(ruleset, values, *, is_interrupted=False, by, at):
    """Write down what is to become of an approved version; another person approves it.

    ``values`` are ``{column: value}``, those alone that differ.
    """
    ruleset = _locked(ruleset)
    refuse_if([] if ruleset.is_approved else ["草案可以直接修改"])
    refuse_if(
        [] if waiting(ruleset) is None else ["该规则版本已有待批准的修改，请先批准或者不批准"]
    )
    refuse_if([] if values else ["没有修改任何内容"])
    refuse_fields(reasons_against(ruleset, values, is_interrupted=is_interrupted, on=local_day(at)))
    with acting(by=by, at=at):
        return RuleSetChange.objects.create(
            ruleset=ruleset,
            changes={name: _plain(name, value) for name, value in values.items()},
            is_interrupted=is_interrupted,
            entered_by=by,
            entered_at=at,
        )


@transaction.atomic
def decide(change, *, is_approved, by, at):
    """Approve a change, by another than who entered it; or drop it, which its author may, too."""
    exclude_others("ruleset")
    ruleset = _locked(change.ruleset)
    change = RuleSetChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    refuse_if([] if change.decided_at is None else ["该修改已经决定"])
    if is_approved:
        refuse_if([] if change.entered_by_id != by.pk else [rulesets.SAME_PERSON])
        values = {name: _value(name, value) for name, value in change.changes.items()}
        about = {"is_interrupted": change.is_interrupted, "on": local_day(at)}
        refuse_fields(reasons_against(ruleset, values, **about))
    change.is_approved, change.decided_by, change.decided_at = is_approved, by, at
    with acting(by=by, at=at):
        change.save(update_fields=["is_approved", "decided_by", "decided_at"])
        if is_approved:
            _apply(ruleset, values)
    return change


def _apply(ruleset, values):
    """The version before it moves along; where days are given up, they are free first."""
    if values == WITHDRAWN:
        rulesets.withdraw(ruleset)
        return
    began_on = ruleset.effective_from
    for name, value in values.items():
        setattr(ruleset, name, value)
    is_later = ruleset.effective_from > began_on
    if not is_later:
        rulesets.close_before(ruleset, began_on)
    ruleset.save(update_fields=list(values))
    if is_later:
        rulesets.close_before(ruleset, began_on)


def _locked(ruleset):
    return RuleSet.objects.select_for_update(of=("self",)).get(pk=ruleset.pk)


def _plain(name, value):
    """A column's value as JSON keeps it: a key, a number, the text of a day."""
    if RuleSet._meta.get_field(name).many_to_one:
        return value and value.pk
    return value if isinstance(value, bool | int) or value is None else f"{value}"


def _value(name, plain):
    field = RuleSet._meta.get_field(name)
    if field.many_to_one:
        return plain and field.related_model.objects.get(pk=plain)
    return field.to_python(plain)
