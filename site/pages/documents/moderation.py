"""The way of a text to the public: 拟稿 → 审核 → 签发, with a group for each."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from ..models.moderation import ReviewStep

DRAFTING, CHECKING, SIGNING = "拟稿人员", "审核人员", "签发人员"
NAME = "文稿审签"
STEPS = (("审核", CHECKING), ("签发", SIGNING))
#: What each group may do with pages below home; publishing comes with the last signature.
PAGE_RIGHTS = {
    DRAFTING: ("add_page", "change_page", "lock_page"),
    CHECKING: ("add_page", "change_page", "lock_page", "unlock_page"),
    SIGNING: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
}
#: The office's words of search are kept by those who check and sign.
WORD_RIGHTS = ("add_searchword", "change_searchword", "delete_searchword", "view_searchword")
FILE_RIGHTS = ("add_document", "choose_document", "add_image", "choose_image")


@transaction.atomic
def ensure_moderation(home):
    """Groups, rights and the workflow of ``home``; changes nothing that exists."""
    for name, rights in PAGE_RIGHTS.items():
        group, is_new = Group.objects.get_or_create(name=name)
        if is_new:
            _grant(group, home, rights)
    if not Workflow.objects.filter(name=NAME).exists():
        workflow = Workflow.objects.create(name=NAME)
        for order, (step, group) in enumerate(STEPS):
            task = ReviewStep.objects.create(name=step)
            task.groups.add(Group.objects.get(name=group))
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
        WorkflowPage.objects.update_or_create(page=home, defaults={"workflow": workflow})


def _grant(group, home, rights):
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for permission in _permissions(rights):
        GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)
    if group.name in (CHECKING, SIGNING):
        words = Permission.objects.filter(codename__in=WORD_RIGHTS, content_type__app_label="pages")
        group.permissions.add(*words)
    root = Collection.get_first_root_node()
    for permission in _permissions(FILE_RIGHTS) if root else ():
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=permission
        )


def _permissions(codenames):
    apps = ("wagtailcore", "wagtaildocs", "wagtailimages")
    return Permission.objects.filter(codename__in=codenames, content_type__app_label__in=apps)
