"""Which version of the rules holds on a day, and how one version follows another.

Versions neither overlap nor leave a day uncovered: a new one closes the one before it, a
withdrawn one gives its days back. A gap stands only where somebody has said that it is meant.
"""

from django.db import transaction
from django.db.models.signals import post_delete

from records.acting import acting
from records.numbering import exclude_others
from records.prepared import DAY, Prepared
from rules.official_dates import iso_day
from rules.periods import ONE_DAY, gaps, local_day, overlaps
from rules.refusal import refuse_fields

from .models import RuleSet
from .permissions import duty, holders
from .roles import PriceReviewer

UNCOVERED = "没有规则版本"
SAME_PERSON = "录入人与批准人不得为同一人"
IN_FORCE = Prepared(lambda on: RuleSet.objects.select_related("office").in_force(on)[:1], DAY)


class NoRuleSet(LookupError):
    """No rule set covers the day; the operator must enter one."""


def in_force(on):
    """The rule set in force on day ``on``; raises :class:`NoRuleSet` (办法六: from publication)."""
    ruleset = IN_FORCE.first(on)
    if ruleset is None:
        raise NoRuleSet(f"{iso_day(on)} 没有生效的认定办法")
    return ruleset


def reasons_against_span(ruleset, *, began_on=None, is_interrupted=False, on):
    """``[(field, reason)]`` why ``ruleset`` cannot hold from and until the days it says.

    ``began_on``: its first day as stored, None for a new version. ``is_interrupted``: somebody
    says that days without any version are meant.
    """
    start, end = ruleset.effective_from, ruleset.effective_until
    if end is not None and end < start:
        return []  # the form says so already
    reasons = []
    if end is not None and end < on and began_on is not None:
        reasons.append(("effective_until", "废止日期不得早于今天"))
    before = predecessor(ruleset, began_on)
    if before is not None and start <= on and start != began_on:
        reasons.append(("effective_from", "新版本须自明天或以后施行，前一版本至施行前一日废止"))
    spans = [(start, end), *_others(ruleset, before)]
    for first, last in overlaps(spans):
        reasons.append(("effective_from", f"与其他规则版本的施行期间重叠：{_days(first, last)}"))
    if not is_interrupted:
        reasons += [(_field(first, start), _gap(first, last)) for first, last in gaps(spans)]
    return reasons


def predecessor(ruleset, began_on=None):
    """The version that ends the day before ``ruleset`` begins: it is open, or ended so before."""
    others = (
        RuleSet.objects.approved()
        .exclude(pk=ruleset.pk)
        .filter(effective_from__lt=ruleset.effective_from)
    )
    last = others.order_by("-effective_from").first()
    follows = began_on is not None and last is not None
    if follows and last.effective_until == began_on - ONE_DAY:
        return last
    return last if last is not None and last.effective_until is None else None


def close_before(ruleset, began_on=None):
    """End the version before ``ruleset`` on the day before it begins; to be saved with it."""
    before = predecessor(ruleset, began_on)
    if before is not None:
        before.effective_until = ruleset.effective_from - ONE_DAY
        before.save(update_fields=["effective_until"])


def reasons_against_approval(ruleset, *, is_interrupted=False, by, on):
    """``[(field, reason)]`` why ``by`` may not bring the draft ``ruleset`` into force."""
    reasons = []
    if ruleset.is_approved:
        reasons.append(("is_approved", "该规则版本已经批准"))
    if ruleset.entered_by_id == by.pk:
        reasons.append(("is_approved", SAME_PERSON))
    if ruleset.price_bureau is not None:
        reasons += reasons_against_price_bureau(ruleset.price_bureau, ruleset.effective_from)
    return reasons + reasons_against_span(ruleset, is_interrupted=is_interrupted, on=on)


def reasons_against_price_bureau(office, first_day):
    """``[(field, reason)]`` why ``office`` cannot check prices: papers would wait for nobody."""
    if holders(duty(PriceReviewer.word, office), first_day).exists():
        return []
    title = PriceReviewer.title
    return [
        ("price_bureau", f"{office}在施行日没有“{title}”人员任职，申请将无人核查；请先安排任职")
    ]


@transaction.atomic
def approve(ruleset, *, is_interrupted=False, by, at):
    """Bring a draft into force from its first day on; the version before ends the day before."""
    exclude_others("ruleset")
    ruleset = RuleSet.objects.select_for_update(of=("self",)).get(pk=ruleset.pk)
    refuse_fields(
        reasons_against_approval(ruleset, is_interrupted=is_interrupted, by=by, on=local_day(at))
    )
    with acting(by=by, at=at):
        close_before(ruleset)
        ruleset.approved_by, ruleset.approved_at = by, at
        ruleset.save(update_fields=["approved_by", "approved_at"])
    return ruleset


def withdraw(ruleset):
    """Make an approved version a draft again; its days fall to the one before it."""
    span = RuleSet(effective_from=ruleset.effective_from, effective_until=ruleset.effective_until)
    ruleset.approved_by = ruleset.approved_at = None
    ruleset.save(update_fields=["approved_by", "approved_at"])
    _give_back(span)


def give_days_back(sender, instance, **kwargs):
    """A deleted version's days fall to the one before it."""
    if instance.is_approved:
        _give_back(instance)


def _give_back(instance):
    ends = RuleSet.objects.approved().filter(effective_until=instance.effective_from - ONE_DAY)
    before = ends.first()
    if before is not None:
        before.effective_until = instance.effective_until
        before.save(update_fields=["effective_until"])


def connect():
    post_delete.connect(give_days_back, sender=RuleSet, dispatch_uid="registry.rulesets.days")


def faults():
    """Every overlap and gap of the stored versions, as sentences; a closed last one is none."""
    spans = list(RuleSet.objects.approved().values_list("effective_from", "effective_until"))
    between = [(first, last) for first, last in gaps(spans) if last is not None]
    return [
        *(f"规则版本的施行期间重叠：{_days(*span)}" for span in overlaps(spans)),
        *(_gap(*span) for span in between),
    ]


def _others(ruleset, before):
    """The spans of the other versions, as they will be when ``before`` is closed."""
    for other in RuleSet.objects.approved().exclude(pk=ruleset.pk):
        is_closed = before is not None and other.pk == before.pk
        end = ruleset.effective_from - ONE_DAY if is_closed else other.effective_until
        yield other.effective_from, end


def _field(first, start):
    return "effective_from" if first < start else "effective_until"


def _gap(first, last):
    return f"{_days(first, last)}{UNCOVERED}"


def _days(first, last):
    return f"{iso_day(first)}起" if last is None else f"{iso_day(first)}至{iso_day(last)}"
