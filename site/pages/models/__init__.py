"""What the public reads, as Wagtail page types; what is visible when is a query over dates."""

from .bulletins import BulletinPage
from .confirmations import FileConfirmation
from .document_columns import DocumentIndexPage
from .document_details import (
    BulletinFigure,
    DocumentAttachment,
    DocumentPart,
    DocumentVersion,
    SignedFile,
)
from .documents import DocumentPage
from .following import Following, PublicItem, ToldText
from .home import HomePage
from .issued_files import IssuedFile
from .moderation import ReviewStep
from .notices import NoticeIndexPage, NoticePage
from .previews import PreviewAddress
from .products import CatalogIndexPage, ProductPage
from .removals import RemovalPage
from .results import ResultPage
from .search_words import SearchWord
from .settings import ColumnSettings, SiteSettings
from .subscriptions import MailSubscription, MailTopic

__all__ = [
    "BulletinFigure",
    "BulletinPage",
    "CatalogIndexPage",
    "ColumnSettings",
    "DocumentAttachment",
    "DocumentIndexPage",
    "DocumentPage",
    "DocumentPart",
    "DocumentVersion",
    "FileConfirmation",
    "Following",
    "HomePage",
    "IssuedFile",
    "MailSubscription",
    "MailTopic",
    "NoticeIndexPage",
    "NoticePage",
    "PreviewAddress",
    "ProductPage",
    "PublicItem",
    "RemovalPage",
    "ResultPage",
    "ReviewStep",
    "SearchWord",
    "SignedFile",
    "SiteSettings",
    "ToldText",
]
