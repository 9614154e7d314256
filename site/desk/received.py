"""Documents that organisations were given: the list of one's own, the paper, who has read it."""

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property

from doors.text_forms import TextForm
from pages.documents.drafting import may_draft
from pages.models import DocumentPage, DocumentVersion
from pages.models.named_rows import NamedOrganisationsField
from registry.models import Organisation
from registry.roles import Permission
from workflow.models import DocumentRecipient
from workflow.services import deliveries

from .access import DeskForm, DeskView, is_officer, may

PER_PAGE = 20
CRUMBS = [
    {"url": reverse_lazy("wagtailadmin_home"), "label": "首页"},
    {"url": reverse_lazy("desk:received"), "label": "收文"},
]


class Received(DeskView):
    """What one's organisations were given; for the clerks also how far each document was read."""

    template_name = "desk/received.html"
    page_title = "收文"
    header_icon = "mail"

    def get_breadcrumbs_items(self):
        return [CRUMBS[0], {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        rows = deliveries.received_by(self.request.user)
        return super().get_context_data(
            page=Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p")),
            sent=self._sent() if may(self.request.user, Permission.PROCESS_PAPERS) else None,
            **kwargs,
        )

    def _sent(self):
        """The versions that were sent, the newest first, each with how many have read it."""
        counts = (
            DocumentRecipient.objects.order_by()
            .values("version")
            .annotate(total=Count("pk"), read_count=Count("pk", filter=Q(read_at__isnull=False)))
        )
        numbers = {each["version"]: each for each in counts.order_by("-version")[:PER_PAGE]}
        versions = DocumentVersion.objects.filter(pk__in=numbers).select_related("page")
        return [(each, numbers[each.pk]) for each in versions.order_by("-pk")]


class SendMoreForm(TextForm):
    """Further organisations, one a line."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"] = NamedOrganisationsField(
            Organisation.objects.all(),
            label="补送单位",
            required=True,
            error_messages={"required": "请填写补送的单位"},
        )

    to = forms.Field()


class ReceivedDocument(DeskForm):
    """The document, read here; for who oversees it also who has read it and who has not."""

    template_name = "desk/received_document.html"
    header_icon = "mail"
    breadcrumbs_items = CRUMBS
    form_class = SendMoreForm
    success_message = "已补送"

    def is_allowed(self):
        """Officers and editors who were given it or oversee it; nobody else learns that it is."""
        user = self.request.user
        return (is_officer(user) or may_draft(user)) and deliveries.may_read(self.document, user)

    @cached_property
    def document(self):
        visible = DocumentPage.objects.visible(self.at)
        return get_object_or_404(visible, pk=self.kwargs["pk"])

    def get_page_title(self):
        return self.document.title

    def page_of_act(self):
        return reverse("desk:received_document", args=[self.document.pk])

    def get(self, request, *args, **kwargs):
        """Opening it is how its receipt is recorded."""
        deliveries.read(self.document, **self.who)
        return super().get(request, *args, **kwargs)

    def act(self, form):
        return deliveries.send_more(self.document, list(form.cleaned_data["to"]), **self.who)

    def onward(self, result):
        return (self.page_of_act(),)

    def get_context_data(self, **kwargs):
        rows = DocumentRecipient.objects.filter(version__page=self.document)
        rows = list(deliveries.with_names(rows).order_by("-version__number", "organisation__code"))
        own = deliveries.received_by(self.request.user).filter(version__page=self.document)
        return super().get_context_data(
            document=self.document,
            own=own,
            oversees=deliveries.may_oversee(self.document, self.request.user),
            recipients=rows,
            unread=[row for row in rows if row.read_at is None],
            **kwargs,
        )
