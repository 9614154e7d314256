"""May a public page be taken away: the reasons against; empty means yes."""

from ..models import DocumentPage, NoticePage


def reasons_against_taking_down(pages, *, at):
    """Why none of ``pages`` (a page queryset) may be unpublished, moved or deleted at ``at``.

    A running notice stands to its last working day (办法二（四）); a correction is a new notice.
    """
    running = NoticePage.objects.visible(at).with_end(at).open(at).filter(pk__in=pages.values("pk"))
    return [
        f"“{notice.title}”正在公示，公示期内不得撤下、移动或删除；需要更正的，请按规定重新公示"
        for notice in running
    ]


def reasons_against_deleting(pages):
    """Why none of ``pages`` may be deleted: documents that were public stay on record (§5.2)."""
    reviewed = [page for page in pages if page.workflow_in_progress]
    reasons = [f"“{page.title}”正在审签，不能删除；请先退回或者撤回" for page in reviewed]
    documents = DocumentPage.objects.filter(pk__in=pages.values("pk"), versions__isnull=True)
    numbered = documents.filter(doc_series__isnull=False).exclude(doc_no="")
    reasons += [
        f"“{document.title}”的发文字号{document.doc_no}已经编出，删除后会空号；不再发文的，请留存备查"
        for document in numbered.order_by("path")
    ]
    public = DocumentPage.objects.filter(pk__in=pages.values("pk"), versions__isnull=False)
    return reasons + [
        f"“{document.title}”已经公开过，不得删除；不再适用的，请发文废止，或者撤下"
        for document in public.distinct().order_by("path")
    ]
