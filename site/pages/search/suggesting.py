"""Titles that begin like what somebody is typing: what the office calls it, then what is public."""

from django.apps import apps
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Page

from records.prepared import KEYS, Prepared, among, listed
from rules.plain_text import plain_line
from rules.segmentation import tokens

from ..catalogue.public_text import masked
from .asking import Question
from .candidates import Part
from .gathering import best_first, visible

MOST, LONGEST = 8, 40
#: So many pages are looked at: several products bear one name.
LOOKED_AT = 40
#: So many rows of the index are read for them: a beginning may fit everything there is.
READ = 500
SECONDS_TO_KEEP = 60
TITLES = Prepared(
    lambda keys: Page.objects.order_by().filter(pk__in=among(keys)).values_list("pk", "title"),
    KEYS,
)


def suggestions(text, *, at):
    """Up to :data:`MOST` different titles for ``text``, the best first."""
    begun = "".join(tokens(text[:LONGEST]))
    if not begun:
        return []
    words = apps.get_model("pages", "SearchWord").objects.filter(word__startswith=begun)
    terms = words.order_by("word").values_list("word", flat=True)[:MOST]
    part = Part(limit=READ, column="autocomplete", is_ranked=True)
    hits = Page.objects.autocomplete(text[:LONGEST]).hits(part)
    best = sorted(visible(hits, at, Question("")).values(), key=best_first)[:LOOKED_AT]
    titles = dict(TITLES(listed(each.key for each in best)))
    lines = (masked(titles[each.key]) for each in best)
    return list(dict.fromkeys([*terms, *lines]))[:MOST]


@require_safe
def suggest(request):
    """``/search/suggest/?q=``: the suggestions as a list of texts; never an error."""
    text = plain_line(request.GET.get("q", ""))
    answer = JsonResponse(suggestions(text, at=timezone.now()), safe=False)
    answer["Cache-Control"] = f"public, max-age={SECONDS_TO_KEEP}"
    return answer
