"""What the public reads, as Wagtail page types; what is visible when is a query over dates."""

from .documents import DocumentIndexPage, DocumentPage
from .home import HomePage
from .notices import NoticeIndexPage, NoticePage
from .products import CatalogIndexPage, ProductPage
from .results import ResultPage
from .settings import ColumnSettings, SiteSettings

__all__ = [
    "CatalogIndexPage",
    "ColumnSettings",
    "DocumentIndexPage",
    "DocumentPage",
    "HomePage",
    "NoticeIndexPage",
    "NoticePage",
    "ProductPage",
    "ResultPage",
    "SiteSettings",
]
