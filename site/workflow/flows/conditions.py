"""The questions at the flow's gateways, each answered from signed rows of the item."""

from publicity.models import PublicityEntry
from records.prepared import NUMBER, SMALL_NUMBER, TEXT, Prepared
from rules.duties import Duty

from ..models import Investigation, Opinion, UpperReview


def _item(activation):
    return activation.process.item


RESULTS = Prepared(
    lambda item, number: Opinion.objects.filter(item=item, round=number).values_list(
        "step", "result"
    ),
    NUMBER,
    SMALL_NUMBER,
)
LAST_RESULT = Prepared(
    lambda item, level: (
        UpperReview.objects.filter(item=item, level=level)
        .order_by("-pk")
        .values_list("result", flat=True)[:1]
    ),
    NUMBER,
    TEXT,
)
LAST_ENTRY = Prepared(
    lambda item: PublicityEntry.objects.filter(item=item).order_by("-pk")[:1], NUMBER
)


def _results(activation):
    """``{(step, result)}`` of what was signed in this round."""
    item = _item(activation)
    return set(RESULTS(item.pk, item.round))


def has_station(activation):
    return _item(activation).application.station_id is not None


def names_office(name):
    """Whether the rule set of the paper names an office in its column ``name``."""

    def is_named(activation):
        return getattr(_item(activation).application.ruleset, f"{name}_id") is not None

    return is_named


def _endorsement(activation, result):
    return (Duty.ENDORSE, result) in _results(activation)


def endorsed(activation):
    return _endorsement(activation, Opinion.Result.PASS)


def returned_by_station(activation):
    return _endorsement(activation, Opinion.Result.RETURN)


def _reviewed(activation, result):
    return any(signed == result and step != Duty.ENDORSE for step, signed in _results(activation))


def refused_by_district(activation):
    """Refuse goes before return, return before going on."""
    return _reviewed(activation, Opinion.Result.REFUSE)


def returned_by_district(activation):
    return _reviewed(activation, Opinion.Result.RETURN)


def needs_notice(activation):
    """A12: an item whose publicised facts are unchanged is not put before the public again."""
    return _item(activation).needs_notice


def asked_by_province(activation):
    """The province returned it and nobody has decided since: it goes back to whom it came from."""
    last = _item(activation).upper_reviews.exclude(result="").order_by("-recorded_at").first()
    return last is not None and (last.level, last.result) == ("province", "return")


def window_passed(activation):
    entry = _last_entry(activation)
    return entry is not None and entry.ending == "passed"


def _last_entry(activation):
    return LAST_ENTRY.first(_item(activation).pk)


def _decided(activation, decision):
    return _item(activation).investigations.order_by("-pk").first().decision == decision


def resumes(activation):
    return _decided(activation, Investigation.Decision.RESUME)


def restarts(activation):
    return _decided(activation, Investigation.Decision.RESTART)


def returned_after_objection(activation):
    return _decided(activation, Investigation.Decision.RETURN)


def _upper(activation, level, result):
    return LAST_RESULT.first(_item(activation).pk, str(level)) == result


def passed_by_city(activation):
    return _upper(activation, UpperReview.Level.CITY, UpperReview.Result.PASS)


def returned_by_city(activation):
    return _upper(activation, UpperReview.Level.CITY, UpperReview.Result.RETURN)


def passed_by_province(activation):
    return _upper(activation, UpperReview.Level.PROVINCE, UpperReview.Result.PASS)


def returned_by_province(activation):
    return _upper(activation, UpperReview.Level.PROVINCE, UpperReview.Result.RETURN)
