"""``/search/``: the question, its results in pages, and what to try when there are none."""

from urllib.parse import urlencode

from django import forms
from django.shortcuts import render
from django.utils import timezone

from doors.filter_days import OF_OUR_TIME, is_of_our_time
from doors.text_forms import TextForm

from ..models.paging import paged
from . import gathering
from .finding import (
    Match,
    Question,
    best,
    fewer_words,
    public_types,
    recommended,
    search_results,
    similar,
)

LONGEST = 200
NARROWING = ("kind", "since", "until", "sort")


def _day(title):
    words = {"invalid": f"{title}不是有效的日期", "year": f"{title}的{OF_OUR_TIME}"}
    return forms.DateField(required=False, error_messages=words, validators=[is_of_our_time])


class SearchForm(TextForm):
    """What can be asked; a day that is none is said so and left out."""

    q = forms.CharField(required=False, strip=True)
    kind = forms.CharField(required=False)
    since = _day("起始日期")
    until = _day("截止日期")
    sort = forms.CharField(required=False)

    def question(self):
        """The :class:`Question` of what is valid."""
        self.is_valid()
        cleaned = self.cleaned_data
        return Question(
            text=cleaned.get("q", "")[:LONGEST],
            kind=cleaned.get("kind", "") if cleaned.get("kind") in public_types() else "",
            since=cleaned.get("since"),
            until=cleaned.get("until"),
            by_date=cleaned.get("sort") == "date",
        )


def _facets(pages, parameters):
    """``[(title, how many, the query that narrows to it, is it chosen)]``, all kinds first.

    How many is None where there are more than anybody counted.
    """
    counts, chosen = pages.kinds(), pages.question.kind
    query = {key: each for key, each in parameters.items() if each and key not in ("kind", "page")}
    total = None if None in counts.values() else sum(counts.values())
    rows = [("全部", total, f"?{urlencode(query)}", not chosen)]
    for name, each in public_types().items():
        if name in counts:
            narrowed = f"?{urlencode({**query, 'kind': name})}"
            rows.append((each._meta.verbose_name, counts[name], narrowed, chosen == name))
    return rows if len(rows) > 2 else []


def search(request):
    """Answers every question with 200: nothing found is an answer, too."""
    at = timezone.now()
    parameters = {name: value.replace("\x00", "") for name, value in request.GET.items()}
    form = SearchForm(parameters)
    question = form.question()
    pages = best(question, at=at)
    match = pages.match
    context = {
        "question": question,
        "match": match,
        "is_more": pages.is_more,
        "most": gathering.MOST,
        "recommended": recommended(question, at=at),
        "is_narrowed": any(parameters.get(name) for name in NARROWING),
        "too_long": len(parameters.get("q", "")) > LONGEST,
        "errors": [text for texts in form.errors.values() for text in texts],
        "kinds": [(name, each._meta.verbose_name) for name, each in public_types().items()],
        "facets": _facets(pages, parameters) if pages.count() or question.kind else [],
        **paged(request, pages, is_lenient=True),
    }
    rows = context["page_obj"].object_list
    context["results"] = search_results(rows, question, at=at, match=match)
    if match is Match.ANY:
        context["fewer_words"] = fewer_words(question, at=at)
    if question.text and not context["results"]:
        context["similar"] = search_results(similar(question, at=at), question, at=at)
        context["fewer_words"] = fewer_words(question, at=at)
    return render(request, "pages/search.html", context)
