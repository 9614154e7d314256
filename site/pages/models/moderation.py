"""文稿审签: a step of moderation that nobody takes on their own text and no bad text passes."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.locks import WorkflowLock
from wagtail.models import Page
from wagtail.models.workflows import AbstractGroupApprovalTask

from doors.text_forms import TextForm
from pages.documents.official_numbers import wait_for_others
from pages.privacy.gate import reasons_against_words

from .hands import hands


class ReasonForm(TextForm):
    """Why a text goes back to whoever wrote it."""

    comment = forms.CharField(
        label="退回意见",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "退回修改须写明意见"},
    )


class ReviewLock(WorkflowLock):
    """What is being checked and signed stands still: everybody approves the same words."""

    def get_message(self, user):
        return "文稿正在审签，任何人不能改动；需要修改的，由审签人退回，或者由送审人撤回。"

    def get_locked_by(self, user, can_lock=False):
        return "审签中锁定"

    def get_description(self, user, can_lock=False):
        return "审签期间任何人不能改动"


class ReviewStep(AbstractGroupApprovalTask):
    """审签步骤: drafting, checking and signing are three people; what may not go out comes back."""

    lock_class = ReviewLock

    class Meta:
        verbose_name = verbose_name_plural = "审签步骤"

    @classmethod
    def get_description(cls):
        return "所选用户组的成员审签；送审人和已审签过的人不能再审签"

    def start(self, workflow_state, user=None):
        """Words that were changed begin again at the first step that has not approved them."""
        first = workflow_state.get_next_task()
        if first is not None and first.pk != self.pk:
            return first.specific.start(workflow_state, user=user)
        return super().start(workflow_state, user=user)

    def locked_for_user(self, obj, user):
        return True

    def get_actions(self, obj, user):
        """None for whoever handed the text in or has approved an earlier step of it."""
        state = obj.current_workflow_state
        return [] if state and user.pk in hands(state) else super().get_actions(obj, user)

    def get_form_for_action(self, action):
        return ReasonForm if action == "reject" else super().get_form_for_action(action)

    @transaction.atomic
    def on_action(self, task_state, user, action_name, **kwargs):
        """Approving what may not be public returns it to its author, with every reason."""
        if user.pk in hands(task_state.workflow_state):  # the state may be another page's
            raise PermissionDenied("送审人和已审签过的人不能再审签")
        if action_name == "reject" and not kwargs.get("comment", "").strip():
            raise PermissionDenied("退回修改须写明意见")
        # the page first, as whoever publishes; whose press comes second reads what the first did
        Page.objects.select_for_update().get(pk=task_state.workflow_state.object_id)
        task_state.refresh_from_db(fields=["status"])
        if action_name == "approve":
            wait_for_others()  # of two signers of one number
            reasons = _reasons_against(task_state.revision.as_object())
            if reasons:
                task_state.reject(user=user, comment="；".join(reasons))
                return None  # what is returned here becomes the answer to the browser
        return super().on_action(task_state, user, action_name, **kwargs)


def _reasons_against(page):
    reasons = reasons_against_words(page)
    for name in ("reasons_against_publishing", "reasons_against_correcting"):
        owed = getattr(page, name, list)()
        reasons += [each[1] if isinstance(each, tuple) else each for each in owed]
    return reasons
