"""What a machine read in a picture after its page had become public: somebody has to act."""

from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from records.witnesses import witness

from ..documents.file_doors import is_open
from ..models import PictureReading
from ..models.lifted import LiftedFileObjection
from .stored import digest_of


@witness(
    "pictures",
    "已公开的文件、图片中读出个人信息",
    remedy="撤下用到它的页面，换上遮盖过的文件后重新审签；确属误判的，由签发人员在该文件的“个人信息检查”中解除",
)
def private_pictures(at):
    """``title`` of each file and picture that the public can have and that says too much."""
    digests = _unlifted()
    models = (get_document_model(), get_image_model()) if digests else ()
    things = (thing for model in models for thing in model.objects.order_by("pk").iterator())
    return [thing.title for thing in things if _is_among(thing, digests) and is_open(thing, at)]


def _unlifted():
    """The digests of what was read with findings of which one is not lifted."""
    lifted = set(LiftedFileObjection.objects.values_list("sha256", "sentence"))
    rows = PictureReading.objects.exclude(breaches=[]).values_list("sha256", "breaches")
    return {
        sha256
        for sha256, breaches in rows
        if any((sha256, sentence) not in lifted for _, _, sentence in breaches)
    }


def _is_among(thing, digests):
    try:
        return digest_of(thing.file) in digests
    except FileNotFoundError:  # told as a dead link
        return False
