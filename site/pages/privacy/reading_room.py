"""Reading the pictures of the library, one file after the other, while nobody waits for it."""

from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from .file_types import Unreadable
from .pictures import is_reading, note_found, reading_of, see
from .stored import content_of, digest_of, examined


class ReadingRoom:
    """One pass after the other over the library; a file that was settled is not opened again."""

    def __init__(self):
        self.settled = set()

    def pass_over(self, *, at):
        """Read what has not been read; how many files were, and how many must not be public."""
        read = refused = 0
        for thing in self._waiting():
            examination = self._settle(thing, at)
            if examination is not None:
                read, refused = read + 1, refused + bool(examination.breaches)
        return read, refused

    def _waiting(self):
        models = (get_document_model(), get_image_model()) if is_reading() else ()
        for model in models:
            for thing in model.objects.order_by("-pk").iterator():
                if thing.file and (model, thing.file.name) not in self.settled:
                    yield thing

    def _settle(self, thing, at):
        """What was read in ``thing`` now; None where there was nothing to read."""
        self.settled.add((type(thing), thing.file.name))
        try:
            if not examined(thing.file).gaps or reading_of(digest_of(thing.file)):
                return None
            data = content_of(thing.file)
            examination = see(thing.file.name, data, digest_of(thing.file), at=at)
        except (FileNotFoundError, Unreadable):  # a dead link is told by its own report
            return None
        if examination.breaches:
            note_found(thing, examination, at=at)
        return examination
