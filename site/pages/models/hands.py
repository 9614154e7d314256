"""What people may do to a page: words pass three hands, and pages made by a flow stay its own.

Wagtail asks these objects at every door, for administrators too: forms, menus, bulk actions,
copies, its APIs. Storing is guarded once more (``public_change.py``).
"""

from django.http import Http404
from django.utils import timezone
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import PagePermissionTester, PageViewRestriction, TaskState
from wagtail.url_routing import RouteResult

from doors.text_forms import PlainText
from records.prepared import Prepared

from ..offices import may_write_for
from .item_routes import KnownAddress

ANY_RESTRICTION = Prepared(lambda: PageViewRestriction.objects.all()[:1])


def is_open_to_all():
    """Whether no page of this site is kept from anybody."""
    return ANY_RESTRICTION.first() is None


class DraftCopyForm(PlainText, CopyForm):
    """A copy is a draft: neither published with the original's signature nor tied to it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("publish_copies", "alias"):
            self.fields.pop(name, None)


class HandsTester(PagePermissionTester):
    """Nobody publishes alone; who holds Wagtail's right to publish may take down what is public."""

    def can_publish(self):
        return False

    def can_publish_subpage(self):
        return False

    def can_unschedule(self):
        return super().can_publish()

    def can_reorder_children(self):
        """The order of the columns is that of the navigation; no word of a page changes."""
        return super().can_publish_subpage()


class OfficeTester(HandsTester):
    """A document is its office's: the writers of another office read it, and change nothing.

    Who checks or signs it reaches it through its step, whatever office they serve.
    """

    def can_edit(self):
        return super().can_edit() and (self._is_own() or self._is_reviewer())

    def can_delete(self, *args, **kwargs):
        return super().can_delete(*args, **kwargs) and self._is_own()

    def can_move(self):
        return super().can_move() and self._is_own()

    def can_lock(self):
        return super().can_lock() and self._is_own()

    def _is_own(self):
        user, page = self.user, self.page.specific
        is_above = user.is_superuser or "publish" in self.permissions
        return is_above or page.owner_id == user.pk or may_write_for(user, page.office_id)

    def _is_reviewer(self):
        task = self.page.current_workflow_task
        return bool(task and task.specific.user_can_access_editor(self.page, self.user))


class FlowTester(HandsTester):
    """Made, corrected and ended by a flow: nothing to write, to copy, to submit or to move."""

    def can_copy(self):
        return False

    def can_submit_for_moderation(self):
        return False

    def can_move(self):
        return False

    def can_move_to(self, destination):
        return False


class OpenToAll:
    """Wagtail asks who may read a page for each of its ancestors; here nobody is kept out."""

    is_open_to_all = False

    def get_view_restrictions(self):
        if self.is_open_to_all or is_open_to_all():
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()


class ByThreeHands(KnownAddress, OpenToAll):
    """A page type whose words people write."""

    copy_form_class = DraftCopyForm

    def permissions_for_user(self, user):
        return HandsTester(user, self)


class ByOffice(ByThreeHands):
    """A page type whose words belong to an office."""

    def permissions_for_user(self, user):
        return OfficeTester(user, self)


class ByFlow(KnownAddress, OpenToAll):
    """A page type that only a flow makes: nobody writes in it, nothing lies below it."""

    copy_form_class = DraftCopyForm
    subpage_types = []
    private_page_options = []
    promote_panels = []
    settings_panels = []

    @property
    def published_at(self):
        return self.go_live_at

    def route(self, request, path_components):
        visible = type(self).objects.visible(timezone.now()).filter(pk=self.pk)
        if path_components or not visible.exists():
            raise Http404
        return RouteResult(self)

    def permissions_for_user(self, user):
        return FlowTester(user, self)


def hands(state):
    """The keys of those who stand for the words as they are: who handed them in, who approved.

    Approvals of an earlier wording do not count, and neither does having written it.
    """
    revision = state.content_object.get_latest_revision()
    approved = state.task_states.filter(status=TaskState.STATUS_APPROVED, revision=revision)
    people = {state.requested_by_id, revision.user_id}
    return (people | set(approved.values_list("finished_by", flat=True))) - {None}
