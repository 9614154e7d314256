"""A brought Word document read: its paper, the blocks it becomes, and what is left out."""

import base64
from dataclasses import dataclass

from files.inspection import docx_text
from files.kinds import Unreadable
from rules.refusal import Refused

from .blocks import Blocks
from .left_out import sentences
from .paper import Paper, paper_of


@dataclass
class Reading:
    """``paper`` says what is what; ``raw`` is what :mod:`files.docx_reading` gave."""

    paper: Paper
    raw: dict

    @property
    def pictures(self):
        """``(place, bytes, suffix, alternative text)`` of each picture."""
        return [
            (place, base64.b64decode(each["data"]), each["suffix"], each["alt"])
            for place, each in enumerate(self.raw["pictures"])
        ]

    def blocks(self, pictures):
        """``(blocks of the text, [(part, its blocks)], sentences about what is left out)``.

        ``pictures`` maps the place of a picture to its ``key`` in the library and its ``alt``.
        """
        maker = Blocks(self.raw["notes"], pictures)
        body = maker.add(self.paper.pieces)
        parts = [(part, maker.add(part.pieces)) for part in self.paper.parts]
        return body, parts, [*self.paper.left, *sentences(self.raw["left"], maker.left)]

    def preview(self):
        """The same for looking at before anything is stored: pictures are only named."""
        named = {
            place: {"key": place, "alt": each["alt"]}
            for place, each in enumerate(self.raw["pictures"])
        }
        return self.blocks(named)


def read_word(data):
    """The :class:`Reading` of a DOCX; raises ``Refused`` when it is none, or is classified.

    Opened in the child for strange files, so never inside a transaction.
    """
    try:
        raw = docx_text(data)
    except Unreadable as error:
        raise Refused([str(error)]) from error
    return Reading(paper_of(raw["pieces"]), raw)
