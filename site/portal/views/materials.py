"""The materials of an application: upload by kind, replace, take back, the ways to read them."""

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from applications.above import mended_items
from applications.policies.materials import LICENCE, required_materials, shared
from applications.services import materials
from doors.refusals import add_reasons
from files.delivery import deliver
from files.kinds import BROWSER_TYPES, PDF
from files.storage import NoSpace
from registry.names import get_names
from rules.refusal import Refused
from rules.vocabulary import MATERIAL_KINDS
from workflow.models import Letter

from .. import demands, origins, reason_links
from ..forms.materials import MaterialForm
from .access import Button, OfApplication, OfOpenApplication


class Materials(OfOpenApplication, TemplateView):
    """One upload form for each kind; good files are kept, each bad one is told with its reasons.

    The page's script sends one file at a time and asks for JSON; without it the form is posted
    whole and the page comes back.
    """

    template_name = "portal/materials.html"
    closed = "申请正在审核，不能增减材料"
    is_full = False

    def get_context_data(self, **kwargs):
        resting = shared(self.application)
        return super().get_context_data(
            page=self.here(),
            carry=self.request.GET.get("back") and self.origin.query,
            sections=self.sections(kwargs.get("form"), kwargs.get("kind")),
            is_shared=bool(resting),
            fixed={each.pk for each, newer in resting.items() if newer is None},
            max_megabytes=settings.MATERIAL_MAX_BYTES // (1024 * 1024),
            **kwargs,
        )

    def sections(self, bound, bound_kind):
        """What is asked of each kind, what is there, what is wrong, and its form."""
        required = dict(required_materials(self.application))
        wrong = self.wrong() if "check" in self.request.GET or bound else {}
        current = list(self.application.materials.current().select_related("printed_form"))
        replaced = bound["replaces"].value() if bound else self.request.GET.get("replace", "")
        return [
            {
                "kind": kind,
                "title": title,
                "is_required": kind in required,
                "is_licence": kind == LICENCE,
                "materials": [each for each in current if each.kind == kind],
                "replaced": next(
                    (each for each in current if f"{each.pk}" == replaced and each.kind == kind),
                    None,
                ),
                "reasons": [] if kind == bound_kind else wrong.get(kind, []),
                "demands": self.demands.get(kind, []),
                "offered": self.offered if kind == LICENCE else [],
                "form": bound if kind == bound_kind else self.form(kind),
            }
            for kind, title in self.kinds()
        ]

    def form(self, kind, *data):
        replaced = self.request.GET.get("replace")
        return MaterialForm(*data, kind=kind, application=self.application, replaced=replaced)

    @cached_property
    def offered(self):
        return [
            licence
            for licence in materials.offered(self.application)
            if licence.valid_until is None or licence.valid_until >= self.today
        ]

    @cached_property
    def demands(self):
        """What reviewers asked about each kind, while a product is being mended."""
        if self.application.is_draft:
            return {}
        points = [demands.points_by_field(item) for item in mended_items(self.application)]
        return {kind: [word for each in points for word in each.get(kind, [])] for kind in _KINDS}

    def kinds(self):
        """Other materials are asked for by a reviewer, or not at all (R66)."""
        letters = Letter.objects.filter(item__application=self.application, kind="returned")
        was_returned = letters.exists()
        return [pair for pair in MATERIAL_KINDS if was_returned or pair[0] != "M5_other"]

    def wrong(self):
        """``{kind: [reason]}``; a licence that has run out in the particulars is of their kind."""
        pairs = reason_links.reasons_against_sending(self.application, on=self.today)
        beside = f"material-{LICENCE}"
        pairs = ((beside if name.startswith("licence-") else name, why) for name, why in pairs)
        return reason_links.reasons_by_field(pairs, prefix="material-")

    def post(self, request, *args, **kwargs):
        kind = request.POST.get("kind", "")
        if kind not in dict(self.kinds()):
            return self.refuse(Refused(["请选择材料种类"]), request.path)
        form = self.form(kind, request.POST, request.FILES)
        if form.is_valid():
            self.attach(form, kind)
        if request.headers.get("Accept") == "application/json":
            reasons = [reason for _, reason in form.summary()]
            status = (507 if self.is_full else 409) if reasons else 200
            return JsonResponse({"reasons": reasons}, status=status)
        if form.is_valid():
            return redirect(f"{self.here()}#material-{kind}")
        return self.render_to_response(self.get_context_data(form=form, kind=kind))

    def attach(self, form, kind):
        details, uploads = form.details(), form.cleaned_data["files"]
        if not uploads:
            self.put_right(form)
            return
        files = [(each.name, each.read(settings.MATERIAL_MAX_BYTES + 1)) for each in uploads]
        if form.cleaned_data["as_one"] and len(files) > 1:
            self.attach_pages(form, kind, files, details)
            return
        for name, data in files:
            try:
                materials.attach(
                    self.application, kind, name=name, data=data, **details, **self.signed
                )
            except Refused as refused:
                self.is_full = isinstance(refused, NoSpace)
                self.refuse_file(form, name, refused)
            else:
                details = {**details, "replaces": None}
                messages.success(self.request, f"已上传“{name}”")

    def refuse_file(self, form, name, refused):
        """Its reasons by the name of the file; what is against a day, once at the day."""
        for field, reasons in (refused.fields or {"": refused.reasons}).items():
            if field not in form.fields:
                field, reasons = "files", [f"{name}：{why}" for why in reasons]
            form.add_error(field, [why for why in reasons if why not in form.errors.get(field, [])])

    def put_right(self, form):
        """Number and end of a licence alone, beside the scan that is there."""
        typed = form.cleaned_data
        words = {name: typed[name] for name in ("licence_no", "valid_until")}
        try:
            materials.put_right(typed["replaces"], **words, **self.signed)
        except Refused as refused:
            add_reasons(form, refused, at="licence_no")
        else:
            messages.success(self.request, f"已更正“{typed['replaces'].name}”的编号和有效期")

    def attach_pages(self, form, kind, files, details):
        """All pictures as the pages of one file, or none of them."""
        try:
            made = materials.attach_pages(self.application, kind, files, **details, **self.signed)
        except Refused as refused:
            self.is_full = isinstance(refused, NoSpace)
            form.add_error("files", refused.reasons)
        else:
            messages.success(self.request, f"{len(files)}张照片已合成一个文件“{made.name}”并上传")


