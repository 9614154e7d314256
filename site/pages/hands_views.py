"""Wagtail's views of a page where the house differs: signing, and taking down with a reason."""

from django.conf import settings
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDictKeyError
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.preview import PreviewOnCreateView, PreviewOnEditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page, Revision, TaskState

from records import refused_acts
from rules.official_dates import official_moment
from rules.refusal import Refused

from .documents.named_files import things_named_by
from .machines.links import failing_links
from .machines.outer_links import outer_states
from .models.moderation import ReasonForm, ReviewLock
from .previewing.addresses import may_preview
from .privacy.confirming import confirmations_of
from .privacy.file_lifting import lifted_of_files
from .privacy.lifting import lifted_of
from .signing import LONGEST_REASON, take_down

NOT_YOURS = "文稿正在审签，不能改动；您现在也不能审签这份文稿"
NEWER = "您打开以后，这份文稿退回修改后又送审，以下是现在的文字，请重新审阅后再办理"
NOT_ALONE = "页面须经拟稿、审核、签发三个人公开，不能直接发布"
#: What else a button asks for → (what that is called, why it was not done).
BUTTONS = {
    "action-submit": ("文稿送审", "您现在不能送审这份文稿"),
    "action-restart-workflow": ("文稿重新送审", "您现在不能重新送审这份文稿"),
    "action-workflow-action": ("审签文稿", "文稿不在审签，或者您现在不能审签"),
}
CANCEL = "action-cancel-workflow"
OVERTAKEN = (
    "{by}在您打开以后保存过这份文稿（{at}）。您的改动还在下面，没有保存；"
    "请先在“历史记录”中比较，需要用您的文字代替的，再保存一次"
)


def who(request):
    """Who acts and when: ``by=`` and ``at=`` of every service."""
    return {"by": request.user, "at": timezone.now()}


class WholeForm:
    """A form that arrives without the fields its script adds is refused, not an error of ours."""

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except MultiValueDictKeyError:
            return HttpResponseBadRequest("表单不完整，请重新打开页面后再提交")


class TellsWhatWasNotDone:
    """Wagtail saves a draft where a button asked for more than its presser may: that is said.

    Who asked and what for stays in the trail; what was typed is kept as a draft all the same.
    """

    def form_valid(self, form):
        response = super().form_valid(form)
        for door, reason in self._not_done() if response.status_code < 400 else ():
            refused_acts.keep(self.page, [reason], door=door, **who(self.request))
            if self.request.accepts("text/html"):
                messages.error(self.request, f"{reason}。改动已存为草稿")
        return response

    def _not_done(self):
        if "action-publish" in self.request.POST:
            yield "公开页面", NOT_ALONE
        for button, (door, reason) in BUTTONS.items():
            if button in self.request.POST and self.action_name == "save":
                yield door, reason


