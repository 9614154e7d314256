"""What no page of the admin deletes: people who have acted, terms and days that are in force."""

from django.shortcuts import redirect
from django.utils import timezone
from wagtail import hooks
from wagtail.admin import messages

from registry.models import RuleSet, User
from registry.models.calendars import Checked
from rules.periods import local_day

NO_PERSON = "用户不得删除，请取消“启用”，其办理记录和任职随之保留"
NO_DAYS = "已生效的工作日安排不得删除；请另行录入一条相反的调整，复核后生效"
NO_TERMS = "已施行的规则版本不得删除；请新建版本，原版本自动废止"
APPROVED = "已批准的规则版本不得由一人删除；请先“撤回批准”，经他人批准恢复为草案后再删除"


@hooks.register("before_delete_user")
def refuse_deleting_person(request, user):
    """Answers before Wagtail asks; Viewflow's tasks cascade from their owner."""
    messages.error(request, NO_PERSON)
    return redirect("wagtailusers_users:edit", user.pk)


@hooks.register("before_bulk_action")
def refuse_deleting_people(request, action_type, objects, action):
    if action_type == "delete" and action.model is User:
        messages.error(request, NO_PERSON)
        return redirect("wagtailusers_users:index")
    return None


@hooks.register("before_delete_snippet")
def refuse_deleting_terms(request, instances):
    today = local_day(timezone.now())
    approved = [each for each in instances if isinstance(each, RuleSet) and each.is_approved]
    if not approved:
        return None
    has_begun = any(each.effective_from <= today for each in approved)
    messages.error(request, NO_TERMS if has_begun else APPROVED)
    return redirect(approved[0].snippet_viewset.get_url_name("list"))


@hooks.register("before_delete_snippet")
def refuse_deleting_working_days(request, instances):
    """One person alone would change what two have brought into force."""
    checked = [each for each in instances if isinstance(each, Checked) and each.is_checked]
    if not checked:
        return None
    messages.error(request, NO_DAYS)
    return redirect(checked[0].snippet_viewset.get_url_name("list"))
