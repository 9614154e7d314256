"""Files behind a permission: materials of an application, and evidence of publicity."""

from cryptography.fernet import InvalidToken
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from wagtail.admin import messages

from applications.models import Application, Item, Material, Photo
from applications.services import materials, photos
from files.delivery import deliver
from rules.refusal import Refused
from supervision.models import PublicityEntry
from workflow.models import OpinionDraftFile, OpinionFile, OpinionProposal, UpperReview
from workflow.services import evidence

from .access import DeskView, typed


class MaterialView(DeskView):
    """One material; a restricted roster asks for the purpose first and keeps it (R65)."""

    template_name = "desk/purpose.html"
    page_title = "查阅名册"
    header_icon = "lock"

    @cached_property
    def material(self):
        seen = Application.objects.submitted().scope(self.request.user)
        known = Material.objects.select_related("application")
        return get_object_or_404(known, uid=self.kwargs["uid"], application__in=seen)

    def get(self, request, uid):
        if self.material.is_restricted and not self.material.is_withheld:
            return self.render_to_response(self.get_context_data())
        try:
            return self.deliver("")
        except Refused as refused:
            messages.error(request, "；".join(refused.reasons))
            return redirect("desk:application", pk=self.material.application_id)

    def post(self, request, uid):
        try:
            return self.deliver(typed(request.POST, "purpose", 120))
        except Refused as refused:
            context = self.get_context_data(reasons=refused.reasons)
            return self.render_to_response(context, status=422)

    def deliver(self, purpose):
        material = self.material
        try:
            data = materials.read(material, by=self.request.user, at=self.at, purpose=purpose)
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
        seen = Item.objects.scope(request.user)
        photo = get_object_or_404(Photo, pk=pk, item__in=seen)
        return deliver(photos.read(photo), "image/jpeg", f"{pk}.jpg")


class OpinionFileView(DeskView):
    """A file that an opinion rests on, for who may see the paper."""

    def get(self, request, pk):
        seen = Item.objects.scope(request.user)
        file = get_object_or_404(OpinionFile, pk=pk, opinion__item__in=seen)
        return kept_file(file.sha256, file.name)


class DraftFileView(DeskView):
    """A file of a draft: its writer's alone, while the paper is within the writer's sight."""

    def get(self, request, pk):
        seen = Item.objects.scope(request.user)
        mine = OpinionDraftFile.objects.filter(draft__person=request.user, draft__item__in=seen)
        file = get_object_or_404(mine, pk=pk)
        return kept_file(file.sha256, file.name)


class ProposalFileView(DeskView):
    """A file of an opinion that waits for the head, for who may see the paper."""

    def get(self, request, pk, digest):
        seen = Item.objects.scope(request.user)
        proposal = get_object_or_404(OpinionProposal, pk=pk, item__in=seen)
        if digest not in proposal.files:
            raise Http404
        return kept_file(digest, proposal.files[digest])


class ScanView(DeskView):
    """The scan of an upper level's document, for who may see the item."""

    def get(self, request, pk):
        seen = Item.objects.scope(request.user)
        scanned = UpperReview.objects.exclude(scan_sha256="")
        review = get_object_or_404(scanned, pk=pk, item__in=seen)
        return kept_file(review.scan_sha256, review.scan_name)


def kept_file(digest, name):
    """What the evidence store keeps under ``digest``; 404 when only the digest is known."""
    try:
        data, mime = evidence.read(digest)
    except (InvalidToken, FileNotFoundError) as missing:
        raise Http404 from missing
    return deliver(data, mime, name)


class EvidenceView(DeskView):
    """The kept evidence of a national publicity, for who may see one of its items."""

    def get(self, request, digest):
        shown = PublicityEntry.objects.filter(publicity__evidence_sha256=digest.replace("\0", ""))
        if not Item.objects.scope(request.user).filter(uid__in=shown.values("subject")).exists():
            raise Http404
        return kept_file(digest, digest[:12])
