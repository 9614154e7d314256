"""What every door that takes a file needs: a file, a browser, and what is counted as kept."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.support.photos import picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from applications.models import Authorisation, Material, Photo
from catalog.models import NationalPublication, ProductPhoto
from demo.acts import agent, holder
from demo.papers import pdf
from exchange.models import PlatformFile
from files.models import StoredFile
from ledger.models import ImportBatch, ProgressFile, SalesRecord, SaleVoucher
from publicity.models import BoardPosting, Objection, ObjectionEvidence
from registry.models import DishonestyEntry, User
from supervision.models import Complaint, EvidenceFile
from workflow.models import ChangeFile, DishonestyFile, OpinionDraftFile, UpperReview

COMPLAINT_FORM = {
    "subject_kind": "product",
    "about_text": "某产品",
    "category": "quality",
    "content": "包装上的说明与产品不符，请核查。",
}


def paper(name="甲.pdf"):
    return SimpleUploadedFile(name, pdf("甲"), "application/pdf")


def photo(name="甲.jpg"):
    return SimpleUploadedFile(name, picture(), "image/jpeg")


class World:
    """What the doors need: papers at their steps, and browsers of the people who stand there."""

    def __init__(self, draft, walked, on_day, scanner):
        self.draft, self.walked, self.on_day = draft, walked, on_day
        self.scanner, self.before = scanner, None

    def browser(self, who=None):
        """The last thing a door asks for: from here on the scanner finds viruses everywhere."""
        self.before = counts()
        self.scanner()
        client = Client()
        if who is not None:
            user = who if isinstance(who, User) else holder(who)
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def applicant(self):
        application = self.draft()
        return application, self.browser(agent(application.applicant_id))

    def recorder(self, phase, day):
        (item,) = self.walked(phase)
        self.on_day(day)
        return self.browser("upper_recorder@fpb"), {"items": item.pk}


KEPT = (
    *(
        StoredFile,
        Material,
        Photo,
        Authorisation,
        EvidenceFile,
        ObjectionEvidence,
        DishonestyEntry,
        DishonestyFile,
        ChangeFile,
        OpinionDraftFile,
    ),
    *(ProductPhoto, ImportBatch, BoardPosting, ProgressFile),
    *(SalesRecord, SaleVoucher, PlatformFile, NationalPublication),
    *(get_document_model(), get_image_model(), Complaint, Objection),
)


def counts():
    scans = UpperReview.objects.exclude(scan=None).count()
    return [scans, *(model.objects.count() for model in KEPT)]
