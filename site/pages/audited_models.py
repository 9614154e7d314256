"""What administrators and editors change of the site beside its pages, and leaves audit rows."""

from functools import wraps

from django.db import transaction
from wagtail import models as wagtail
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from records.audited import AUDITED, leave_out
from records.row_changes import audit, tell

from .models import (
    ColumnSettings,
    DocumentSeries,
    RecipientGroup,
    ReviewStep,
    SearchWord,
    SiteSettings,
    VocabularyTerm,
)

#: Kept by the machine beside a library file.
FILE_FACTS = ("file_size", "file_hash", "created_at", "uploaded_by_user", "width", "height")


def enter():
    """The site's settings, rights, moderation and library; called once, with all models loaded."""
    # Wagtail makes the empty row itself as the first page is read
    audit(SiteSettings, "pages", ignore=("site",))
    audit(ColumnSettings, "pages", about="settings")
    audit(SearchWord, "pages")
    audit(VocabularyTerm, "pages")
    audit(DocumentSeries, "pages")
    audit(RecipientGroup, "pages")
    audit(wagtail.Site, "pages", title="站点")
    audit(Redirect, "pages", title="网址重定向", ignore=("created_at",))
    _rights()
    _moderation()
    audit(get_document_model(), "pages", title="文件库文件", ignore=FILE_FACTS)
    audit(get_image_model(), "pages", title="图片库图片", ignore=FILE_FACTS)
    leave_out("复核由复核的服务记录", "pages.ReviewDate")
    _leave_out()


def _rights():
    audit(wagtail.GroupPagePermission, "pages", title="用户组的页面权限", about="group")
    audit(wagtail.GroupCollectionPermission, "pages", title="用户组的文件权限", about="group")
    audit(wagtail.GroupSitePermission, "pages", title="用户组的站点权限", about="group")
    for model, title, about in (
        (wagtail.PageViewRestriction, "页面的查看限制", "page"),
        (wagtail.CollectionViewRestriction, "文件夹的查看限制", "collection"),
    ):
        audit(model, "pages", title=title, about=about, secret=("password",))
    audit(
        wagtail.APIToken,
        "pages",
        title="接口令牌",
        about="user",
        ignore=("created", "last_used_at"),
        secret=("key_hash", "prefix"),
    )
    audit(wagtail.Collection, "pages", title="文件夹", ignore=("path", "depth", "numchild"))
    wagtail.Collection.move = _moving(wagtail.Collection.move)


def _moving(move):
    """A folder moves by SQL of its tree, which sends no signal."""

    @wraps(move)
    def move_with_its_audit_row(self, target, pos=None):
        with transaction.atomic(savepoint=False):
            before = str(self.get_parent())
            move(self, target, pos)
            after = str(type(self).objects.get(pk=self.pk).get_parent())
            if before != after:
                tell(AUDITED[self._meta.label_lower], "change", self, {"parent": [before, after]})

    return move_with_its_audit_row


def _moderation():
    audit(wagtail.Workflow, "pages", title="文稿审签流程")
    audit(wagtail.WorkflowTask, "pages", title="文稿审签流程的步骤", about="workflow")
    audit(wagtail.WorkflowPage, "pages", title="文稿审签流程的适用页面", about="workflow")
    audit(wagtail.WorkflowContentType, "pages", title="文稿审签流程的适用内容", about="workflow")
    for model, title in (
        (wagtail.Task, "文稿审签步骤"),
        (wagtail.GroupApprovalTask, "用户组审批步骤"),
        (ReviewStep, "审签步骤"),
    ):
        audit(model, "pages", title=title, ignore=("content_type", "task_ptr"))


def _leave_out():
    leave_out(
        "文稿的起草、审核、签发、发布由文稿审签和发布的服务记录",
        "wagtailcore.Page",
        "wagtailcore.Revision",
        "wagtailcore.WorkflowState",
        "wagtailcore.TaskState",
        "wagtailcore.Comment",
        "wagtailcore.CommentReply",
    )
    leave_out(
        "本人的界面偏好和订阅，不影响他人",
        "wagtailusers.UserProfile",
        "wagtailcore.PageSubscription",
        "wagtailadmin.EditingSession",
        "wagtailadmin.FormState",
    )
    leave_out(
        "程序自行生成，任何页面都不能修改",
        "wagtailadmin.Admin",
        "wagtailcore.Locale",
        "wagtailcore.ModelLogEntry",
        "wagtailcore.PageLogEntry",
        "wagtailcore.ReferenceIndex",
        "wagtailcore.UploadedFile",
        "wagtailembeds.Embed",
        "pages.PictureReading",
        "wagtailimages.Rendition",
        "wagtailsearch.IndexEntry",
        "wagtailsearch.SQLiteFTSIndexEntry",
    )
    leave_out("文件和图片的标签，随文件修改", "taggit.Tag", "taggit.TaggedItem")
