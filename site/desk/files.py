"""Files behind a permission: materials of an application, and evidence of publicity."""

from cryptography.fernet import InvalidToken
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from wagtail.admin import messages

from applications.models import Application, Item, Material, Photo
from applications.services import materials, photos
from files.delivery import deliver, read
from publicity.models import Publicity
from rules.refusal import Refused
from workflow.models import OpinionDraftFile, OpinionFile, ProposalFile, UpperReview

from .access import DeskView, typed

OUT_OF_SIGHT = "该申请不在查阅范围内"


class MaterialView(DeskView):
    """One material; a restricted roster asks for the purpose first and keeps it (R65)."""

    template_name = "desk/purpose.html"
    page_title = "查阅名册"
    tells_of_strangers = True
    header_icon = "lock"

    @cached_property
    def material(self):
        applications = Application.objects.submitted().scope(self.request.user)
        material = get_object_or_404(
            Material.objects.select_related("application"), uid=self.kwargs["uid"]
        )
        if not applications.filter(pk=material.application_id).exists():
            self.note_refused([OUT_OF_SIGHT], material.application)
            raise Http404
        return material

    def get(self, request, uid):
        if self.material.is_restricted and not self.material.is_withheld:
            return self.render_to_response(self.get_context_data())
        try:
            return self.deliver("")
        except Refused as refused:
            self.note_refused(refused.reasons)
            messages.error(request, "；".join(refused.reasons))
            return redirect("desk:application", pk=self.material.application_id)

    def post(self, request, uid):
        try:
            return self.deliver(typed(request.POST, "purpose", 120))
        except Refused as refused:
            self.note_refused(refused.reasons)
            context = self.get_context_data(reasons=refused.reasons)
            return self.render_to_response(context, status=422)

    def deliver(self, purpose):
        material = self.material
        try:
            data = materials.read_marked(material, **self.who, purpose=purpose)
        except (InvalidToken, FileNotFoundError):
            messages.error(self.request, f"{material.name}已损坏或丢失，请联系系统管理员。")
            return redirect("desk:application", pk=material.application_id)
        return deliver(data, material.mime, material.name)

    def get_breadcrumbs_items(self):
        return self.application_crumbs(self.material.application)

    def get_context_data(self, **kwargs):
        return super().get_context_data(material=self.material, **kwargs)


class PhotoView(DeskView):
    """One photo of a product, for who may see its paper."""

    def get(self, request, pk):
        items = Item.objects.scope(request.user)
        photo = get_object_or_404(Photo, pk=pk, item__in=items)
        try:
            return deliver(photos.read(photo), photo.mime, f"{pk}.jpg")
        except Refused as refused:
            raise Http404 from refused


class _FileView(DeskView):
    """A file for who may see the paper: ``find`` answers it with the application's key, or 404."""

    page_title = "查阅文件"
    tells_of_strangers = True

    def get(self, request, **about):
        file, application = self.find(Item.objects.scope(request.user), **about)
        try:
            return deliver(read(file), file.mime, file.name)
        except Refused as refused:
            self.note_refused(refused.reasons, Application.objects.get(pk=application))
            messages.error(request, "；".join(refused.reasons))
            return redirect("desk:application", pk=application)
        except (InvalidToken, FileNotFoundError) as missing:
            raise Http404 from missing


class OpinionFileView(_FileView):
    """A file that an opinion rests on."""

    def find(self, items, pk):
        row = get_object_or_404(OpinionFile, pk=pk, opinion__item__in=items)
        return row.file, row.opinion.item.application_id


class DraftFileView(_FileView):
    """A file of a draft: its writer's alone, while the paper is within the writer's sight."""

    def find(self, items, pk):
        mine = OpinionDraftFile.objects.filter(draft__person=self.request.user)
        row = get_object_or_404(mine, pk=pk, draft__item__in=items)
        return row.file, row.draft.item.application_id


class ProposalFileView(_FileView):
    """A file of an opinion that waits for the head."""

    def find(self, items, pk):
        row = get_object_or_404(ProposalFile, pk=pk, proposal__item__in=items)
        return row.file, row.proposal.item.application_id


class ScanView(_FileView):
    """The scan of an upper level's document."""

    def find(self, items, pk):
        scanned = UpperReview.objects.exclude(scan=None)
        review = get_object_or_404(scanned, pk=pk, item__in=items)
        return review.scan, review.item.application_id


class EvidenceView(_FileView):
    """The evidence of a national publicity, for who may see one of its items."""

    def find(self, items, pk):
        notice = get_object_or_404(Publicity.objects.exclude(evidence=None), pk=pk)
        item = items.filter(publicity_entries__publicity=notice).first()
        if item is None:
            raise Http404
        return notice.evidence, item.application_id
