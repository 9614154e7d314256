"""Bulletins on the public site, opened by the flow after their review."""

from ..models import BulletinPage
from ..models.bulletins import bulletin_title
from ..models.document_words import Section
from ..publishing import create
from ..site_tree import section_column


def open_bulletin_page(bulletin, *, by, at):
    """The public page of an issued bulletin, in the transaction of the decision; once."""
    existing = BulletinPage.objects.filter(bulletin=bulletin).first()
    if existing is not None:
        return existing
    page = BulletinPage(
        title=bulletin_title(bulletin),
        slug=f"{bulletin.close.quarter.lower()}-{bulletin.pk}",
        bulletin=bulletin,
        go_live_at=at,
    )
    return create(section_column(Section.BULLETIN), page, by=by, at=at)
