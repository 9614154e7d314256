"""Search as JSON: the same question and the same results as the page ``/search/``."""

from datetime import datetime
from typing import Literal

from django.utils.html import strip_tags
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from ninja.pagination import paginate
from pydantic import Field

from pages.catalogue.standing import Standing
from pages.search.finding import (
    Match,
    Question,
    best,
    fewer_words,
    public_types,
    search_results,
    similar,
)

from .listing import Day, LocalTime, Paging, address, asked_at, json, refuse_unknown, represent
from .problems import answers
from .references import TYPES, api_address

router = Router(tags=["搜索"])
LONGEST = 200


class FoundOut(Schema):
    id: int = Field(alias="page.pk")
    type: str
    api_url: str
    kind: str
    kind_label: str
    title: str
    url: str
    published_at: LocalTime | None
    excerpt: str
    standing: Literal[tuple(Standing)] | None = Field(description="产品的证书状态；其他内容为空")
    standing_label: str | None
    match: Literal[tuple(Match)] = Field(
        description="怎样查到的：含有全部词语，读音相同，或者只含有部分词语"
    )

    @staticmethod
    def resolve_type(result):
        return TYPES[type(result.page)]

    @staticmethod
    def resolve_api_url(result, context):
        return api_address(result.page, context["request"])

    @staticmethod
    def resolve_standing_label(result):
        return result.standing and result.standing.label

    @staticmethod
    def resolve_kind(result):
        return result.page._meta.model_name

    @staticmethod
    def resolve_kind_label(result):
        return result.kind

    @staticmethod
    def resolve_title(result):
        return strip_tags(result.title)

    @staticmethod
    def resolve_excerpt(result):
        return strip_tags(result.excerpt)

    @staticmethod
    def resolve_url(result, context):
        return address(result.page, context)

    @staticmethod
    def resolve_published_at(result) -> datetime | None:
        return result.shown_at


class SearchFilters(Schema):
    q: str = Field(min_length=1, max_length=LONGEST)
    kind: str = ""
    since: Day | None = None
    until: Day | None = None
    sort: Literal["relevance", "date"] = "relevance"

    def question(self):
        """The :class:`Question`; an unknown kind is refused (422)."""
        if self.kind and self.kind not in public_types():
            raise HttpError(422, f"没有这样的种类：{self.kind}")
        return Question(
            text=self.q,
            kind=self.kind,
            since=self.since,
            until=self.until,
            by_date=self.sort == "date",
        )


class _Results:
    """Results that are looked up in full only for the slice that is asked for."""

    def __init__(self, question, at):
        self.hits = best(question, at=at)

    def __getitem__(self, part):
        hits = self.hits
        return search_results(hits[part], hits.question, at=hits.at, match=hits.match)

    def all(self):
        return self

    def count(self):
        return self.hits.count()


class FewerWordsOut(Schema):
    word: str
    count: int


class SuggestionsOut(Schema):
    """What to try when a question finds nothing: what is alike, and its single words."""

    similar: list[FoundOut]
    fewer_words: list[FewerWordsOut]


class SuggestionsAsked(Schema):
    q: str = Field(min_length=1, max_length=LONGEST)


@router.get("/suggestions", response=answers(SuggestionsOut), summary="没有找到时，可以改找什么")
def suggestions(request, filters: Query[SuggestionsAsked]):
    refuse_unknown(request, SuggestionsAsked, is_list=False)
    at, question = asked_at(request), Question(filters.q)
    results = search_results(similar(question, at=at), question, at=at)
    return json(
        {
            "similar": [represent(FoundOut, each, request) for each in results],
            "fewer_words": [
                {"word": word, "count": count} for word, count in fewer_words(question, at=at)
            ],
        }
    )


@router.get("", response=answers(list[FoundOut]), summary="搜索公开内容")
@paginate(Paging)
def search(request, filters: Query[SearchFilters]):
    refuse_unknown(request, SearchFilters)
    return _Results(filters.question(), asked_at(request))
