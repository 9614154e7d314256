"""The unit's own archive: one press, one ZIP, sent while it is made."""

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from files.delivery import HEADERS
from workflow.services.unit_archives import note_download

from .. import own_archive
from .access import ApplicantsOnly, Button


class OwnArchive(ApplicantsOnly, Button):
    def act(self):
        note_download(self.applicant, **self.signed)
        return own_archive.stream(self.applicant, **self.signed)

    def succeed(self, pieces):
        name = f"{self.applicant}_{self.today}.zip"
        headers = {**HEADERS, "Content-Disposition": content_disposition_header(True, name)}
        return StreamingHttpResponse(pieces, content_type="application/zip", headers=headers)

    def back(self):
        return ("portal:profile",)
