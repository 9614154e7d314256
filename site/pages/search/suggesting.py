"""Titles that begin like what somebody is typing: what the office calls it, then what is public."""

from django.apps import apps
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rules.plain_text import plain_line
from rules.segmentation import tokens

from ..catalogue.public_text import masked
from .finding import visible_pages

MOST, LONGEST = 8, 40
#: So many pages are looked at: several products bear one name.
LOOKED_AT = 40
SECONDS_TO_KEEP = 60


def suggestions(text, *, at):
    """Up to :data:`MOST` different titles for ``text``, the best first."""
    begun = "".join(tokens(text[:LONGEST]))
    if not begun:
        return []
    words = apps.get_model("pages", "SearchWord").objects.filter(word__startswith=begun)
    terms = words.order_by("word").values_list("word", flat=True)[:MOST]
    pages = visible_pages(at).autocomplete(text[:LONGEST])[:LOOKED_AT]
    titles = [masked(page.title) for page in pages]
    return list(dict.fromkeys([*terms, *titles]))[:MOST]


@require_safe
def suggest(request):
    """``/search/suggest/?q=``: the suggestions as a list of texts; never an error."""
    text = plain_line(request.GET.get("q", ""))
    answer = JsonResponse(suggestions(text, at=timezone.now()), safe=False)
    answer["Cache-Control"] = f"public, max-age={SECONDS_TO_KEEP}"
    return answer
