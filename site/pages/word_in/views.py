"""The editor's doors of an import from Word: the upload, the look at what came of it, the draft."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from doors.acts import ButtonAct, FormAct
from files.models import Scan
from rules.periods import local_day
from rules.refusal import Refused

from ..models import DocumentIndexPage, DocumentPage, WordFile
from .forms import IntoDraftForm, NewDraftForm, UploadForm
from .looking import looked_at
from .services import bring_word, discard_word, make_draft, may_bring, reading_of


class _WordView(WagtailAdminTemplateMixin, View):
    page_title = "从 Word 导入"
    header_icon = "doc-full"

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())

    def get_page_subtitle(self):
        return self.target.get_admin_display_title()

    def get_breadcrumbs_items(self):
        is_document = isinstance(self.target, DocumentPage)
        name = "wagtailadmin_pages:edit" if is_document else "wagtailadmin_explore"
        above = {"url": reverse(name, args=[self.target.pk]), "label": self.get_page_subtitle()}
        return [above, {"url": "", "label": self.page_title}]


@method_decorator(never_cache, name="dispatch")
class BringWord(FormAct, _WordView):
    """The upload, for a new draft of a column or for a draft that is there."""

    template_name = "pages/admin/word_upload.html"
    form_class = UploadForm
    success_message = ""
    model = None

    def dispatch(self, request, *args, **kwargs):
        if not may_bring(self.target, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def target(self):
        return get_object_or_404(self.model, pk=self.kwargs["key"])

    def act(self, form):
        upload = form.cleaned_data["file"]
        return bring_word(self.target, upload, by=self.request.user, at=timezone.now())

    def onward(self, word):
        return "pages_word", word.pk

    def get_context_data(self, **kwargs):
        is_draft = isinstance(self.target, DocumentPage)
        return super().get_context_data(object=self.target, is_draft=is_draft, **kwargs)


class BringNewWord(BringWord):
    model = DocumentIndexPage


class BringWordInto(BringWord):
    model = DocumentPage


@method_decorator(never_cache, name="dispatch")
class WordPreview(FormAct, _WordView):
    """What was taken, what was not; the draft is made when somebody has looked."""

    template_name = "pages/admin/word_preview.html"

    def dispatch(self, request, *args, **kwargs):
        """A file that cannot be read just now (too many are) leads back, with the reason."""
        try:
            self.reading  # noqa: B018 - read before anything is shown or done
        except Refused as refused:
            for reason in refused.reasons:
                messages.error(request, reason)
            return redirect(*place_of(self.word))
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def word(self):
        rows = WordFile.objects.exclude(file__scan=Scan.INFECTED).select_related("page", "column")
        return get_object_or_404(rows, pk=self.kwargs["pk"], brought_by=self.request.user)

    @cached_property
    def target(self):
        return self.word.page or self.word.column

    @cached_property
    def reading(self):
        return reading_of(self.word)

    def get_form_class(self):
        return IntoDraftForm if self.word.page_id else NewDraftForm

    def get_form_kwargs(self):
        if self.word.page_id:
            return super().get_form_kwargs()
        return {**super().get_form_kwargs(), "column": self.word.column}

    def get_initial(self):
        if self.word.page_id:
            return super().get_initial()
        return {"written_on": local_day(timezone.now()), **self.reading.paper.fields}

    def act(self, form):
        return make_draft(self.word, by=self.request.user, at=timezone.now(), **form.cleaned_data)

    def message(self, made):
        for sentence in made.left:
            messages.warning(self.request, f"没有取入：{sentence}")
        return f"“{made.page.title}”已经导入为草稿，请核对后提交审核"

    def onward(self, made):
        return "wagtailadmin_pages:edit", made.page.pk

    def get_context_data(self, **kwargs):
        looked = looked_at(self.reading, is_new=not self.word.page_id)
        return super().get_context_data(word=self.word, looked=looked, **kwargs)


def place_of(word):
    """The address of the column or of the draft that a document was brought for."""
    if word.page_id:
        return "wagtailadmin_pages:edit", word.page_id
    return "wagtailadmin_explore", word.column_id


class DiscardWord(ButtonAct, View):
    """Not this one."""

    success_message = "已放弃，没有导入任何内容"

    @cached_property
    def word(self):
        return get_object_or_404(WordFile, pk=self.kwargs["pk"], brought_by=self.request.user)

    @cached_property
    def place(self):
        return place_of(self.word)

    def act(self):
        self.place  # noqa: B018, read before the row goes
        return discard_word(self.word, by=self.request.user)

    def back(self):
        return self.place