_KINDS = [kind for kind, _ in MATERIAL_KINDS]


class OfMaterial(OfApplication):
    @cached_property
    def material(self):
        return get_object_or_404(self.application.materials, pk=self.kwargs["material"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{**kwargs, "material": self.material})


class TakeBack(OfMaterial, TemplateView):
    template_name = "portal/take_back.html"

    def parent(self):
        return origins.page("materials", self.application.pk)

    def post(self, request, *args, **kwargs):
        try:
            materials.take_back(self.material, **self.signed)
        except Refused as refused:
            return self.refuse(refused, "portal:application", self.application.pk)
        messages.success(request, f"已撤下“{self.material.name}”")
        return redirect(self.origin.url)


class Download(OfMaterial, View):
    """The file itself: to be saved, never shown or run by the browser, never kept by a cache."""

    is_shown = False

    def get(self, request, *args, **kwargs):
        try:
            data = materials.read(self.material, **self.signed)
        except Refused as refused:
            return self.refuse(refused, "portal:application", self.application.pk)
        except (InvalidToken, FileNotFoundError):
            lost = Refused([f"“{self.material.name}”已损坏或丢失，请与{get_names().office}联系"])
            return self.refuse(lost, "portal:application", self.application.pk)
        return deliver(data, self.material.mime, self.material.name, is_shown=self.is_shown)


class Preview(OfMaterial, TemplateView):
    """What was uploaded, shown in the page, so that a wrong or unreadable scan is noticed."""

    template_name = "portal/preview.html"

    def get_context_data(self, **kwargs):
        mime = self.material.mime
        return super().get_context_data(
            is_image=mime != PDF, can_show=mime in BROWSER_TYPES, **kwargs
        )


class PreviewFile(Download):
    """The file for the frame of its own preview: what browsers show by themselves, nothing else."""

    is_shown = True


class UseLicence(OfOpenApplication, Button):
    """A licence of the unit's particulars becomes a material, without another upload."""

    closed = Materials.closed

    def act(self):
        licence = get_object_or_404(self.applicant.licences, pk=self.kwargs["licence"])
        return materials.use_licence(self.application, licence, **self.signed)

    def message(self, material):
        return f"已使用单位资料中的证书“{material.name}”"

    def back(self):
        return "portal:materials", self.application.pk
