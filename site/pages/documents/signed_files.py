"""Files and pictures behind a signed document: what was signed is what stands."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from wagtail.models import Page, ReferenceIndex, Revision, TaskState

from catalog.models import ProductPhoto
from records.audit import record

from ..models import DocumentAttachment, GuideMaterial, SignedFile
from ..privacy.gate import is_new_file
from .named_files import digest, is_library_file, named_by

SIGNED = (
    "已随签发的文件公开（{title}），不能替换、改名或者删除；"
    "需要更换的，上传新的文件，在原文中改用新文件并经更正、审签"
)
REVIEWED = "所在文稿（{title}）正在审签或者等待公开，不能替换、改名或者删除；请先退回或者撤回"
USED = "“{title}”正在引用它，不能删除；请先从其中去掉"


def signed(thing):
    """The rows that record ``thing``, a library file or a picture, behind signed wordings."""
    name = "file" if is_library_file(thing) else "picture"
    return SignedFile.objects.filter(**{name: thing.pk})


def reasons_against_changing(thing):
    """Why ``thing`` may not be replaced, renamed or deleted; empty means yes."""
    row = signed(thing).select_related("version__page").order_by("-pk").first()
    if row is not None:
        return [SIGNED.format(title=row.version.page.title)]
    pages = [page for page in _underway() if named_by(page).holds(thing)]
    return [REVIEWED.format(title=page.title) for page in pages]


def reasons_against_deleting(thing):
    """:func:`reasons_against_changing`, and what else still holds ``thing``."""
    reasons = reasons_against_changing(thing)
    if is_library_file(thing):
        rows = DocumentAttachment.objects.filter(file=thing.pk).select_related("page")
        reasons += [f"文稿（{row.page.title}）把它列为附件，不能删除" for row in rows]
        rows = GuideMaterial.objects.filter(form=thing.pk).select_related("page")
        reasons += [f"指南（{row.page.title}）把它列为空白表格，不能删除" for row in rows]
    elif ProductPhoto.objects.filter(image=thing.pk).exists():
        reasons.append("它是产品照片，请在“台账 — 产品”的“照片”里删除")
    return reasons or [USED.format(title=title) for title in _users(thing)]


def _users(thing):
    """Titles of what names ``thing``: pages and all else as stored, and drafts in newest words."""
    stored = ReferenceIndex.get_references_to(thing).group_by_source_object()
    titles = [str(source) for source, _ in stored]
    titles += [page.title for page in _drafts() if named_by(page).holds(thing)]
    return list(dict.fromkeys(titles))


def _drafts():
    """The newest words of every page that never was public, or was changed since."""
    pages = Page.objects.filter(Q(live=False) | Q(has_unpublished_changes=True))
    for revision in Revision.page_revisions.filter(pk__in=pages.values("latest_revision")):
        yield revision.as_object()


def _underway():
    """The wordings that somebody is checking or signing, or that wait for their hour."""
    in_review = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).values("revision")
    waiting = Revision.page_revisions.filter(approved_go_live_at__isnull=False).values("pk")
    for revision in Revision.page_revisions.filter(pk__in=in_review.union(waiting)):
        yield revision.as_object()


def guard(sender, instance, raw=False, update_fields=None, **_):
    """Refuse to store another file, or another title, where one is behind signed words."""
    if raw or not instance.pk or not _is_changed(instance, update_fields):
        return
    if reasons := reasons_against_changing(instance):
        raise ValidationError(reasons)


def _is_changed(thing, update_fields=None):
    if update_fields is not None and not {"file", "title"} & set(update_fields):
        return False
    before = type(thing).objects.filter(pk=thing.pk).first()
    if before is None:
        return False
    is_renamed = is_library_file(thing) and thing.title != before.title
    return is_new_file(thing) or thing.file.name != before.file.name or is_renamed


def guard_deletion(sender, instance, **_):
    """Refuse to delete what is behind signed words, by whatever road."""
    if reasons := reasons_against_changing(instance):
        raise PermissionDenied("；".join(reasons))


class KeepsSigned:
    """A form of the library that says why a file or picture stays as it is."""

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and {"file", "title"} & set(self.changed_data):
            replaces = "file" in self.changed_data or is_library_file(self.instance)
            for reason in reasons_against_changing(self.instance) if replaces else ():
                name = "file" if "file" in self.changed_data else "title"
                self.add_error(name, ValidationError(reason))
        return cleaned


def is_intact(thing, *, at):
    """Whether the stored bytes are those that were signed; a difference goes on record once."""
    rows = signed(thing)
    row = rows.order_by("-pk").first()
    if row is None:
        return True
    sha256 = digest(thing.file)
    if sha256 == row.sha256:
        if row.broken_at:
            rows.update(broken_at=None)
        return True
    if rows.filter(broken_at__isnull=True).update(broken_at=at):
        record("pages.file_changed", thing, by=None, at=at, signed=row.sha256, actual=sha256)
    return False
