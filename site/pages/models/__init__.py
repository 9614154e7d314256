"""What the public reads, as Wagtail page types; what is visible when is a query over dates."""

from .documents import DocumentIndexPage, DocumentPage
from .home import HomePage
from .notices import NoticeIndexPage, NoticePage
from .products import CatalogIndexPage, ProductPage

__all__ = [
    "CatalogIndexPage",
    "DocumentIndexPage",
    "DocumentPage",
    "HomePage",
    "NoticeIndexPage",
    "NoticePage",
    "ProductPage",
]
