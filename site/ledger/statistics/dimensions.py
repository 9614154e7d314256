"""By what sales are summed: one line for each; filters, tables, drill-down and export follow it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

from ledger.models import SalesEvent, Venue
from registry.listed_words import categories
from registry.models import Applicant, Township
from rules import vocabulary
from rules.vocabulary import Choices

#: Digits of a key for which no database has room.
LONGEST_KEY = 19


@dataclass(frozen=True)
class Dimension:
    """``column`` is a path from a sale; ``labels`` gives the words of values of no fixed list.

    ``choices`` may be asked for anew each time, where people keep the list.
    """

    name: str
    title: str
    column: str
    choices: Choices | Callable = ()
    labels: Callable | None = None
    #: What sales are called that have no value here.
    none: str = "未填写"
    #: Whether the column holds a number, which an address gives as text.
    is_number: bool = False

    @property
    def list_of_words(self):
        return self.choices() if callable(self.choices) else self.choices

    def words(self, values):
        """``{value: what people read}`` of ``values``, in one query at most."""
        words = dict(self.list_of_words)
        if self.labels is not None:
            words = self.labels([value for value in values if value not in (None, "")])
        return {value: self._word(value, words) for value in values}

    def _word(self, value, words):
        return self.none if value in (None, "") else words.get(value, str(value))

    def word_of(self, text):
        """What people read for a ``text`` of an address."""
        if self.is_number:
            value = int(text) if text.isdecimal() and len(text) < LONGEST_KEY else None
        else:
            value = text
        return self.words([value])[value]

    def condition(self, text):
        """The ``Q`` for a ``text`` of an address, "" for no value; None where nothing is so."""
        if self.is_number:
            is_key = text.isdecimal() and len(text) < LONGEST_KEY
            return Q(**{self.column: int(text)}) if is_key else None
        nothing = Q(**{self.column: ""}) | Q(**{f"{self.column}__isnull": True})
        return Q(**{self.column: text}) if text else nothing


def _applicants(keys):
    return dict(Applicant.objects.filter(pk__in=keys).values_list("pk", "name"))


def _townships(codes):
    return dict(Township.objects.filter(gb_code__in=codes).values_list("gb_code", "name"))


def _names(model):
    """The names of the standing entries of ``model`` by the number that sales carry."""

    def words(numbers):
        rows = model.objects.standing().filter(number__in=numbers)
        return {
            number: f"{name}（{number}）" for number, name in rows.values_list("number", "name")
        }

    return words


DIMENSIONS = (
    Dimension("quarter", "季度", "booked_quarter"),
    Dimension("channel", "销售渠道", "channel", vocabulary.CHANNELS),
    Dimension("six_entry", "六进", "six_entry", vocabulary.SIX_ENTRIES, none="不属六进"),
    Dimension("category", "产品类别", "certificate__version__category", categories),
    Dimension(
        "township",
        "产地乡镇街道",
        "certificate__version__origin_township__gb_code",
        labels=_townships,
    ),
    Dimension("fund", "资金来源", "fund_source", vocabulary.FUND_SOURCES),
    Dimension("unit", "销售单位", "applicant_id", labels=_applicants, is_number=True),
    Dimension("buyer_type", "购买方类型", "buyer_type", vocabulary.BUYER_TYPES),
    Dimension("buyer", "购买单位", "buyer_name", none="个人和未填写"),
    Dimension("village", vocabulary.PAIRED_VILLAGE, "paired_village"),
    Dimension("venue", "场所", "venue_code", labels=_names(Venue), none="不在登记的场所"),
    Dimension("event", "活动", "event_code", labels=_names(SalesEvent), none="不在登记的活动"),
)
BY_NAME = {each.name: each for each in DIMENSIONS}
#: By what the public reads them: never by who sold or who bought.
PUBLIC = tuple(BY_NAME[name] for name in ("channel", "six_entry", "category", "township", "fund"))
