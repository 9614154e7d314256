"""文稿审签: a step of moderation that nobody takes on their own text and no bad text passes."""

from wagtail.models import TaskState
from wagtail.models.workflows import AbstractGroupApprovalTask

from ..privacy.gate import reasons_against_words


class ReviewStep(AbstractGroupApprovalTask):
    """审签步骤: drafting, checking and signing are three people; what may not go out comes back."""

    class Meta:
        verbose_name = verbose_name_plural = "审签步骤"

    @classmethod
    def get_description(cls):
        return "所选用户组的成员审签；起草人和已审签过的人不能再审签"

    def get_actions(self, obj, user):
        """None for whoever handed the text in or has approved an earlier step of it."""
        state = obj.current_workflow_state
        return [] if state and user.pk in _hands(state) else super().get_actions(obj, user)

    def on_action(self, task_state, user, action_name, **kwargs):
        """Approving what may not be public returns it to its author, with every reason."""
        if action_name == "approve":
            reasons = _reasons_against(task_state.revision.as_object())
            if reasons:
                task_state.reject(user=user, comment="；".join(reasons))
                return None  # what is returned here becomes the answer to the browser
        return super().on_action(task_state, user, action_name, **kwargs)


def _hands(state):
    """The keys of the people who have already acted on this text."""
    approved = state.task_states.filter(status=TaskState.STATUS_APPROVED)
    return {state.requested_by_id, *approved.values_list("finished_by", flat=True)}


def _reasons_against(page):
    reasons = reasons_against_words(page)
    for name in ("reasons_against_publishing", "reasons_against_correcting"):
        found = getattr(page, name, list)()
        reasons += [each[1] if isinstance(each, tuple) else each for each in found]
    return reasons