class SigningView(TellsWhatWasNotDone, WholeForm, EditView):
    """The edit page; a text in review is not edited there, but read, approved or returned."""

    def get_object(self):
        """Whoever only opens the page has its review asked for once, not at each button."""
        page = super().get_object()
        if self.request.method == "GET":
            page._current_workflow_states = self.real_page_record._current_workflow_states
        return page

    def get(self, request, *args, **kwargs):
        if self._in_review() and not self.is_reverting:
            return self._paper(ReasonForm())
        for sentence in self._returned():
            messages.warning(request, sentence)
        return super().get(request, *args, **kwargs)

    def _returned(self):
        """Who sent the text back and why, for whoever opens it next."""
        workflow = self.page.current_workflow_state
        state = workflow and workflow.current_task_state
        if state is not None and state.status == TaskState.STATUS_REJECTED:
            at = official_moment(timezone.localtime(state.finished_at))
            by = state.finished_by or "系统"
            yield f"{by}于{at}退回修改（{state.task.name}）：{state.comment or '没有写明意见'}"

    def post(self, request, *args, **kwargs):
        if not self._in_review() or self.expects_json_response:
            return super().post(request, *args, **kwargs)
        if CANCEL in request.POST and self.workflow_state.user_can_cancel(request.user):
            self.workflow_state.cancel(user=request.user)
            messages.success(request, f"“{self.page.title}”已经撤回，可以继续修改")
            return redirect(self.get_edit_url())
        if not self.workflow_action_is_valid():
            refused_acts.keep(self.page, [NOT_YOURS], door="审签文稿", **who(request))
            messages.error(request, NOT_YOURS)
            return redirect(self.get_edit_url())
        if not self._is_what_was_read():
            refused_acts.keep(self.page, [NEWER], door="审签文稿", **who(request))
            return self._paper(ReasonForm(request.POST), status=422, newer=NEWER)
        return self._act()

    def form_valid(self, form):
        """Words that somebody else saved meanwhile are not written over unseen.

        One's own are: an autosave may still be on its way when its writer saves.
        """
        if self.expects_json_response or not self.is_out_of_date or self._is_own_revision():
            return super().form_valid(form)
        at = official_moment(timezone.localtime(self.latest_revision.created_at))
        form.add_error(None, OVERTAKEN.format(by=self.latest_revision.user or "系统", at=at))
        return self.form_invalid(form)

    def _is_own_revision(self):
        return self.latest_revision.user_id == self.request.user.pk

    def _in_review(self):
        return isinstance(self.lock, ReviewLock)

    def _act(self):
        """Take the step on the words as they are: nothing that was posted with it is stored."""
        form_class = self.page.current_workflow_task.get_form_for_action(self.workflow_action)
        form = form_class(self.request.POST)
        if not form.is_valid():
            return self._paper(form, status=422)
        state = self.page.current_workflow_task_state
        task = self.page.current_workflow_task
        task.on_action(state, self.request.user, self.workflow_action, **form.cleaned_data)
        state.refresh_from_db()
        messages.success(self.request, f"“{self.page.title}”：{state.get_status_display()}")
        return self.redirect_away()

    def _is_what_was_read(self):
        """Whether its page showed this very step, not one before a return."""
        return self.request.POST.get("state") in (None, f"{self._state().pk}")

    def _state(self):
        return self.page.current_workflow_task_state

    def _paper(self, form, status=200, newer=""):
        task, user = self.page.current_workflow_task, self.request.user
        actions = {name for name, _, _ in task.get_actions(self.page, user)}
        things = things_named_by(self.page)
        context = {
            "page": self.page,
            "form": form,
            "newer": newer,
            "task": task,
            "state": self._state(),
            "may_act": "approve" in actions,
            "may_cancel": self.workflow_state.user_can_cancel(user),
            "steps": self.workflow_tasks,
            "next": self.next_url,
            "was_public": self.page.live,
            "may_preview": may_preview(self.page, user),
            "papers": len(self.page.preview_modes) > 1,
            "failing_links": failing_links(self.page, timezone.now()),
            "outer_links": outer_states(self.page),
            "outer_links_are_checked": settings.CHECK_LINKS,
            "history_url": self.get_history_url(),
            "lifted": lifted_of(self.page),
            "confirmations": confirmations_of(things),
            "lifted_files": lifted_of_files(things),
        }
        template = "pages/admin/review.html"
        return TemplateResponse(self.request, template, context, status=status)


class RevertView(WholeForm, RevisionsRevertView):
    """An earlier draft as the next one; 404 of what is no draft of this page."""

    def dispatch(self, request, page_id, **kwargs):
        revisions = Revision.page_revisions.filter(object_id=str(page_id))
        get_object_or_404(revisions, pk=kwargs["revision_id"])
        return super().dispatch(request, page_id, **kwargs)


class TakeDownView(UnpublishView):
    """Taking one page down, with a reason that goes into the audit trail."""

    template_name = "pages/admin/take_down.html"

    def unpublish(self):
        answer = self.run_hook("before_unpublish_page", self.request, self.object)
        if answer is not None:
            return answer
        because = self.request.POST.get("because", "")
        try:
            take_down(self.object, because=because, **who(self.request))
        except Refused as refused:
            door = {"door": "撤下页面", **who(self.request)}
            refused_acts.keep(self.object, refused.reasons, **door)
            for reason in refused.reasons:
                messages.error(self.request, reason)
            return redirect(reverse("wagtailadmin_pages:unpublish", args=[self.object.pk]))
        return self.run_hook("after_unpublish_page", self.request, self.object)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"longest": LONGEST_REASON}


class HousePages(PageViewSet):
    """Wagtail's views of every page type, with the house's own where they differ."""

    model = Page
    add_view_class = type("AddView", (TellsWhatWasNotDone, WholeForm, CreateView), {})
    edit_view_class = SigningView
    preview_on_add_view_class = type("PreviewNewView", (WholeForm, PreviewOnCreateView), {})
    preview_on_edit_view_class = type("PreviewView", (WholeForm, PreviewOnEditView), {})
    revisions_revert_view_class = RevertView
    unpublish_view_class = TakeDownView
