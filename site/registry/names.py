"""What the offices, the district and the programme are called: today's rule set says it, once.

Every page says a name several times, so a process remembers the names for half a minute; a rule
set or an office changed in this process is heard at once.
"""

import time
from dataclasses import asdict, dataclass

from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from django.utils.functional import lazy

from rules import terms, vocabulary
from rules.certificate_numbers import example
from rules.periods import local_day

from .models import Organisation, RuleSet

SECONDS = 30


@dataclass(frozen=True)
class Names:
    """The words for which a text leaves a place; before the first rule set those of the 办法."""

    district: str = vocabulary.DISTRICT
    product: str = vocabulary.PRODUCT
    station: str = vocabulary.STATION
    campaign: str = vocabulary.CAMPAIGN
    office: str = vocabulary.OFFICE
    bureau: str = vocabulary.BUREAU
    office_in_full: str = ""
    region: str = vocabulary.REGION
    hotline: str = terms.TERMS_2020.hotline
    second_hotline: str = terms.TERMS_2020.second_hotline
    contact_phone: str = ""
    address: str = ""
    dishonesty_basis: str = ""
    certificate_example: str = example(vocabulary.REGION)

    @property
    def programme(self):
        return f"{self.district}{self.product}认定"


_memory: dict[str, tuple[float, Names]] = {}


def of(ruleset):
    """The names that hold under ``ruleset``, for a paper that was accepted under it."""
    return Names(
        district=ruleset.district_name,
        product=ruleset.product_term,
        station=ruleset.station_term,
        campaign=ruleset.campaign_term,
        office=ruleset.office.name,
        bureau=ruleset.bureau.name,
        office_in_full=ruleset.office.official_name,
        region=ruleset.local_region,
        hotline=ruleset.hotline,
        second_hotline=ruleset.second_hotline,
        contact_phone=ruleset.contact_phone,
        address=ruleset.address,
        dishonesty_basis=ruleset.dishonesty_basis,
        certificate_example=example(ruleset.local_region),
    )


def get_names():
    """The names of today; one query in half a minute, whatever the number of uses."""
    until, names = _memory.get("names", (0.0, None))
    return remember(_read()) if time.monotonic() > until else names


def remember(names):
    """``names`` are those of the next half minute."""
    _memory["names"] = (time.monotonic() + SECONDS, names)
    return names


def fill(text):
    """``text`` with its places filled: ``由{office}负责人决定`` → ``由区扶贫办负责人决定``."""
    return text.format(**asdict(get_names()))


#: The same for what is written down before a database can be asked: labels, tables of words.
fill_later = lazy(fill, str)


def forget(**kwargs):
    _memory.clear()


def connect():
    for model in (RuleSet, Organisation):
        for signal in (post_save, post_delete):
            signal.connect(forget, sender=model, dispatch_uid=f"registry.names.{model.__name__}")


def _read():
    today = local_day(timezone.now())
    ruleset = RuleSet.objects.in_force(today).select_related("office", "bureau").first()
    return Names() if ruleset is None else of(ruleset)
