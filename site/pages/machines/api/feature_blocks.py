"""The blocks of 单页、专题、图集 and of the home page as data, beside those of a document."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Discriminator

from ...models.feature_blocks import listed_documents
from ...models.feature_links import link_of
from .blocks import READ as OF_DOCUMENTS
from .blocks import (
    AttachmentBlock,
    FigureBlock,
    HeadingBlock,
    ParagraphBlock,
    QuestionBlock,
    QuoteBlock,
    TableBlock,
    VideoBlock,
)
from .references import PageRef, page_ref


class LinkOut(Schema):
    text: str
    url: str


class LinksBlock(Schema):
    type: Literal["links"]
    title: str
    links: list[LinkOut]


class DocumentsBlock(Schema):
    type: Literal["documents"]
    title: str
    section: str
    keyword: str
    documents: list[PageRef]


class GalleryBlock(Schema):
    type: Literal["gallery"]
    title: str
    pictures: list[FigureBlock]


Half = Annotated[ParagraphBlock | FigureBlock | AttachmentBlock | LinksBlock, Discriminator("type")]


class TwoColumnsBlock(Schema):
    type: Literal["two_columns"]
    left: list[Half]
    right: list[Half]


FeatureBlock = Annotated[
    ParagraphBlock
    | HeadingBlock
    | TableBlock
    | FigureBlock
    | AttachmentBlock
    | QuoteBlock
    | QuestionBlock
    | VideoBlock
    | LinksBlock
    | DocumentsBlock
    | GalleryBlock
    | TwoColumnsBlock,
    Discriminator("type"),
]


def as_data(body, request):
    """The blocks of a body, each as what its schema holds."""
    return [
        {"type": each.block_type, **READ[each.block_type](each.value, request)} for each in body
    ]


def links_data(values, request):
    """What :class:`LinkOut` holds of each link that leads somewhere public."""
    links = (link_of(value, request) for value in values)
    return [
        {"text": link.text, "url": request.build_absolute_uri(link.url)} for link in links if link
    ]


def _links(value, request):
    return {"title": value["title"], "links": links_data(value["links"], request)}


def _documents(value, request):
    pages = listed_documents(value, request)
    return {
        **{name: value[name] for name in ("title", "section", "keyword")},
        "documents": [page_ref(page, request) for page in pages],
    }


def _gallery(value, request):
    figure = OF_DOCUMENTS["figure"]
    pictures = [{"type": "figure", **figure(each, request)} for each in value["pictures"]]
    return {"title": value["title"], "pictures": pictures}


def _two_columns(value, request):
    return {side: as_data(value[side], request) for side in ("left", "right")}


READ = {
    **OF_DOCUMENTS,
    "links": _links,
    "documents": _documents,
    "gallery": _gallery,
    "two_columns": _two_columns,
}
