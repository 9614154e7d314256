"""What a reader of a notice must find on its page: compared with what was read from outside."""

from publicity.states import OPEN_TO_OBJECTION
from rules.notice_words import digest, plain
from rules.official_dates import official_date

from ..catalogue.public_text import masked


def promised_words(page):
    """The texts that must stand on ``page`` (a NoticePage), each without white space."""
    publicity = page.publicity
    texts = [
        page.title,
        publicity.number,
        official_date(publicity.first_day),
        official_date(publicity.last_day),
        page.accepting_unit,
        *(posting.place for posting in publicity.postings.all()),
    ]
    for entry in publicity.entries.all():
        texts += [masked(entry.product_name), masked(entry.applicant_name), f"{entry.households}"]
    return [plain(text) for text in texts]


def promised_digest(page, *, at):
    """SHA-256 in hex of what is promised and of where each product stands at ``at``."""
    states = [
        f"{entry.pk}:{state in OPEN_TO_OBJECTION}:{entry.is_held}:{entry.last_day}"
        for entry, state in page.entries_at(at)
    ]
    return digest("\n".join([*promised_words(page), *states]))
