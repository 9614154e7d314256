"""What the public reads, as Wagtail page types; what is visible when is a query over dates."""

from .bulletins import BulletinPage
from .confirmations import FileConfirmation, PictureReading
from .document_columns import DocumentIndexPage
from .document_details import (
    BulletinFigure,
    DocumentAttachment,
    DocumentPart,
    DocumentVersion,
    SignedFile,
)
from .documents import DocumentPage
from .drawn_files import DrawnFile
from .features import FeaturePage
from .following import Following, PublicItem, ToldText
from .guides import GuideMaterial
from .home import HomePage
from .indexed_pages import IndexedPage
from .issued_files import IssuedFile
from .lifted import FileClaim, LiftedFileObjection, LiftedObjection
from .moderation import ReviewStep
from .notices import NoticeIndexPage, NoticePage
from .outer_links import OuterLink
from .previews import PreviewAddress, PreviewBundle
from .products import CatalogIndexPage, ProductPage
from .recipients import RecipientGroup
from .removals import RemovalPage
from .results import ResultPage
from .review_dates import ReviewDate
from .search_words import SearchWord
from .settings import ColumnSettings, SiteSettings
from .signatures import CertificateSignature
from .subscriptions import MailSubscription, MailTopic
from .vocabularies import DocumentSeries, VocabularyTerm
from .word_files import WordFile

__all__ = [
    "BulletinFigure",
    "BulletinPage",
    "CatalogIndexPage",
    "CertificateSignature",
    "ColumnSettings",
    "DocumentAttachment",
    "DocumentIndexPage",
    "DocumentPage",
    "DocumentPart",
    "DocumentSeries",
    "DocumentVersion",
    "DrawnFile",
    "FeaturePage",
    "FileClaim",
    "FileConfirmation",
    "Following",
    "GuideMaterial",
    "HomePage",
    "IndexedPage",
    "IssuedFile",
    "LiftedFileObjection",
    "LiftedObjection",
    "MailSubscription",
    "MailTopic",
    "NoticeIndexPage",
    "NoticePage",
    "OuterLink",
    "PictureReading",
    "PreviewAddress",
    "PreviewBundle",
    "ProductPage",
    "PublicItem",
    "RecipientGroup",
    "RemovalPage",
    "ResultPage",
    "ReviewDate",
    "ReviewStep",
    "SearchWord",
    "SignedFile",
    "SiteSettings",
    "ToldText",
    "VocabularyTerm",
    "WordFile",
]
