"""Characters that no XML file may hold: one of them would spoil a whole feed, table or document."""

import re

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(text):
    """``text`` with a replacement mark for whatever XML 1.0 refuses."""
    return UNPRINTABLE.sub("\ufffd", text)
